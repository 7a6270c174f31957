"""Terms of service hours, combined hours and holidays: what they may say, and what is refused."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from evaluator.contract.checks import find_misfits
from evaluator.contract.combined_hours import AnyHoursTerms, CombinedHoursTerms
from evaluator.contract.hours import (
    Closure,
    DateRange,
    HolidayTerms,
    LocalTime,
    Opening,
    ServiceHoursTerms,
    ShortDays,
)
from evaluator.contract.hours_checks import circle_through
from tests.evaluator import small_contract as small
from tests.evaluator.contract.refusals import refusal

OPENING = {"days": ["mon"], "opens": "07:00", "closes": "17:00"}
WEEK_44 = {"first": "2026-10-26", "last": "2026-10-30"}
HOLIDAYS = {"country": "SE", "eves": []}


def terms(**more: Any) -> dict[str, Any]:
    return {"label": small.LABEL, "holidays": "swedish", "openings": [OPENING], **more}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"openings": []}, "at least 1 item"),
        ({"time_zone": "Europe/Malmö"}, "'Europe/Malmö' is no time zone of the tz database"),
        ({"holidays": None, "on_holidays": [OPENING]}, "on_holidays needs the calendar"),
        (
            {
                "holidays": None,
                "short_days": [{"named": ["Skärtorsdagen"], "opens": "07:00", "closes": "12:00"}],
            },
            "short_days by name need the calendar",
        ),
        (
            {"holidays": None, "short_days": [{"before": ["Julafton"], "opens": "07:00", "closes": "12:00"}]},
            "short_days by name need the calendar",
        ),
        (
            {"openings": [{**OPENING, "only_in": ["exams"]}]},
            "'exams' is none of the periods: none is defined",
        ),
        (
            {
                "openings": [{**OPENING, "not_in": ["exam"]}],
                "periods": [{"name": "exams", "dates": [WEEK_44]}],
            },
            "'exam' is none of the periods: exams",
        ),
        ({"periods": [{"name": "exams", "dates": [WEEK_44]}] * 2}, "each of the periods needs a name"),
        (
            {
                "special_days": [
                    {**WEEK_44, "openings": []},
                    {"first": "2026-10-30", "last": "2026-10-31", "openings": []},
                ]
            },
            "special_days give 2026-10-30 two times",
        ),
    ],
)
def test_hours_that_do_not_fit_together_are_refused(more: dict[str, Any], said: str) -> None:
    assert said in refusal(ServiceHoursTerms, terms(**more))


def test_an_opening_cannot_end_to_hold_before_it_begins_to() -> None:
    wrong = {**OPENING, "first_day": "2026-07-01", "last_day": "2026-06-30"}
    assert "last_day (2026-06-30) comes before first_day (2026-07-01)" in refusal(Opening, wrong)


def test_dates_are_in_order() -> None:
    assert "comes before first" in refusal(DateRange, {"first": "2026-07-02", "last": "2026-07-01"})


def test_short_days_say_which_they_are() -> None:
    assert "say which days are short" in refusal(ShortDays, {"opens": "07:00", "closes": "12:00"})


@pytest.mark.parametrize("ends", ["2026-06-18T12:00:00", "2026-06-18T11:00:00"])
def test_a_closure_lasts(ends: str) -> None:
    wrong = {"begins": "2026-06-18T12:00:00", "ends": ends}
    assert "does not come after begins" in refusal(Closure, wrong)


@pytest.mark.parametrize("begins", ["2026-06-18T12:00:00Z", "2026-06-18T12:00:00.5"])
def test_a_closure_is_in_whole_seconds_of_local_time(begins: str) -> None:
    wrong = {"begins": begins, "ends": "2026-06-18T13:00:00"}
    assert "a local time has no zone and whole seconds" in refusal(Closure, wrong)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"country": "Sweden"}, "pattern"),
        ({"country": None, "eves": ["Julafton"]}, "need the country whose calendar names them"),
        ({"country": None, "subdivision": "BY"}, "need the country whose calendar names them"),
        ({"annual": ["02-30"]}, "02-30 is no day of any year"),
        ({"annual": ["2-3"]}, "pattern"),
    ],
)
def test_holidays_that_make_no_sense_are_refused(more: dict[str, Any], said: str) -> None:
    assert said in refusal(HolidayTerms, {**HOLIDAYS, **more})


def test_the_29th_of_february_is_a_day_of_some_years() -> None:
    assert HolidayTerms.model_validate({**HOLIDAYS, "annual": ["02-29"]}).annual == ("02-29",)


def combined(*of: str, combine: str = "union") -> dict[str, Any]:
    return {"label": small.LABEL, "combine": combine, "of": of}


def misfits(**hours: dict[str, Any]) -> list[tuple[tuple[Any, ...], str]]:
    contract = small.contract(service_hours={**small.CONTENT["service_hours"], **hours})
    return [(finding.path, finding.found) for finding in find_misfits(contract)]


def test_combined_hours_name_at_least_two() -> None:
    assert "at least 2 items" in refusal(CombinedHoursTerms, combined("desk"))


def test_hours_made_of_hours_that_are_there_fit() -> None:
    desk = next(iter(small.CONTENT["service_hours"]))
    assert misfits(first=combined(desk, desk), second=combined("first", desk)) == []


def test_hours_made_of_hours_that_nobody_defines_are_found() -> None:
    desk = next(iter(small.CONTENT["service_hours"]))
    path = ("service_hours", "both", "of", 1)
    assert misfits(both=combined(desk, "gone")) == [(path, "'gone' is defined nowhere")]


def test_hours_made_of_themselves_are_found() -> None:
    found = misfits(one=combined("two", "three"), two=combined("three", "one"), three=combined("two", "two"))
    assert [text for _, text in found] == [
        "these hours are made of themselves: one -> two -> one",
        "these hours are made of themselves: two -> three -> two",
        "these hours are made of themselves: three -> two -> three",
    ]


def test_hours_that_lead_into_a_circle_are_none_themselves() -> None:
    desk = ServiceHoursTerms.model_validate(terms())
    circle = CombinedHoursTerms.model_validate(combined("circle", "desk"))
    outside = CombinedHoursTerms.model_validate(combined("circle", "desk"))
    hours: dict[str, AnyHoursTerms] = {"desk": desk, "circle": circle, "outside": outside}
    assert circle_through("outside", hours) == []
    assert circle_through("circle", hours) == ["circle", "circle"]


@pytest.mark.parametrize("name", ["always", "service"])
def test_names_that_mean_other_hours_cannot_be_defined(name: str) -> None:
    assert misfits(**{name: terms()}) == [
        (("service_hours", name), f"the name {name} is taken: it means hours that nobody defines")
    ]


def test_an_unknown_holiday_calendar_is_found() -> None:
    path = ("service_hours", "other", "holidays")
    assert misfits(other=terms(holidays="norwegian")) == [(path, "'norwegian' is defined nowhere")]


def test_an_editor_is_told_how_a_local_time_is_written() -> None:
    described = TypeAdapter(LocalTime).json_schema()
    assert described == {"type": "string", "examples": ["2026-06-18 12:00:00"]}
