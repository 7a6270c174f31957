"""When tickets open, and the seasons that follow: small calendars, every rate by hand."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np

from evaluator.core.deciding.tender.arrivals import Arrivals, count_arrivals, peaks_of
from evaluator.core.deciding.tender.seasons import seasons_of, watched_peak

STOCKHOLM = ZoneInfo("Europe/Stockholm")
EPOCH = date(1970, 1, 1)


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).astimezone(UTC).timestamp())


def weekdays(first: date, end: date) -> list[int]:
    days = [first + timedelta(days=number) for number in range((end - first).days)]
    return [(day - EPOCH).days for day in days if day.weekday() < 5]


def arrivals(
    opened: list[str],
    first: str = "2026-10-01",
    end: str = "2026-11-01",
    known: tuple[str, ...] = ("2026-10",),
) -> Arrivals:
    first_day, end_day = date.fromisoformat(first), date.fromisoformat(end)
    instants = np.array([at(text) for text in opened], dtype=np.int64)
    working = np.array(weekdays(first_day, end_day), dtype=np.int64)
    return count_arrivals(instants, STOCKHOLM, first_day, end_day, working, known)


def a_year(rates: dict[int, int], years: tuple[int, ...] = (2025, 2026)) -> Arrivals:
    """So many tickets at nine on each weekday of each month; 10 where nothing else is said."""
    first, end = date(years[0], 1, 1), date(years[-1] + 1, 1, 1)
    days = [first + timedelta(days=number) for number in range((end - first).days)]
    opened = [f"{day}T09:00" for day in days if day.weekday() < 5 for _ in range(rates.get(day.month, 10))]
    known = tuple(f"{year}-{month:02}" for year in years for month in range(1, 13))
    return arrivals(opened, str(first), str(end), known)


def test_a_ticket_counts_on_its_local_day_and_hour() -> None:
    # 23:30 UTC on the 5th is half past one in the morning of the 6th in Stockholm.
    instants = np.array([int(datetime(2026, 10, 5, 23, 30, tzinfo=UTC).timestamp())], dtype=np.int64)
    none = np.array([], dtype=np.int64)
    found = count_arrivals(instants, STOCKHOLM, date(2026, 10, 1), date(2026, 11, 1), none, ())
    assert [(int(day), int(hour)) for day, hour in np.argwhere(found.counts)] == [(5, 1)]


def test_an_hour_that_comes_twice_counts_both() -> None:
    # Clocks go back on 2026-10-25: 00:30 and 01:30 UTC are both 02:30.
    instants = np.array(
        [int(datetime(2026, 10, 25, hour, 30, tzinfo=UTC).timestamp()) for hour in (0, 1)], dtype=np.int64
    )
    none = np.array([], dtype=np.int64)
    found = count_arrivals(instants, STOCKHOLM, date(2026, 10, 1), date(2026, 11, 1), none, ())
    assert int(found.counts[24, 2]) == 2


def test_what_opened_before_or_after_the_days_is_left_out() -> None:
    assert arrivals(["2026-09-30T23:59", "2026-11-01T00:00"]).counts.sum() == 0


def test_a_working_day_and_its_hours_have_peaks() -> None:
    # October 2026 has 22 weekdays: one with 3 tickets, one with 1, the rest with none; 2 on a Saturday.
    found = peaks_of(
        arrivals(
            ["2026-10-05T09:10", "2026-10-05T09:50", "2026-10-05T14:00", "2026-10-06T09:00"]
            + ["2026-10-10T09:00"] * 2
        )
    )
    assert found.days is not None
    assert (found.days.number, found.days.total, found.days.half, found.days.nine_tenths) == (22, 4, 0, 0)
    assert (found.days.highest, found.days.highest_at) == (3, "2026-10-05")
    assert [(one.hour, one.spread.highest) for one in found.hours] == [(9, 2), (14, 1)]
    assert found.on_other_days == 2


def test_days_of_months_without_results_are_looked_at_by_nothing() -> None:
    found = arrivals(["2026-10-05T09:00"], known=())
    assert peaks_of(found).days is None
    assert seasons_of(found) is None


def test_months_that_bring_no_ticket_tell_no_season() -> None:
    assert seasons_of(arrivals([])) is None


def test_august_with_fifteen_a_day_is_a_peak_half_above_the_ordinary_ten() -> None:
    found = seasons_of(a_year({7: 5, 8: 15}))
    assert found is not None
    assert found.ordinary == 10
    [peak] = found.peaks(Fraction(15, 100))
    assert (peak.place, peak.index, peak.rate, peak.seen) == (8, Fraction(3, 2), Fraction(15), 2)


def test_a_month_that_was_busy_in_one_year_only_is_no_peak() -> None:
    calm, busy = a_year({}, (2025,)), a_year({3: 20}, (2026,))
    both = Arrivals(
        date(2025, 1, 1),
        np.concatenate([calm.counts, busy.counts]),
        np.concatenate([calm.is_working, busy.is_working]),
        np.concatenate([calm.is_known, busy.is_known]),
    )
    found = seasons_of(both)
    assert found is not None
    march = next(one for one in found.months if one.place == 3)
    # March 2025 has 21 weekdays and March 2026 has 22: (21 x 10 + 22 x 20) / 43.
    assert (march.lowest, march.highest, march.rate) == (Fraction(1), Fraction(2), Fraction(650, 43))
    assert found.peaks(Fraction(15, 100)) == ()


def test_weekdays_are_held_against_all_working_days_of_the_same_month() -> None:
    # In October 2026 each of the four Mondays brings 3; there are 22 weekdays and 12 tickets.
    found = seasons_of(arrivals([f"2026-10-{day:02}T09:00" for day in (5, 12, 19, 26) for _ in range(3)]))
    assert found is not None
    assert [(one.place, one.index) for one in found.weekdays] == [
        (0, Fraction(3) / Fraction(12, 22)),
        (1, 0),
        (2, 0),
        (3, 0),
        (4, 0),
    ]
    assert found.cells[0][9] == 3
    assert found.cells[0][8] is None
    assert found.cells[5][9] is None


def test_a_watched_period_is_held_against_the_ordinary_month() -> None:
    # The school start brings 15 on each of 5 days and 30 on each of 5 days: 225 / 10 / 10 = 2.25.
    days = a_year({})
    days.counts[(date(2025, 8, 18) - days.first_day).days :, 9][:5] = 15
    days.counts[(date(2026, 8, 17) - days.first_day).days :, 9][:5] = 30
    spans = [(date(2025, 8, 18), date(2025, 8, 24)), (date(2026, 8, 17), date(2026, 8, 21))]
    found = watched_peak("school_start", spans, days, Fraction(10))
    assert found is not None
    assert found.index == Fraction(9, 4)
    assert [index for _, _, index in found.spans] == [Fraction(3, 2), 3]
    assert (found.busiest, found.tickets) == (date(2026, 8, 17), 30)


def test_a_watched_period_outside_the_history_tells_nothing() -> None:
    spans = [(date(2030, 8, 1), date(2030, 8, 31))]
    assert watched_peak("later", spans, a_year({}), Fraction(10)) is None


def test_a_month_without_tickets_says_nothing_of_weekdays() -> None:
    # October brings one on each Monday, September nothing: the index of Mondays is of October alone.
    opened = [f"2026-10-{day:02}T09:00" for day in (5, 12, 19, 26)]
    found = seasons_of(arrivals(opened, "2026-09-01", known=("2026-09", "2026-10")))
    assert found is not None
    monday = next(one for one in found.weekdays if one.place == 0)
    assert (monday.seen, monday.lowest) == (1, Fraction(22, 4))
