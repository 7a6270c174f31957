from datetime import date

import holidays
import pytest

from evaluator.contract.hours import HolidayTerms
from evaluator.core.calendar.calendars import _named_days, holiday_dates, named_dates
from tests.evaluator.core.calendars_for_tests import SWEDISH


def test_public_holidays_of_2026_are_those_of_the_law_without_its_sundays() -> None:
    found = holiday_dates(HolidayTerms(country="SE", eves=()), date(2026, 1, 1), date(2027, 1, 1))
    assert [day.strftime("%m-%d") for day in found] == [
        "01-01", "01-06", "04-03", "04-05", "04-06", "05-01", "05-14", "05-24", "06-06", "06-20", "10-31",
        "12-25", "12-26",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("year", "eve"), [(2018, 22), (2024, 21), (2025, 20), (2026, 19), (2027, 25), (2028, 23), (2030, 21)]
)
def test_midsummer_eve_is_the_friday_of_its_year(year: int, eve: int) -> None:
    found = holiday_dates(SWEDISH, date(year, 1, 1), date(year + 1, 1, 1))
    assert found[date(year, 6, eve)] == "Midsommarafton"


def test_names_are_in_the_countrys_language_whatever_the_machines_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for language in ("en_US.UTF-8", "sv_SE.UTF-8", "C"):
        monkeypatch.setenv("LANGUAGE", language)
        monkeypatch.setenv("LANG", language)
        _named_days.cache_clear()
        found = holiday_dates(SWEDISH, date(2026, 12, 24), date(2026, 12, 26))
        assert list(found.values()) == ["Julafton", "Juldagen"]


def test_a_half_day_can_be_named_without_its_remark() -> None:
    terms = HolidayTerms(country="SE", eves=("Skärtorsdagen",))
    assert date(2026, 4, 2) in holiday_dates(terms, date(2026, 4, 1), date(2026, 4, 3))


def test_an_eve_that_a_short_period_does_not_have_is_still_known() -> None:
    assert holiday_dates(SWEDISH, date(2026, 2, 2), date(2026, 2, 3)) == {}


def test_an_unknown_eve_is_refused_with_the_names_that_are_known() -> None:
    terms = HolidayTerms(country="SE", eves=("Christmas Eve",))
    with pytest.raises(ValueError, match=r"'Christmas Eve' is no day of the calendar of SE; .*Julafton"):
        holiday_dates(terms, date(2026, 1, 1), date(2027, 1, 1))


def test_a_country_without_named_eves_has_none_to_name() -> None:
    terms = HolidayTerms(country="NO", eves=("Julaften",))
    with pytest.raises(ValueError, match="'Julaften' is no day of the calendar of NO"):
        holiday_dates(terms, date(2026, 1, 1), date(2027, 1, 1))


def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(ValueError, match="no calendar of holidays is known for the country 'XX'"):
        holiday_dates(HolidayTerms(country="XX", eves=()), date(2026, 1, 1), date(2027, 1, 1))


def test_further_closed_days_count_as_holidays_with_their_reason() -> None:
    closed = [{"first": date(2026, 5, 15), "last": date(2026, 5, 16), "reason": "klämdag"}]
    terms = HolidayTerms.model_validate({"country": "SE", "eves": [], "closed": closed})
    found = holiday_dates(terms, date(2026, 5, 15), date(2026, 5, 17))
    assert found == {date(2026, 5, 15): "klämdag", date(2026, 5, 16): "klämdag"}


def test_a_part_of_a_country_has_holidays_of_its_own() -> None:
    epiphany = date(2026, 1, 6)
    for subdivision, expected in (("BY", "Heilige Drei Könige"), ("HH", None), (None, None)):
        terms = HolidayTerms(country="DE", subdivision=subdivision, eves=())
        assert holiday_dates(terms, date(2026, 1, 2), date(2026, 2, 1)).get(epiphany) == expected


def test_an_unknown_part_of_a_country_is_refused_with_those_known() -> None:
    terms = HolidayTerms(country="DE", subdivision="XX", eves=())
    with pytest.raises(ValueError, match=r"DE has no calendar for the subdivision 'XX'; known are: BB, BE"):
        holiday_dates(terms, date(2026, 1, 1), date(2027, 1, 1))


def test_a_country_without_parts_says_so() -> None:
    terms = HolidayTerms(country="SE", subdivision="AB", eves=())
    with pytest.raises(ValueError, match="known are: none"):
        holiday_dates(terms, date(2026, 1, 1), date(2027, 1, 1))


def test_annual_holidays_come_every_year_and_the_29th_of_february_in_leap_years() -> None:
    terms = HolidayTerms(country=None, eves=(), annual=("02-29", "12-24"))
    found = holiday_dates(terms, date(2026, 1, 1), date(2029, 1, 1))
    assert [day.isoformat() for day in found] == ["2026-12-24", "2027-12-24", "2028-02-29", "2028-12-24"]


def test_dates_by_name_need_a_country() -> None:
    terms = HolidayTerms(country=None, eves=())
    with pytest.raises(ValueError, match="these holidays are of no country"):
        named_dates(terms, ("Julafton",), date(2026, 1, 1), date(2027, 1, 1))


def test_every_country_of_the_package_has_a_calendar() -> None:
    for country in holidays.list_supported_countries(include_aliases=False):
        found = holiday_dates(HolidayTerms(country=country, eves=()), date(2026, 1, 1), date(2027, 1, 1))
        assert all(day.year == 2026 and name for day, name in found.items())
