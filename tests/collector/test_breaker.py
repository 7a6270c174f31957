"""The circuit breaker, worked by hand."""

import pytest

from collector.breaker import FAILURES, Troubles, left_alone_until, pause_after

MINUTE = 60


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 32), (11, 60), (12, 60), (1000, 60), (100_000, 60)],
)
def test_each_failure_more_doubles_the_pause_up_to_an_hour_and_lengthens_it_by_less_than_a_quarter(
    failures: int, minutes: int
) -> None:
    for source in ("servicenow", "zabbix", "telefoni åäö"):
        pause = pause_after(source, failures)
        assert minutes * MINUTE <= pause < minutes * MINUTE * 5 / 4


@pytest.mark.parametrize("failures", range(FAILURES))
def test_before_the_fifth_failure_in_a_row_a_source_is_asked_at_every_run(failures: int) -> None:
    assert left_alone_until("desk", Troubles(failures, 1000 if failures else None)) is None


def test_a_pause_counts_from_the_last_failure() -> None:
    assert left_alone_until("desk", Troubles(5, 1000)) == 1000 + pause_after("desk", 5)


def test_the_same_runs_always_give_the_same_pause_and_other_sources_another() -> None:
    assert pause_after("desk", 11) == pause_after("desk", 11)
    pauses = {pause_after(f"source {number}", 11) for number in range(40)}
    # Forty that failed together are spread over a quarter of an hour, nearly each to its own second.
    assert len(pauses) > 30
