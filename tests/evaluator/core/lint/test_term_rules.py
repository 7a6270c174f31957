"""What the linter finds of dates, days and zones, and which months it looks at."""

from datetime import date
from typing import Any

import pytest

from evaluator.core.lint.examined import examine
from evaluator.core.lint.rules import RULES, lint
from tests.evaluator.core.lint.looking import found_of, only_one
from tests.evaluator.small_contract import (
    CONTENT,
    CREDITS,
    LABEL,
    contract,
    hours,
    time_within_target,
)


def option(**more: Any) -> dict[str, Any]:
    """An option to 2029 with a notice on Thursday 30 December 2027, the term running to the day after."""
    terms = {
        "id": "o",
        "label": LABEL,
        "prolongs_to": "2029-12-31",
        "notice_by": "2027-12-30",
        "state": "open",
    }
    return {"term": {**CONTENT["term"], "options": [{**terms, **more}]}}


def test_every_rule_has_an_id_of_its_own_in_order() -> None:
    ids = [rule.id for rule in RULES]
    assert ids == [f"L{number:02}" for number in range(1, len(RULES) + 1)]


def test_a_whole_contract_is_looked_at_by_every_rule() -> None:
    # The small contract: half days, a floor of 0 %, no smallest sample, and a cap that nothing reaches.
    found = {finding.rule for finding in lint(examine(contract(), date(2026, 1, 1)))}
    assert found == {"L12", "L18"}


@pytest.mark.parametrize(
    ("today", "first", "last", "count"),
    [
        (date(2026, 3, 15), "2026-03", "2027-02", 12),
        (date(2025, 1, 1), "2026-01", "2026-12", 12),
        (date(2027, 11, 1), "2027-01", "2027-12", 12),
        (date(2031, 1, 1), "2027-01", "2027-12", 12),
    ],
    ids=["ahead", "before the term", "near its end", "after it"],
)
def test_a_year_inside_the_term_is_looked_at(today: date, first: str, last: str, count: int) -> None:
    looked = examine(contract(), today)
    assert (looked.months[0].name, looked.months[-1].name, len(looked.months)) == (first, last, count)


def test_a_term_shorter_than_a_year_is_looked_at_whole() -> None:
    short = contract(term={"first_day": "2026-03-10", "last_day": "2026-05-20"})
    assert examine(short, date(2026, 4, 1)).span == "2026-03 to 2026-05"


def test_an_option_without_a_notice_date_is_found() -> None:
    assert "nobody is reminded" in only_one("L10", **option(notice_by=None)).found


def test_a_notice_on_new_years_eve_is_found_with_the_last_working_day_before_it() -> None:
    finding = only_one("L10", **option(notice_by="2027-12-31"))
    assert finding.found == "the notice of o must be received on 2027-12-31, which is no working day"
    assert finding.arithmetic == (
        "2027-12-31 is a Friday outside the days of office; the last working day before it is 2027-12-30"
    )
    assert found_of("L10", **option(notice_by="2027-12-31", internal_last_day="2027-12-17")) == []
    assert found_of("L10", **option()) == []


def test_an_own_last_day_after_the_notice_date_is_found() -> None:
    finding = only_one("L10", **option(internal_last_day="2028-01-10"))
    assert finding.arithmetic == "2028-01-10 is 11 days after 2027-12-30"


def test_a_notice_after_the_term_is_found() -> None:
    # 3 January 2028 is a Monday, three days after the last day.
    assert only_one("L10", **option(notice_by="2028-01-03")).arithmetic.startswith(
        "2028-01-03 is 3 days after"
    )


def test_an_option_after_one_that_is_still_open_may_be_noticed_in_its_time() -> None:
    # As signed, 2 + 2 years: the second option's notice falls into what the first prolongs to 2029-12-31.
    changes = option()
    later = {
        "id": "p",
        "label": LABEL,
        "prolongs_to": "2031-12-31",
        "notice_by": "2029-12-28",
        "state": "open",
    }
    changes["term"]["options"].append(later)
    assert found_of("L10", **changes) == []
    changes["term"]["options"][0]["state"] = "not_used"
    assert "could come after the contract has ended" in only_one("L10", **changes).found


def test_an_option_that_prolongs_nothing_is_found() -> None:
    assert only_one("L10", **option(prolongs_to="2027-12-01")).path[-1] == "prolongs_to"


def test_of_a_used_option_no_notice_is_asked_for() -> None:
    assert found_of("L10", **option(notice_by=None, state="used")) == []


def test_a_claim_that_lapses_before_the_objections_end_is_found() -> None:
    terms = {**CREDITS, "claim_lapses_after_months": 1}
    finding = only_one("L11", credits=terms)
    # The 20th working day after January is 27 February, after February 27 March, after March 30 April.
    # After April it is 1 June, as 1 and 14 May are holidays.
    assert finding.arithmetic == (
        "2026-04: 20 working days for objections end on 2026-06-01, and 1 month for claims on 2026-05-31"
    )


def test_a_claim_that_lapses_later_and_a_contract_without_credits_are_left_alone() -> None:
    assert found_of("L11") == []
    assert found_of("L11", time_within_target(), credits=None) == []
    assert found_of("L11", credits={**CREDITS, "claim_lapses_after_months": 120_000}) == []


def test_objections_that_go_on_for_years_are_not_looked_at() -> None:
    reporting = {**CONTENT["reporting"], "objections_within_working_days": 5000}
    assert found_of("L11", reporting=reporting) == []


