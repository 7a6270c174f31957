"""Random calendars with everything that service hours can have, around the days on which clocks change."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from evaluator.contract.combined_hours import Combination
from evaluator.contract.hours import HolidayTerms, Landing, ServiceHoursTerms, UsedUp
from evaluator.core.calendar.combined_hours import combine_hours
from evaluator.core.calendar.hours import ServiceHours, compile_hours
from evaluator.core.calendar.working_days import WorkingDays, compile_working_days
from tests.evaluator.core.calendars_for_tests import ALL_DAYS, LABEL
from tests.evaluator.core.reference_hours import DayWalk, Door, Walk, in_any, walk

YEAR = 2026
FIRST, END = date(YEAR, 1, 1), date(YEAR + 1, 1, 1)
DAYS_WALKED = 12
DAY = 86_400
LANDINGS = tuple(Landing)

# Changes at 2, at 3 and at midnight, by an hour and by half an hour, on both halves of the Earth, and for
# Ramadan.
ZONES = (
    "Europe/Stockholm",
    "Europe/Lisbon",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Atlantic/Azores",
)


def clock_changes(name: str) -> list[date]:
    """Return the days of the year that have not 24 hours in a zone."""
    zone = ZoneInfo(name)
    midnights = [datetime(YEAR, 1, 1) + timedelta(days=day) for day in range(366)]  # noqa: DTZ001 - made aware below
    instants = [int(midnight.replace(tzinfo=zone).timestamp()) for midnight in midnights]
    return [midnights[day].date() for day in np.flatnonzero(np.diff(instants) != DAY)]


@dataclass
class Calendar:
    """Hours as the product compiles them and the reference walks them; days are those of its first door."""

    hours: ServiceHours
    walk: Walk
    days: WorkingDays
    day_walk: DayWalk


def chance_from(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - the same calendars in every run


def random_calendar(chance: Random, zone_name: str) -> Calendar:
    """Return one calendar, or one of two made into one, around a change of the clock."""
    zone = ZoneInfo(zone_name)
    middle = chance.choice(clock_changes(zone_name))
    holidays = random_holidays(chance, middle)
    combination = chance.choice(list(Combination))
    all_terms = [random_terms(chance, middle) for _ in range(chance.choice([1, 1, 2]))]
    doors = [
        Door(terms, dates_of(holidays), zone if terms.time_zone is None else ZoneInfo(terms.time_zone))
        for terms in all_terms
    ]
    centre = int(datetime(middle.year, middle.month, middle.day, tzinfo=zone).timestamp())
    compiled = [compile_hours(terms, holidays, zone, FIRST, END) for terms in all_terms]
    return Calendar(
        combine_hours(combination, compiled) if len(compiled) > 1 else compiled[0],
        walk(doors, combination, centre - DAYS_WALKED * DAY, centre + DAYS_WALKED * DAY),
        compile_working_days(all_terms[0], holidays, zone, FIRST, END),
        DayWalk(doors[0], middle - timedelta(days=DAYS_WALKED), middle + timedelta(days=DAYS_WALKED)),
    )


def random_holidays(chance: Random, middle: date) -> HolidayTerms:
    closed = [random_dates(chance, middle, 2) for _ in range(chance.randrange(3))]
    near = middle + timedelta(days=chance.randrange(-8, 8))
    annual = [near.strftime("%m-%d")] if chance.random() < 0.5 else []
    return HolidayTerms.model_validate({"country": None, "eves": [], "annual": annual, "closed": closed})


def dates_of(holidays: HolidayTerms) -> set[date]:
    every_day = [date(YEAR - 1, 12, 1) + timedelta(days=number) for number in range(430)]
    return {
        day for day in every_day if in_any(day, holidays.closed) or day.strftime("%m-%d") in holidays.annual
    }


def random_terms(chance: Random, middle: date) -> ServiceHoursTerms:
    """Return terms that may use every key there is."""
    terms: dict[str, Any] = {
        "label": LABEL,
        "holidays": "own",
        "periods": [{"name": "exams", "dates": [random_dates(chance, middle, 6)]}],
        "openings": [random_opening(chance, middle) for _ in range(chance.randrange(1, 4))],
        "on_holidays": [random_opening(chance, middle) for _ in range(chance.randrange(3) // 2)],
        "breaks": [random_break(chance, middle) for _ in range(chance.randrange(3))],
        "closed": [random_dates(chance, middle, 4) for _ in range(chance.randrange(3))],
        "only_between": [random_dates(chance, middle, 30, 20) for _ in range(chance.randrange(4) // 3)],
        "special_days": random_special_days(chance, middle),
        "short_days": [random_short_days(chance, middle) for _ in range(chance.randrange(3) // 2)],
        "closures": [random_closure(chance, middle) for _ in range(chance.randrange(3))],
    }
    if chance.random() < 0.15:
        terms["time_zone"] = chance.choice(ZONES)
    return ServiceHoursTerms.model_validate(terms)


def random_opening(chance: Random, middle: date) -> dict[str, Any]:
    days = chance.sample(ALL_DAYS, chance.randrange(2, 8))
    return {"days": days, **random_interval(chance), **random_validity(chance, middle)}


def random_break(chance: Random, middle: date) -> dict[str, Any]:
    times = {"begins": random_time(chance), "ends": random_time(chance)}
    days = {"days": chance.sample(ALL_DAYS, chance.randrange(1, 8))} if chance.random() < 0.5 else {}
    return {**times, **days, **random_validity(chance, middle)}


def random_validity(chance: Random, middle: date) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if chance.random() < 0.2:
        found["first_day"] = middle + timedelta(days=chance.randrange(-10, 2))
    if chance.random() < 0.2:
        found["last_day"] = middle + timedelta(days=chance.randrange(2, 10))
    if chance.random() < 0.2:
        found[chance.choice(["only_in", "not_in"])] = ["exams"]
    return found


def random_special_days(chance: Random, middle: date) -> list[dict[str, Any]]:
    days = chance.sample(range(-8, 8), chance.randrange(3))
    return [
        {
            "first": middle + timedelta(days=day),
            "last": middle + timedelta(days=day),
            "openings": [random_interval(chance) for _ in range(chance.randrange(3))],
        }
        for day in days
    ]


def random_interval(chance: Random) -> dict[str, str]:
    return {"opens": random_time(chance), "closes": random_time(chance)}


def random_short_days(chance: Random, middle: date) -> dict[str, Any]:
    return {"dates": [random_dates(chance, middle, 3)], **random_interval(chance)}


def random_closure(chance: Random, middle: date) -> dict[str, datetime]:
    midnight = datetime(middle.year, middle.month, middle.day)  # noqa: DTZ001 - a local time
    begins = midnight + timedelta(days=chance.randrange(-8, 8), seconds=random_seconds(chance))
    return {"begins": begins, "ends": begins + timedelta(seconds=1 + random_seconds(chance))}


def random_dates(chance: Random, middle: date, longest: int, before: int = 9) -> dict[str, date]:
    first = middle + timedelta(days=chance.randrange(-before, 9))
    return {"first": first, "last": first + timedelta(days=chance.randrange(longest))}


def random_seconds(chance: Random) -> int:
    """Return a time of the day: mostly a quarter, often one in the hours in which clocks change."""
    if chance.random() < 0.2:
        return chance.randrange(DAY)
    return 900 * chance.choice([chance.randrange(96), chance.randrange(16)])


def random_time(chance: Random) -> str:
    if chance.random() < 0.05:
        return "24:00"
    seconds = random_seconds(chance)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def differing_cases(chance: Random, calendar: Calendar, count: int) -> int:
    """Hold `count` random cases of every operation against the walk; return how many differ in any answer."""
    hours, told = calendar.hours, calendar.walk
    starts = [chance.randrange(told.start, told.end) for _ in range(count)]
    ends = [random_end(chance, told) for _ in range(count)]
    wrong = np.zeros(count, dtype=bool)
    expected = [told.signed_elapsed(*pair) for pair in zip(starts, ends, strict=True)]
    wrong |= hours.signed_elapsed(starts, ends) != expected
    wrong |= hours.elapsed(starts, ends) != np.maximum(expected, 0)
    wrong |= hours.is_open(starts) != [told.is_open(start) for start in starts]
    for name in ("next_opening", "next_closing", "previous_opening", "previous_closing"):
        answers = inside([getattr(told, name)(end) for end in ends], told)
        wrong |= unlike(answers, lambda known, name=name: getattr(hours, name)(np.array(ends)[known]))
    amounts = [abs(amount) for amount in expected]
    later, earlier = np.maximum(starts, ends), np.minimum(starts, ends)
    for used_up in UsedUp:
        cases = list(zip(earlier.tolist(), amounts, strict=True))
        answers = inside([told.add(*case, used_up) for case in cases], told)
        wrong |= unlike(answers, lambda k, u=used_up: hours.add(earlier[k], np.array(amounts)[k], u))
        cases = list(zip(later.tolist(), amounts, strict=True))
        answers = inside([told.subtract(*case, used_up) for case in cases], told)
        wrong |= unlike(answers, lambda k, u=used_up: hours.subtract(later[k], np.array(amounts)[k], u))
    return int(np.count_nonzero(wrong))


def differing_days(chance: Random, calendar: Calendar, count: int) -> int:
    """Hold `count` random numbers of working days against counting them; return in how many any differs."""
    days, told = calendar.days, calendar.day_walk
    moments = np.array([random_end(chance, calendar.walk) for _ in range(count)])
    amounts = np.array([chance.randrange(5) for _ in range(count)])
    landing = chance.choice(LANDINGS)
    cases = list(zip(moments.tolist(), amounts.tolist(), strict=True))
    wrong = np.zeros(count, dtype=bool)
    answers = [told.add_days(*case, landing) for case in cases]
    wrong |= unlike(answers, lambda known: days.add_days(moments[known], amounts[known], landing))
    answers = [told.subtract_days(*case, landing) for case in cases]
    wrong |= unlike(answers, lambda known: days.subtract_days(moments[known], amounts[known], landing))
    return int(np.count_nonzero(wrong))


def random_end(chance: Random, told: Walk) -> int:
    """Return any instant, or one at which the hours open or close."""
    if told.windows and chance.random() < 0.5:
        return chance.choice(chance.choice(told.windows))
    return chance.randrange(told.start, told.end)


def unlike(answers: list[int | None], ask: Any) -> Any:
    """Return where what is asked differs from the answers, as far as there is one."""
    known = np.array([answer is not None for answer in answers], dtype=bool)
    wrong = np.zeros(known.size, dtype=bool)
    if known.any():
        wrong[known] = ask(known) != np.array([answer for answer in answers if answer is not None])
    return wrong


def inside(answers: list[int | None], told: Walk) -> list[int | None]:
    """Leave out answers at the ends of the walk: how what is open there goes on is not seen."""
    return [answer if answer not in (told.start, told.end) else None for answer in answers]
