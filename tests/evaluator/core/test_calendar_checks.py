"""What a contract calls by name must be in the calendars of the `holidays` package."""

from typing import Any

from evaluator.core.calendar.calendar_checks import find_unknown_days
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