def test_half_days_of_which_nothing_is_said_are_found_by_date() -> None:
    finding = only_one("L12")
    # Trettondagsafton, Skärtorsdag, Valborgsmässoafton, the day before Kristi himmelsfärd, that before
    # Nationaldagen (a Friday), and Friday 30 October before Alla helgons dag.
    assert finding.path == ("holidays", "swedish")
    assert finding.arithmetic == (
        "in 2026-01 to 2026-12: 2026-01-05 (before Trettondedag jul), 2026-04-02 (before Långfredagen),"
        " 2026-04-30 (before Första maj), 2026-05-13 (before Kristi himmelsfärdsdag),"
        " 2026-06-05 (before Nationaldagen), 2026-10-30 (before Alla helgons dag);"
        " open as on any other day: desk on 6, office on 6"
    )


def test_eves_that_are_no_holidays_are_half_days_too() -> None:
    calendar = {"swedish": {"country": "SE", "eves": ["Midsommarafton"]}}
    told = only_one("L12", holidays=calendar).arithmetic
    assert "2026-12-24 (Julafton), 2026-12-31 (Nyårsafton)" in told
    assert "Midsommarafton" not in told


def test_half_days_that_are_defined_are_not_found() -> None:
    full = {"swedish": {**CONTENT["holidays"]["swedish"], "half_days": "full"}}
    assert found_of("L12", holidays=full) == []
    short = {"before": ["Långfredagen"], "opens": "07:00", "closes": "12:00"}
    told = {
        "desk": hours("07:00", "18:00", short_days=[short]),
        "office": hours("07:00", "17:00", short_days=[short]),
    }
    assert found_of("L12", service_hours=told) == []


def test_calendars_of_other_countries_and_hours_of_none_have_no_half_days() -> None:
    assert found_of("L12", holidays={"swedish": {"country": "NO", "eves": []}}) == []
    always = {"label": LABEL, "combine": "union", "of": ["desk", "office"]}
    around = hours("07:00", "18:00", holidays=None)
    told = {"desk": around, "office": around, "both": always}
    assert found_of("L12", service_hours=told) == []


def holidays_with(**more: Any) -> dict[str, Any]:
    """The Swedish calendar with days of its own."""
    return {"swedish": {**CONTENT["holidays"]["swedish"], **more}}


def test_a_holiday_that_is_not_in_the_swedish_list_is_found() -> None:
    # 17 May is Norway's day; 6 June and Christmas Eve are in the Swedish list.
    fed = holidays_with(
        annual=["05-17", "06-06", "12-24"],
        closed=[{"first": "2026-11-26", "last": "2026-11-26", "reason": "Thanksgiving"}],
    )
    finding = only_one("L24", holidays=fed)
    assert finding.path == ("holidays", "swedish")
    assert finding.found == "days count as holidays that are not in the list of SE: 2"
    assert finding.arithmetic == "in 2026-01 to 2026-12: 2026-05-17 (05-17), 2026-11-26 (Thanksgiving)"


def test_days_of_the_list_and_calendars_of_no_country_are_not_found() -> None:
    assert found_of("L24", holidays=holidays_with(annual=["06-06", "12-24"])) == []
    none = {"swedish": {"country": None, "eves": [], "annual": ["05-17"]}}
    assert found_of("L24", holidays=none) == []


def test_standard_time_all_year_is_found() -> None:
    finding = only_one("L13", contract={**CONTENT["contract"], "time_zone": "Etc/GMT-1"})
    assert finding.arithmetic == "07:00 in Etc/GMT-1 on 2026-07-15 is 08:00 in Europe/Stockholm"
    fixed = {"desk": hours("07:00", "18:00", time_zone="Etc/GMT-1"), "office": hours("07:00", "17:00")}
    assert only_one("L13", service_hours=fixed).path == ("service_hours", "desk", "time_zone")


def test_a_zone_with_the_same_time_and_a_country_nobody_knows_here_are_left_alone() -> None:
    assert found_of("L13", contract={**CONTENT["contract"], "time_zone": "Europe/Berlin"}) == []
    nowhere: dict[str, Any] = {"swedish": {"country": None, "eves": []}}
    found = found_of("L13", contract={**CONTENT["contract"], "time_zone": "Etc/GMT-1"}, holidays=nowhere)
    assert found == []


PROPOSING = {"within_working_days": 5, "binds": ["supplier"], "clause": "6.2"}
DECIDING = {"within_working_days": 10, "counted_from": "proposal", "clause": "6.3"}


def excluding(**more: Any) -> dict[str, Any]:
    return {"exclusions": {"proposing": PROPOSING, "deciding": DECIDING, **more}}


def test_exclusions_without_a_deadline_are_found() -> None:
    assert found_of("L23", **excluding()) == []
    assert only_one("L23", **excluding(proposing=None)).path == ("exclusions", "proposing")
    customers = {**PROPOSING, "binds": ["customer"]}
    assert only_one("L23", **excluding(proposing=customers)).path == ("exclusions", "proposing")
    assert only_one("L23", **excluding(deciding=None)).path == ("exclusions", "deciding")
    assert found_of("L23") == []


def test_exclusions_decided_after_the_month_is_closed_are_found() -> None:
    # Objections close after 20 working days.
    late = {**DECIDING, "within_working_days": 16}
    assert "5 + 16 = 21 working days" in only_one("L23", **excluding(deciding=late)).arithmetic
    from_end = {**late, "counted_from": "month_end"}
    assert found_of("L23", **excluding(deciding=from_end)) == []
    later = {**from_end, "within_working_days": 21}
    assert "within 21 working days" in only_one("L23", **excluding(deciding=later)).arithmetic


def test_dates_beyond_every_calendar_are_looked_at_without_one() -> None:
    term = {"first_day": "9998-01-01", "last_day": "9999-12-31"}
    changes = option(prolongs_to="9999-12-31", notice_by="9999-12-31")
    changes["term"] = {**changes["term"], **term}
    assert [finding.path[-1] for finding in found_of("L10", **changes)] == ["prolongs_to"]
