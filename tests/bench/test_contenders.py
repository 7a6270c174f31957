"""What `make bench` times side by side does the same work: every benchmark checks that, here on little."""

from dataclasses import replace

import pytest

from bench import availability, backtest, elapsed, evaluation, growth, pauses, samples
from bench.availability_inputs import monitored
from bench.availability_peers import running_icinga_rule
from bench.goals import Goal, Report, at_least, at_most, for_information, goal_table
from bench.prometheus import is_installed, running_prometheus
from bench.samples_inputs import maintenance
from bench.samples_inputs import samples as samples_of
from bench.scale import Scale
from bench.timing import Contender, Timed
from tests.databases import postgresql_programs

LITTLE = Scale(share=0.0002, rounds=1)


@pytest.mark.parametrize("benchmark", [elapsed, pauses, backtest, growth])
def test_contenders_of_ticket_times_agree(benchmark: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elapsed, "ORACLE_TICKETS", 5)
    report: Report = benchmark.run(LITTLE)  # type: ignore[attr-defined]
    assert report.text.startswith("### ")
    assert report.goals


def test_contenders_of_availability_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(availability, "postgresql_programs", lambda: None)
    report = availability.run(LITTLE)
    assert "Icinga DB's rule is skipped" in report.text


def test_the_rule_of_icinga_db_gives_our_percentages() -> None:
    if postgresql_programs() is None:
        pytest.skip("no PostgreSQL server is installed")
    given = monitored(12, changes=40)
    ours = availability.measured(given)
    with running_icinga_rule(given) as rule:
        availability.require_same_percents(rule, ours)
        with pytest.raises(AssertionError, match="Icinga DB's rule"):
            availability.require_same_percents(rule, replace(ours, available=ours.available // 2))


def test_availability_from_facts_is_that_from_rows() -> None:
    given = monitored(3, changes=50)
    availability.require_same_amounts(given)
    assert availability.measured(given).available.any()


def test_availability_from_runs_is_the_share_of_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "is_installed", lambda: False)
    monkeypatch.setattr(samples, "DAYS", 9)
    assert "Prometheus is not installed: skipped." in samples.run(LITTLE).text


def test_prometheus_gives_our_averages() -> None:
    if not is_installed():
        pytest.skip("no Prometheus is installed")
    few = samples_of(2, 1)
    with running_prometheus(few) as server:
        names = [contender.name for contender in samples.of_prometheus(server, few)]
    assert names == [samples.AVERAGE, samples.SUB_QUERY]


def test_maintenance_of_samples_is_left_out() -> None:
    given = samples_of(2, 2)
    found = samples.in_hours(given, samples.runs_of(given), maintenance(given))
    # Monday and Tuesday, 07-18; the window lies in the evening.
    assert found.denominator[:, 0].tolist() == [2 * 11 * 3_600] * 2


def timed(name: str, *seconds: float) -> Timed:
    return Timed(Contender(name, lambda: None, size=1), seconds)


def test_a_goal_is_met_by_the_median_of_the_ratios() -> None:
    ways = [timed("ours", 1.0, 1.0, 2.0), timed("peer", 6.0, 5.0, 14.0)]
    six, seven = (at_least("times the peer", bound, ways, "peer", "ours") for bound in (6, 7))
    assert six.reached == (6.0, 5.0, 7.0)
    assert (six.is_met, seven.is_met) == (True, False)
    assert at_most("times the peer", 1, ways, "ours", "peer").is_met


def test_the_table_of_goals_says_what_was_reached_missed_and_not_run() -> None:
    goals = [
        Goal("quick", 6, at_least=True, reached=(8.0,), reason="not asked for"),
        Goal("small", 64, at_least=False, reached=(80.0,), reason="evidence is kept"),
        Goal("short", 2, at_least=False, reached=(3.0,)),
        for_information("times a part of it", [timed("ours", 1.0)], "ours", "ours", "less work"),
        at_least("times nobody", 2, [timed("ours", 1.0)], "nobody", "ours"),
    ]
    assert goal_table(goals).splitlines()[2:] == [
        "| quick | at least 6 | 8.00 (8.00-8.00) | met |",
        "| small | at most 64 | 80.0 (80.0-80.0) | **missed**: evidence is kept |",
        "| short | at most 2 | 3.00 (3.00-3.00) | **missed**: no reason is known yet |",
        "| times a part of it | none | 1.00 (1.00-1.00) | for information: less work |",
        "| times nobody | at least 2 | - | not run |",
    ]


def test_goals_of_an_evaluation_compare_its_ways_round_by_round() -> None:
    took = {
        "bare": [{"read": 2.0, "peak_megabytes": 300.0}, {"read": 1.0, "peak_megabytes": 300.0}],
        "product": [
            {"read": 2.0, "compute": 0.6, "peak_megabytes": 900.0},
            {"read": 1.0, "compute": 0.5, "peak_megabytes": 1_600.0},
        ],
        "rows": [{"read": 12.4, "compute": 0.6, "peak_megabytes": 1.0}, {"read": 5.5, "compute": 0.5}],
    }
    found = evaluation.goals_of("SQLite", {name: evaluation.Way(rounds) for name, rounds in took.items()})
    # Of the bare read 2.6 / 2 and 1.5 / 1; by rows 13 / 2.6 and 6 / 1.5; the larger of both memories.
    assert [goal.reached for goal in found] == [(1.3, 1.5), (5.0, 4.0), (1_600.0,)]
    assert [goal.is_met for goal in found] == [True, False, False]
