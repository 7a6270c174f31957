"""The incident and problem logs of VINST, Volvo IT Belgium (BPI Challenge 2013): figures known beforehand."""

from dataclasses import dataclass

import pytest

from collector.collect import RunRecord
from collector.errors import NothingFound
from collector.records import FactKind
from collector.store.read import read_facts, read_horizon
from evaluator.core.outcomes import Outcome, Verdict, View
from evaluator.explain import TicketExplanation
from evaluator.results.published import PeriodResults
from supplierwatch.explaining import Asked, explain_subject
from supplierwatch.reporting import ReportForm, render_report
from supplierwatch.watch import Watch
from tests.real_data.recorded_watches import collect_and_evaluate, copy_watch, instant, store_of

ASKED = Asked(View.AS_MEASURED, "en", shows_all=False)
COLLECTED = instant("2012-07-09T06:00:00+02:00")
DAY = 86_400


@dataclass(frozen=True)
class Evaluated:
    """The watch with June 2012 collected and evaluated."""

    watch: Watch
    runs: dict[str, RunRecord]
    results: PeriodResults


@pytest.fixture(scope="module")
def volvo(tmp_path_factory: pytest.TempPathFactory) -> Evaluated:
    """Both logs collected once, with a clock of the summer after them."""
    watch = copy_watch("volvo-it", "data/volvo-it-vinst", "logs", tmp_path_factory.mktemp("volvo"))
    return Evaluated(watch, *collect_and_evaluate(watch, "2012-06", COLLECTED))


def outcome_of(volvo: Evaluated, indicator: str) -> Outcome:
    [found] = [
        one
        for one in volvo.results.outcomes
        if one.indicator == indicator and one.scope.is_whole and one.view is View.AS_MEASURED
    ]
    return found


def value_of(volvo: Evaluated, indicator: str) -> int:
    """Return a count, which is a whole number."""
    figure = outcome_of(volvo, indicator).figure
    assert figure is not None
    assert figure.denominator == 1
    return figure.numerator


@pytest.mark.parametrize(
    ("source", "rows"), [("incidents", 65_533), ("open_problems", 2_351), ("closed_problems", 6_660)]
)
def test_every_row_of_the_logs_is_read_and_none_rejected(volvo: Evaluated, source: str, rows: int) -> None:
    assert (volvo.runs[source].rows, volvo.runs[source].rejects) == (rows, 0)


def test_the_logs_hold_so_many_incidents_and_problems(volvo: Evaluated) -> None:
    with store_of(volvo.watch) as database:
        tickets = read_facts(database, FactKind.TICKET, read_horizon(database))
    counts = tickets.groupby("source", observed=True).size()
    assert counts.to_dict() == {"incidents": 7_554, "open_problems": 819, "closed_problems": 1_487}
    assert value_of(volvo, "problems") == 819 + 1_487


@pytest.mark.parametrize(
    ("indicator", "days"),
    [("median_time", "7.549"), ("mean_time", "12.079"), ("slow_time", "35.691"), ("longest_time", "771.352")],
)
def test_first_to_last_event_takes_so_many_days(volvo: Evaluated, indicator: str, days: str) -> None:
    figure = outcome_of(volvo, indicator).figure
    assert figure is not None
    assert figure.value is not None
    assert f"{float(figure.value / DAY):.3f}" == days
    assert figure.sample_size == 7_554


@pytest.mark.parametrize(
    ("indicator", "incidents"),
    [("impact_major", 3), ("impact_high", 261), ("impact_medium", 4_045), ("impact_low", 3_245)],
)
def test_incidents_by_impact(volvo: Evaluated, indicator: str, incidents: int) -> None:
    assert value_of(volvo, indicator) == incidents


def test_incidents_that_never_change_team(volvo: Evaluated) -> None:
    figure = outcome_of(volvo, "one_team").figure
    assert figure is not None
    assert (figure.numerator, figure.denominator) == (3_734, 7_554)


def test_waiting_for_a_user_stands_in_so_many_rows_of_so_many_incidents(volvo: Evaluated) -> None:
    assert (value_of(volvo, "waits_for_user"), value_of(volvo, "waited_for_user")) == (4_217, 2_495)


def test_the_five_unmatched_rows_of_incidents_and_ten_of_problems_are_counted_and_named(
    volvo: Evaluated,
) -> None:
    unmapped = {one.source: (one.unmapped, one.unmapped_words) for one in volvo.results.health}
    words = ("Unmatched / Unmatched",)
    assert unmapped == {"incidents": (5, words), "open_problems": (0, ()), "closed_problems": (10, words)}


def test_incidents_with_an_unmatched_row_are_neither_in_time_nor_missed(volvo: Evaluated) -> None:
    figure = outcome_of(volvo, "all_in_time").figure
    assert figure is not None
    assert figure.expected - figure.known == 5


@pytest.mark.parametrize(
    ("language", "assumed"),
    [("sv", "Målnivåerna i rapporten är antagna"), ("en", "The targets in this report are assumed")],
)
def test_the_report_says_that_targets_are_assumed_and_shows_the_unmapped_word(
    volvo: Evaluated, language: str, assumed: str
) -> None:
    text = render_report(volvo.results, language, ReportForm.HTML)
    assert assumed in text
    assert "Unmatched / Unmatched" in text


def explained(volvo: Evaluated, key: str) -> TicketExplanation:
    with store_of(volvo.watch) as database:
        [found] = explain_subject(volvo.watch, database, key, ASKED)
    assert isinstance(found, TicketExplanation)
    return found


def test_a_missed_incident_is_explained_to_the_second(volvo: Evaluated) -> None:
    missed = [one for one in volvo.results.tickets if one.indicator == "high_in_time" and one.missed]
    figure = outcome_of(volvo, "high_in_time").figure
    assert figure is not None
    assert len(missed) == figure.misses
    ticket = explained(volvo, missed[0].ticket)
    [clock] = ticket.clocks
    assert clock.used == missed[0].used > 24 * 3600
    assert clock.used == sum(one.open_seconds for one in clock.segments if one.runs)
    assert ("high_in_time", True) in {(one.indicator, one.missed) for one in ticket.judgements}


def test_an_incident_with_an_unmatched_row_is_explained_as_halted_there(volvo: Evaluated) -> None:
    ticket = explained(volvo, "1-722103633")
    [clock] = ticket.clocks
    assert clock.unmapped
    assert "Unmatched / Unmatched" in {one.value for one in ticket.events}
    [judged] = [one for one in ticket.judgements if one.indicator == "all_in_time"]
    assert judged.unknown


def test_an_incident_the_logs_do_not_hold_is_not_found(volvo: Evaluated) -> None:
    with pytest.raises(NothingFound):
        explained(volvo, "1-000000000")


def test_no_target_that_is_assumed_leads_to_points_or_credits(volvo: Evaluated) -> None:
    assert volvo.results.credits == ()
    assert {one.points for one in volvo.results.outcomes} == {0}
    assert Verdict.MISSED in {one.verdict for one in volvo.results.outcomes}
