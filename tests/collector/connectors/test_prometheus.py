"""Prometheus, asked for samples: a real one, with samples laid into it and with probes it makes itself."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from pydantic import ValidationError

from collector.connectors.prometheus import PrometheusOptions
from collector.errors import ProblemsFound, Severity, SourceUnreadable
from collector.records import FactKind, ServiceState
from collector.source import Page
from tests.collector.connectors.helpers import World, connector_of, facts, fetched
from tests.collector.sources.helpers import instant
from tests.replay import Asked, Reply, json_reply, replaying
from tests.services import Service, load_samples, running_prometheus

UP, DOWN, UNKNOWN = int(ServiceState.UP), int(ServiceState.DOWN), int(ServiceState.UNKNOWN)
DAY, HOUR, MINUTE = 86_400, 3600, 60
BEGIN = instant("2026-11-01T00:00:00+00:00")
YEAR_AGO = instant("2025-11-01T00:00:00+00:00")
MAPPING: dict[str, Any] = {
    "type": "samples",
    "time_format": "unix",
    "columns": {"at": "at", "state": "state", "service": "metric.instance"},
    "states": {"up": "up", "down": "down", "unknown": "unknown"},
    "records": "all",
    "max_gap": 30,
}


def _shop() -> Iterator[str]:
    """Yield an hour of samples every 15 s, three quarters past the second; down from 00:10 to 00:15,
    nobody looked from 00:25 to before 00:29."""
    for at in range(BEGIN, BEGIN + HOUR, 15):
        if not 25 * MINUTE <= at - BEGIN < 29 * MINUTE:
            value = 0 if 10 * MINUTE <= at - BEGIN < 15 * MINUTE else 1
            yield f'probe_success{{instance="shop"}} {value} {at}.750'


def _year() -> Iterator[str]:
    for at in range(YEAR_AGO, YEAR_AGO + 365 * DAY, 5 * MINUTE):
        yield f'probe_success{{instance="archive"}} 1 {at}'


def _pair() -> Iterator[str]:
    for at in range(BEGIN, BEGIN + HOUR, MINUTE):
        yield f'probe_success{{instance="pair",replica="a"}} 1 {at}'
    for at in range(BEGIN + 7, BEGIN + HOUR, MINUTE):
        yield f'probe_success{{instance="pair",replica="b"}} 0 {at}'


def _ratio() -> Iterator[str]:
    for number, value in enumerate(["0.99", "0.94", "NaN", "1"]):
        yield f'works_ratio{{instance="ratio"}} {value} {BEGIN + number * 15}'


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("prometheus")
    lines = [
        "# TYPE probe_success gauge",
        *_shop(),
        *_year(),
        *_pair(),
        "# TYPE works_ratio gauge",
        *_ratio(),
    ]
    load_samples(folder, lines)
    configuration = folder / "prometheus.yml"
    configuration.write_text("scrape_configs: []\n")
    with running_prometheus(folder, configuration) as service:
        yield service


def _options(address: str, **options: Any) -> dict[str, Any]:
    return {"type": "prometheus", "address": address, "since": "2026-11-01", **options}


def _connector(service: Service, mapping: dict[str, Any] = MAPPING, **options: Any) -> Any:
    world = World(now=BEGIN + DAY)
    return connector_of(_options(service.address, **options), mapping, world)


def _states(connector: Any) -> list[tuple[int, int]]:
    rows = facts([connector.normalise(page) for page in fetched(connector)], FactKind.SERVICE_STATE)
    rows = rows.sort_values("at")
    changed = rows[rows["state"] != rows["state"].shift()]
    return [(int(at) - BEGIN, int(state)) for at, state in zip(changed["at"], changed["state"], strict=True)]


def _observed(connector: Any) -> list[tuple[int, int]]:
    """Return the observed intervals of all pages, joined where they touch."""
    rows = facts([connector.normalise(page) for page in fetched(connector)], FactKind.OBSERVED)
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(zip(rows["from_at"] - BEGIN, rows["to_at"] - BEGIN, strict=True)):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], int(end)))
        else:
            joined.append((int(begin), int(end)))
    return joined


def _rows(pages: list[Page]) -> list[int]:
    return [int(at) for page in pages if len(page.rows) for at in page.rows["at"]]


SHOP = 'probe_success{instance="shop"}'


def test_samples_keep_their_own_times_cut_to_whole_seconds(prometheus: Service) -> None:
    assert _states(_connector(prometheus, query=SHOP)) == [(0, UP), (600, DOWN), (900, UP)]


def test_what_nobody_looked_at_is_not_observed_however_short(prometheus: Service) -> None:
    # The last sample before the gap is of 00:24:45 and speaks for 30 s; the last one of all is of 00:59:45.
    assert _observed(_connector(prometheus, query=SHOP)) == [(0, 1515), (1740, 3615)]


def test_an_expression_at_each_step_shows_the_same_gap(prometheus: Service) -> None:
    expression = 'min by (instance) (last_over_time(probe_success{instance="shop"}[$window]))'
    connector = _connector(prometheus, expression=expression, step=15, scrape_interval=15)
    # On the grid of whole steps a sample of :00.75 is first seen at :15.
    assert _states(connector) == [(15, UP), (615, DOWN), (915, UP)]
    assert _observed(connector) == [(15, 1530), (1755, 3630)]


def test_without_a_range_prometheus_would_hide_the_gap(prometheus: Service) -> None:
    # Why the connector refuses such an expression: the series looks as if it had been seen throughout.
    connector = _connector(prometheus, query=SHOP)
    answer = connector.client.get(
        "api/v1/query_range",
        {"query": SHOP, "start": str(BEGIN + 15), "end": str(BEGIN + 3600), "step": "15"},
    )
    connector.close()
    assert len(answer.json()["data"]["result"][0]["values"]) == 240
    with pytest.raises(ValidationError, match="hides shorter gaps"):
        PrometheusOptions.model_validate(
            _options(prometheus.address, expression="min(probe_success)", step=15)
        )


def test_a_sample_on_the_border_of_two_slices_is_read_once(prometheus: Service) -> None:
    connector = _connector(prometheus, query='probe_success{instance="pair",replica="a"}', slice=10 * MINUTE)
    read = _rows(fetched(connector))
    assert sorted(read) == list(range(BEGIN, BEGIN + HOUR, MINUTE))


def test_a_year_is_collected_in_slices_without_a_gap_although_runs_end_in_between(
    prometheus: Service,
) -> None:
    world = World(now=YEAR_AGO + 365 * DAY + HOUR)
    query = 'probe_success{instance="archive"}'
    options = _options(prometheus.address, query=query, since="2025-11-01", slice=30 * DAY)
    read: list[int] = []
    cursor, runs = None, 0
    while True:
        # A run that is ended after four pages: what is new, and two slices of the year.
        pages = list(islice(connector_of(options, MAPPING, world).fetch(cursor), 4))
        read, runs = read + _rows(pages), runs + 1
        if len(pages) < 4:
            break
        cursor = pages[-1].cursor
    every = list(range(YEAR_AGO, YEAR_AGO + 365 * DAY, 5 * MINUTE))
    # The ten minutes of the overlap, where the back-fill meets what was new at first, are read twice.
    assert (sorted(set(read)), len(read) - len(every)) == (every, 2)
    assert runs == 7


def test_slices_of_an_expression_stay_under_the_points_of_one_answer(prometheus: Service) -> None:
    expression = 'last_over_time(probe_success{instance="shop"}[$window])'
    connector = _connector(prometheus, expression=expression, step=1, scrape_interval=15, slice=DAY)
    slices = [page for page in fetched(connector) if page.fetched_at is not None]
    # 86,400 seconds at 11,000 points each; Prometheus refuses more.
    assert len(slices) == 8
    assert sum(len(page.rows) for page in slices) > 0


def test_a_step_longer_than_the_scrape_interval_is_refused(prometheus: Service) -> None:
    expression = "last_over_time(probe_success[$window])"
    with pytest.raises(ProblemsFound, match="leaves out samples that are taken every 15 seconds"):
        fetched(_connector(prometheus, expression=expression, step=60, scrape_interval=15))


def test_a_query_that_computes_is_refused_with_what_to_do(prometheus: Service) -> None:
    with pytest.raises(SourceUnreadable, match=r"answered 400 to the query.*into `expression`"):
        fetched(_connector(prometheus, query="sum(probe_success)"))


def test_two_series_that_would_be_one_prober_are_refused(prometheus: Service) -> None:
    with pytest.raises(ProblemsFound, match="same prober of the same service: service 'pair'"):
        fetched(_connector(prometheus, query='probe_success{instance="pair"}'))


def test_replicas_are_probers_of_their_own(prometheus: Service) -> None:
    columns = {**MAPPING["columns"], "prober": "metric.replica"}
    connector = _connector(
        prometheus, {**MAPPING, "columns": columns}, query='probe_success{instance="pair"}'
    )
    rows = facts([connector.normalise(page) for page in fetched(connector)], FactKind.SERVICE_STATE)
    assert set(zip(rows["prober"], rows["state"], strict=True)) == {("a", UP), ("b", DOWN)}


def test_a_value_below_up_from_is_down_and_no_number_is_unknown(prometheus: Service) -> None:
    connector = _connector(prometheus, query="works_ratio", up_from=0.95)
    assert _states(connector) == [(0, UP), (15, DOWN), (30, UNKNOWN), (45, UP)]


def test_a_query_that_no_series_answers_is_told(prometheus: Service) -> None:
    pages = fetched(_connector(prometheus, query="probe_sucess"))
    told = [problem for page in pages for problem in page.warnings]
    assert {problem.severity for problem in told} == {Severity.WARNING}
    assert "no series answered the query" in told[0].found


def test_the_newest_seconds_are_left_until_they_have_settled(prometheus: Service) -> None:
    world = World(now=BEGIN + 700)
    options = _options(prometheus.address, query=SHOP, settle=120, overlap=120)
    pages = fetched(connector_of(options, MAPPING, world))
    assert max(_rows(pages)) == BEGIN + 570
    assert max(page.reached_at for page in pages if page.reached_at is not None) == BEGIN + 580


def test_an_overlap_shorter_than_what_settles_is_refused() -> None:
    with pytest.raises(ValidationError, match="what settles late is lost"):
        PrometheusOptions.model_validate(_options("http://127.0.0.1:9090", query="up", overlap=30, settle=60))


def test_a_mapping_under_which_states_go_on_through_gaps_is_refused() -> None:
    mapping = {name: value for name, value in MAPPING.items() if name != "max_gap"}
    with pytest.raises(ProblemsFound, match="go on through a gap"):
        connector_of(_options("http://127.0.0.1:9090", query="up"), {**mapping, "records": "changes_only"})


def test_an_answer_that_may_not_be_whole_is_not_taken() -> None:
    def answer(_asked: Asked) -> Reply:
        data = {"resultType": "matrix", "result": []}
        return json_reply({"status": "success", "warnings": ["a store did not answer"], "data": data})

    with replaying(answer) as replay, pytest.raises(SourceUnreadable, match="may not be whole"):
        fetched(connector_of(_options(replay.address, query="up"), MAPPING))


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({"resultType": "vector", "result": []}, "no series over time"),
        ({"resultType": "matrix", "result": [{"metric": {}, "histograms": []}]}, "no plain samples"),
        ({"resultType": "matrix", "result": [{"metric": {}, "values": [[1]]}]}, "no pair of time and value"),
        ({"resultType": "matrix", "result": [{"metric": {}, "values": [[1, "x"]]}]}, "what is no number"),
        ({"resultType": "matrix", "result": None}, "no series over time"),
        ({"resultType": "matrix", "result": [{"metric": {}, "values": [[1, "1"]]}]}, "outside the time"),
    ],
)
def test_an_answer_of_another_shape_is_refused(data: dict[str, Any], found: str) -> None:
    def answer(_asked: Asked) -> Reply:
        return json_reply({"status": "success", "data": data})

    with replaying(answer) as replay, pytest.raises(SourceUnreadable, match=found):
        fetched(connector_of(_options(replay.address, query="up"), MAPPING))
