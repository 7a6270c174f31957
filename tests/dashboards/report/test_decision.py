"""The decision clock: days left are counted from the day up to which facts are known, 2026-11-09."""

from dataclasses import replace
from typing import Any

from dashboards.report import build_report
from dashboards.report.decision import DecisionClock
from evaluator.results.published import PeriodResults
from tests.dashboards.builders import KNOWN_AT, contract_content, label, make_contract, make_results


def clock(results: PeriodResults, language: str = "en") -> DecisionClock:
    return build_report(results, language).decision


def with_options(*options: dict[str, Any], last_day: str = "2026-12-31") -> PeriodResults:
    term = contract_content()["term"] | {"options": list(options), "last_day": last_day}
    return make_results(contract=make_contract(term=term))


def option(name: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": name,
        "label": label(f"Option {name}", f"Option {name}"),
        "prolongs_to": "2030-12-31",
        "notice_by": "2027-12-31",
        "state": "open",
    } | changes


def test_the_next_open_options_notice_date_is_counted_down_to() -> None:
    found = clock(make_results(), "sv")
    # 2026-11-09 to 2027-12-31: 52 days to 2026-12-31 and 365 more
    assert (found.count, found.count_unit) == ("417", "dagar kvar")
    assert found.headline == "Option 2 ska påkallas senast den 31 december 2027"


def test_the_term_counts_the_options_used() -> None:
    assert clock(make_results(), "sv").sentences == (
        "Avtalet löper från 2022-01-01 till och med 2028-12-31.",
        "Option 2 förlänger till och med 2030-12-31 och ska påkallas skriftligen senast 2027-12-31.",
    )


def test_the_earliest_notice_date_is_the_next() -> None:
    found = clock(with_options(option("late"), option("early", notice_by="2026-11-10")))
    assert (found.count, found.count_unit) == ("1", "day left")
    assert found.headline == "Notice of Option early by 10 November 2026"


def test_without_an_open_option_the_end_of_the_contract_is_counted_down_to() -> None:
    found = clock(with_options(option("1", state="not_used", decided_on="2026-01-01")))
    assert found.headline == "The contract ends on 31 December 2026"
    assert (found.count, found.options[0].left) == ("52", "decided 2026-01-01")


def test_a_notice_date_that_has_passed_is_said_to_have_passed() -> None:
    found = clock(with_options(option("1", notice_by="2026-11-07")))
    assert found.options[0].left == "passed 2 days ago"
    assert "Option 1 has lapsed unless notice was received by 2026-11-07" in found.sentences[1]
    assert found.headline == "The contract ends on 31 December 2026"


def test_an_option_without_a_notice_date_asks_for_one() -> None:
    found = clock(with_options(option("1", notice_by=None)))
    assert (found.options[0].notice_by, found.options[0].left) == ("not stated", "")
    assert "no notice date is stated" in found.sentences[1]


def test_a_contract_that_has_ended_has_no_days_left() -> None:
    assert clock(with_options(last_day="2026-10-31")).count == "0"


def test_the_day_is_that_of_the_contracts_zone_not_of_utc() -> None:
    # 23:30 UTC on 8 November is 00:30 on the 9th in Stockholm
    results = make_results()
    late = replace(results.evaluation, known_at=KNOWN_AT - 5 * 3600 - 1800)
    assert clock(replace(results, evaluation=late)).count == "417"


def test_an_option_used_without_a_date_of_decision_says_nothing_of_one() -> None:
    assert clock(with_options(option("1", state="used"))).options[0].left == ""
