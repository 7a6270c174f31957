"""How much an address or a person may ask for."""

from pathlib import Path

from dashboards.viewers import Role
from supplierwatch.web.rates import Buckets
from tests.supplierwatch.web.served import PROXY, Clock, app_of, as_role, client_of

PEER = ("192.0.2.3", 40_000)


def test_a_full_bucket_gives_its_tokens_and_then_says_how_long_to_wait() -> None:
    buckets = Buckets(per_minute=6, burst=3)
    assert [buckets.take("a", 100) for _ in range(4)] == [0, 0, 0, 10]
    assert buckets.take("b", 100) == 0


def test_a_bucket_is_filled_again_with_time_and_never_above_its_size() -> None:
    buckets = Buckets(per_minute=60, burst=2)
    assert [buckets.take("a", 100) for _ in range(3)] == [0, 0, 1]
    assert [buckets.take("a", 5_000) for _ in range(3)] == [0, 0, 1]


def test_a_clock_that_jumps_back_refills_nothing() -> None:
    buckets = Buckets(per_minute=60, burst=1)
    assert buckets.take("a", 100) == 0
    assert buckets.take("a", 50) == 1


def test_asking_in_vain_does_not_make_the_wait_longer() -> None:
    buckets = Buckets(per_minute=60, burst=1)
    assert [buckets.take("a", 100) for _ in range(50)] == [0, *[1] * 49]
    assert buckets.take("a", 101) == 0


def test_only_so_many_addresses_are_remembered() -> None:
    buckets = Buckets(per_minute=60, burst=1, most_keys=3)
    for number in range(10_000):
        buckets.take(str(number), 100)
    assert len(buckets) == 3


def test_who_asks_too_much_is_told_to_wait_and_is_answered_again_after_it(read_only_folder: Path) -> None:
    clock = Clock()
    web = {"limits": {"requests_per_minute": 60, "burst": 2}}
    with client_of(app_of(read_only_folder, web, clock=clock)) as client:
        answers = [client.get("/api/v1/contract") for _ in range(3)]
        clock.now += int(answers[-1].headers["retry-after"])
        after = client.get("/api/v1/contract")
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].headers["content-type"] == "application/problem+json"
    assert after.status_code == 200


def test_behind_a_proxy_one_person_does_not_use_up_what_others_may_ask_for(read_only_folder: Path) -> None:
    web = PROXY | {"limits": {"requests_per_minute": 1, "burst": 1}}
    with client_of(app_of(read_only_folder, web), PEER) as client:
        anna = [client.get("/api/v1/contract", headers=as_role(Role.READER, "anna")) for _ in range(2)]
        bo = client.get("/api/v1/contract", headers=as_role(Role.READER, "bo"))
    assert [answer.status_code for answer in anna] == [200, 429]
    assert bo.status_code == 200


def test_guessing_is_limited_by_address(read_only_folder: Path) -> None:
    web = PROXY | {"limits": {"requests_per_minute": 1, "burst": 2}}
    with client_of(app_of(read_only_folder, web), PEER) as client:
        assert [client.get("/").status_code for _ in range(3)] == [401, 401, 429]


def test_what_strangers_ask_for_through_a_proxy_keeps_nobody_from_metrics_or_style(
    read_only_folder: Path,
) -> None:
    limits = {"limits": {"requests_per_minute": 1, "burst": 1}, "metrics": {"networks": ["192.0.2.0/28"]}}
    with client_of(app_of(read_only_folder, PROXY | limits), PEER) as client:
        strangers = [client.get(path).status_code for path in ("/", "/", "/alive", "/alive")]
        styles = {client.get("/static/pages.css").status_code for _ in range(5)}
        metrics = client.get("/metrics").status_code
    assert strangers == [401, 429, 200, 429]
    assert styles == {200}
    assert metrics == 200
