"""What one month takes from those before it: repeats, history, and the contract of its own time."""

from datetime import date
from decimal import Decimal
from typing import Any

from collector.store.database import Database
from evaluator.contract.versions import ContractVersions
from evaluator.core.outcomes import Verdict, View
from evaluator.evaluate import read_results
from evaluator.results.present import read_stale
from evaluator.results.published import PeriodResults
from supplierwatch.reporting import ReportForm, render_report
from tests.collector.store.pages import save
from tests.evaluator.october import (
    COLLECTED,
    RESOLVED,
    WHOLE_T1,
    agreed,
    contract_content,
    evaluate,
    incident,
    instant,
    outcome_of,
    save_october,
    tickets,
    version,
)

DAY = 86_400
SLOW_IN_SEPTEMBER = incident("B-1", "2026-09-02 08:00", ("2026-09-03 08:00", RESOLVED))
FAST_IN_SEPTEMBER = incident("B-2", "2026-09-02 08:00", ("2026-09-02 09:00", RESOLVED))
SLOW_IN_NOVEMBER = incident("C-1", "2026-11-02 08:00", ("2026-11-03 08:00", RESOLVED))


def credit_of(results: PeriodResults, service: str) -> Decimal:
    """Return the credit of a service after agreed exclusions."""
    [found] = [
        one.amount for one in results.credits if (one.service, one.view) == (service, View.AFTER_EXCLUSIONS)
    ]
    return found


def test_a_miss_after_a_published_miss_of_the_month_before_counts_twice(database: Database) -> None:
    save(database, tickets(SLOW_IN_SEPTEMBER), at=instant("2026-10-09 06:00"), source="september")
    evaluate(database, "2026-09")
    save_october(database)
    results = evaluate(database)
    found = outcome_of(results, "P2", WHOLE_T1)
    assert (found.points, found.repeated, found.points_after_repeat) == (2, True, 4)
    # 4 points of 0.5 % of 100 000.
    assert credit_of(results, "T1") == Decimal(2000)


def test_a_miss_after_a_month_on_target_is_no_repeat(database: Database) -> None:
    save(database, tickets(FAST_IN_SEPTEMBER), at=instant("2026-10-09 06:00"), source="september")
    evaluate(database, "2026-09")
    save_october(database)
    assert not outcome_of(evaluate(database), "P2", WHOLE_T1).repeated


def test_a_month_that_was_never_evaluated_gives_no_repeat(database: Database) -> None:
    save(database, tickets(SLOW_IN_SEPTEMBER), at=instant("2026-10-09 06:00"), source="september")
    save_october(database)
    found = outcome_of(evaluate(database), "P2", WHOLE_T1)
    assert (found.repeated, found.points_after_repeat) == (False, 2)


def test_a_third_miss_in_a_row_doubles_its_own_points_and_not_the_doubled_ones(database: Database) -> None:
    save(database, tickets(SLOW_IN_SEPTEMBER), at=instant("2026-10-09 06:00"), source="september")
    evaluate(database, "2026-09")
    save_october(database)
    evaluate(database)
    save(database, tickets(SLOW_IN_NOVEMBER), cursor="3", at=instant("2026-12-09 06:00"))
    assert outcome_of(evaluate(database, "2026-11"), "P2", WHOLE_T1).points_after_repeat == 4


def test_evaluating_the_month_before_anew_does_not_reach_an_evaluation_as_of_its_time(
    database: Database,
) -> None:
    save(
        database,
        tickets(SLOW_IN_SEPTEMBER),
        at=instant("2026-10-09 06:00"),
        source="september",
        complete=True,
    )
    evaluate(database, "2026-09", now=COLLECTED)
    save_october(database)
    published = evaluate(database, now=COLLECTED)
    # B-1 turns out to have been solved within the hour; September is restated as met.
    corrected = incident("B-1", "2026-09-02 08:00", ("2026-09-02 09:00", RESOLVED))
    save(database, tickets(corrected), cursor="2", at=COLLECTED + DAY, source="september", complete=True)
    assert outcome_of(evaluate(database, "2026-09"), "P2", WHOLE_T1).verdict is Verdict.MET
    assert evaluate(database, as_of=COLLECTED).outcomes == published.outcomes


