"""What a contract calls by name must be in the calendars of the `holidays` package; its hours must open."""

from typing import Any

from evaluator.core.calendar.calendar_checks import find_calendar_misfits, find_unknown_days
from tests.evaluator import small_contract as small

SHORT = {"opens": "07:00", "closes": "12:00"}


def unknown(holidays: dict[str, Any] | None = None, **more: Any) -> list[tuple[Any, ...]]:
    hours = {"desk": small.hours("07:00", "18:00", **more), "office": small.hours("07:00", "17:00")}
    both = {"label": small.LABEL, "combine": "union", "of": ["desk", "office"]}
    changes: dict[str, Any] = {"service_hours": {**hours, "both": both}}
    if holidays is not None:
        changes["holidays"] = {"swedish": holidays}
    return [(path, found) for path, found, _ in find_unknown_days(small.contract(**changes))]


def test_days_that_the_calendar_knows_are_no_finding() -> None:
    short = {**SHORT, "named": ["Skärtorsdagen"], "before": ["Nationaldagen"]}
    dated = {**SHORT, "dates": [{"first": "2026-11-10", "last": "2026-11-10"}]}
    assert unknown(short_days=[short, dated]) == []


def test_an_eve_that_nobody_knows_is_found_with_its_calendar() -> None:
    ((path, found),) = unknown(
        {"country": "SE", "eves": ["Julaftonn"]}, short_days=[{**SHORT, "named": ["X"]}]
    )
    assert path == ("holidays", "swedish")
    assert found.startswith("'Julaftonn' is no day of the calendar of SE; known are: Alla helgons dag, ")


def test_a_short_day_that_nobody_knows_is_found_with_its_place() -> None:
    ((path, found),) = unknown(short_days=[{**SHORT, "named": ["Julafton"]}, {**SHORT, "before": ["Jul"]}])
    assert path == ("service_hours", "desk", "short_days", 1)
    assert found.startswith("'Jul' is no day of the calendar of SE")


def test_a_country_that_nobody_knows_is_found() -> None:
    assert unknown({"country": "XX", "eves": []}) == [
        (("holidays", "swedish"), "no calendar of holidays is known for the country 'XX'")
    ]


LONG_AGO = [{"first": "1999-01-01", "last": "1999-12-31"}]


def misfits(term: dict[str, Any] | None = None, **hours: Any) -> list[tuple[Any, ...]]:
    more = {} if term is None else {"term": term}
    own = {"desk": small.hours("07:00", "18:00"), "office": small.hours("07:00", "17:00")}
    found = find_calendar_misfits(small.contract(service_hours={**own, **hours}, **more))
    return [(path, told) for path, told, _ in found]


def test_hours_that_open_are_no_finding() -> None:
    assert misfits() == []


def test_hours_that_never_open_in_the_term_are_found_as_in_them_no_ticket_would_ever_be_late() -> None:
    lapsed = small.hours("07:00", "18:00", only_between=LONG_AGO)
    night = small.hours("00:00", "05:00")
    apart = {"label": small.LABEL, "combine": "intersection", "of": ["desk", "night"]}
    assert misfits(school=lapsed, night=night, apart=apart) == [
        (("service_hours", "school"), "these hours never open from 2026-01-01 to 2027-12-31"),
        (("service_hours", "apart"), "these hours never open from 2026-01-01 to 2027-12-31"),
    ]


def test_a_term_without_end_is_looked_at_as_far_as_facts_can_reach() -> None:
    endless = {"first_day": "2090-01-01", "last_day": "9999-12-31"}
    found = misfits(endless, school=small.hours("07:00", "18:00", only_between=LONG_AGO))
    assert found == [(("service_hours", "school"), "these hours never open from 2090-01-01 to 2099-12-31")]


def test_names_that_nobody_defines_are_found_elsewhere_and_break_nothing_here() -> None:
    assert misfits(both={"label": small.LABEL, "combine": "union", "of": ["desk", "nowhere"]}) == []
    assert list(find_calendar_misfits(small.contract(working_days="nowhere"))) == []
    unknown_country = {"swedish": {"country": "XX", "eves": []}}
    lapsed = small.hours("07:00", "18:00", only_between=LONG_AGO)
    found = find_calendar_misfits(
        small.contract(
            holidays=unknown_country, service_hours={**small.CONTENT["service_hours"], "s": lapsed}
        )
    )
    assert [path for path, _, _ in found] == [("holidays", "swedish")]