def test_a_month_evaluated_on_later_facts_takes_the_restated_month_before(database: Database) -> None:
    save(
        database,
        tickets(SLOW_IN_SEPTEMBER),
        at=instant("2026-10-09 06:00"),
        source="september",
        complete=True,
    )
    evaluate(database, "2026-09")
    save_october(database)
    assert outcome_of(evaluate(database), "P2", WHOLE_T1).repeated
    corrected = incident("B-1", "2026-09-02 08:00", ("2026-09-02 09:00", RESOLVED))
    save(database, tickets(corrected), cursor="2", at=COLLECTED + DAY, source="september", complete=True)
    evaluate(database, "2026-09")
    assert not outcome_of(evaluate(database), "P2", WHOLE_T1).repeated


def test_evaluating_the_month_before_anew_leaves_the_report_of_this_month_as_it_was_and_makes_it_stale(
    database: Database,
) -> None:
    save(
        database,
        tickets(SLOW_IN_SEPTEMBER),
        at=instant("2026-10-09 06:00"),
        source="september",
        complete=True,
    )
    evaluate(database, "2026-09")
    save_october(database)
    evaluate(database)
    before = render_report(read_results(database, agreed(), "2026-10"), "en", ReportForm.HTML)
    assert read_stale(database) == []
    corrected = incident("B-1", "2026-09-02 08:00", ("2026-09-02 09:00", RESOLVED))
    save(database, tickets(corrected), cursor="2", at=COLLECTED + DAY, source="september", complete=True)
    evaluate(database, "2026-09")
    assert render_report(read_results(database, agreed(), "2026-10"), "en", ReportForm.HTML) == before
    assert read_stale(database) == ["2026-10"]
    evaluate(database)
    assert read_stale(database) == []


def test_history_shows_the_months_before_oldest_first(database: Database) -> None:
    save(database, tickets(SLOW_IN_SEPTEMBER), at=instant("2026-10-09 06:00"), source="september")
    evaluate(database, "2026-09")
    save_october(database)
    results = evaluate(database)
    shown = [
        (one.period, one.verdict)
        for one in results.history
        if (one.indicator, one.scope, one.view) == ("P2", WHOLE_T1, View.AFTER_EXCLUSIONS)
    ]
    assert shown == [("2026-09", Verdict.MISSED), ("2026-10", Verdict.MISSED)]
    assert [
        (one.period, one.credit.points) for one in results.credit_history if one.credit.service == "T1"
    ] == [
        ("2026-09", 2),
        ("2026-09", 2),
        ("2026-10", 4),
        ("2026-10", 4),
    ]


def amended(effective: date) -> ContractVersions:
    """The contract, and from `effective` one in which a P2 may take a whole day."""
    content = contract_content()
    later: dict[str, Any] = contract_content()
    later["indicators"][0]["within"] = {"limit": {"time": "24 h"}}
    return ContractVersions(
        (version(date(2026, 1, 1), content, "signed"), version(effective, later, "amended"))
    )


def test_an_amendment_leaves_the_months_before_it_as_they_were(database: Database) -> None:
    # A-2 took 23 hours: too long for 8, in time for 24.
    save_october(database)
    before = evaluate(database)
    after = evaluate(database, versions=amended(date(2026, 11, 1)))
    assert after.evaluation.contract_version == "signed"
    assert after.outcomes == before.outcomes


def test_an_amendment_judges_the_months_from_its_day(database: Database) -> None:
    save_october(database)
    results = evaluate(database, versions=amended(date(2026, 10, 1)))
    assert results.contract == amended(date(2026, 10, 1)).latest.contract
    assert outcome_of(results, "P2", WHOLE_T1).verdict is Verdict.MET


def test_an_amendment_in_the_middle_of_a_month_takes_effect_with_the_next(database: Database) -> None:
    save_october(database)
    results = evaluate(database, versions=amended(date(2026, 10, 2)))
    assert results.evaluation.contract_version == "signed"
