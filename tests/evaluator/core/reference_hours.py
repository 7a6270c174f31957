"""A slow and obviously right reckoning of service hours: look at the wall clock, read the sign on the door.

Nothing here is an array, and nothing is clever: whether it is open is asked anew after every instant at which
that could have changed, and every operation walks the open windows one by one.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from evaluator.contract.combined_hours import Combination
from evaluator.contract.hours import Break, DateRange, Landing, Opening, ServiceHoursTerms, UsedUp, Weekday

WEEKDAYS = list(Weekday)
QUARTER = 900  # offsets from UTC change on quarters of an hour only
DAY = 86_400
A_DAY = timedelta(days=1)
Window = tuple[int, int]


def local(instant: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(instant, tz=UTC).astimezone(zone)


def in_any(day: date, ranges: Collection[DateRange]) -> bool:
    return any(part.first <= day <= part.last for part in ranges)


@dataclass
class Door:
    """The sign on a door: terms, the dates that are holidays, and the zone of the clock beside it."""

    terms: ServiceHoursTerms
    holidays: Collection[date]
    zone: ZoneInfo

    def is_open(self, instant: int) -> bool:
        return self.is_open_at_wall(local(instant, self.zone).replace(tzinfo=None))

    def is_open_at_wall(self, wall: datetime) -> bool:
        return not self.is_cut(wall) and any(
            begins <= wall < ends
            for day in (wall.date(), wall.date() - A_DAY)
            for begins, ends in self.openings_on(day)
        )

    def openings_on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """What opens on a day, before breaks and closures: from one wall time until another."""
        for special in self.terms.special_days:
            if special.first <= day <= special.last:
                yield from (span(day, part.opens, part.closes) for part in special.openings)
                return
        if in_any(day, self.terms.closed):
            return
        if self.terms.only_between and not in_any(day, self.terms.only_between):
            return
        for opening in self.terms.on_holidays if day in self.holidays else self.terms.openings:
            if self.holds_on(opening, day):
                begins, ends = self.shortened(day, *span(day, opening.opens, opening.closes))
                if begins < ends:
                    yield begins, ends

    def shortened(self, day: date, begins: datetime, ends: datetime) -> tuple[datetime, datetime]:
        for short in self.terms.short_days:
            if in_any(day, short.dates):
                first, last = span(day, short.opens, short.closes)
                begins, ends = max(begins, first), min(ends, last)
        return begins, ends

    def holds_on(self, part: Opening | Break, day: date) -> bool:
        periods = {period.name: period.dates for period in self.terms.periods}
        return (
            WEEKDAYS[day.weekday()] in part.days
            and (part.first_day is None or day >= part.first_day)
            and (part.last_day is None or day <= part.last_day)
            and (not part.only_in or any(in_any(day, periods[name]) for name in part.only_in))
            and not any(in_any(day, periods[name]) for name in part.not_in)
        )

    def is_cut(self, wall: datetime) -> bool:
        return any(begins <= wall < ends for begins, ends in self.cuts_near(wall.date()))

    def cuts_near(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The breaks that begin the day before, on the day or the day after, and all closures."""
        for near in (day - A_DAY, day, day + A_DAY):
            for part in self.terms.breaks:
                if self.holds_on(part, near):
                    yield span(near, part.begins, part.ends)
        yield from ((closure.begins, closure.ends) for closure in self.terms.closures)

    def wall_borders(self, day: date) -> Iterator[datetime]:
        """The wall times at which what is open may change on a day."""
        for begins, ends in (*self.openings_on(day), *self.openings_on(day - A_DAY), *self.cuts_near(day)):
            yield from (begins, ends)

    def borders(self, start: int, end: int) -> Iterator[int]:
        """The instants of these wall times, in both passes of a doubled hour; and every quarter."""
        yield from range(start - start % QUARTER + QUARTER, end, QUARTER)
        day = local(start, self.zone).date()
        while day <= local(end, self.zone).date():
            for wall in self.wall_borders(day):
                yield int(wall.replace(tzinfo=self.zone).timestamp())
                yield int(wall.replace(tzinfo=self.zone, fold=1).timestamp())
            day += A_DAY

    def first_and_last_wall(self, day: date) -> tuple[datetime, datetime] | None:
        """When the first of what opens on a day begins and the last ends; None where nothing is left."""
        begun, ended = [], []
        for begins, ends in self.openings_on(day):
            cuts = [*self.cuts_near(day), *self.cuts_near(day + A_DAY)]
            firsts = [wall for wall in (begins, *(last for _, last in cuts)) if begins <= wall < ends]
            lasts = [wall for wall in (ends, *(first for first, _ in cuts)) if begins < wall <= ends]
            begun += [wall for wall in firsts if not self.is_cut(wall)]
            ended += [wall for wall in lasts if not self.is_cut(wall - timedelta(seconds=1))]
        return (min(begun), max(ended)) if begun else None


def span(day: date, begins: int, ends: int) -> tuple[datetime, datetime]:
    """An interval of a day; one that does not end after it begins ends on the next day."""
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a wall time has no zone
    ends = ends if ends > begins else ends + DAY
    return midnight + timedelta(seconds=begins), midnight + timedelta(seconds=ends)


@dataclass
class Walk:
    """The open windows found by walking from `start` until `end`."""

    windows: list[Window]
    start: int
    end: int

    def signed_elapsed(self, start: int, end: int) -> int:
        if end < start:
            return -self.signed_elapsed(end, start)
        return sum(max(0, min(closes, end) - max(opens, start)) for opens, closes in self.windows)

    def is_open(self, instant: int) -> bool:
        return any(opens <= instant < closes for opens, closes in self.windows)

    def next_opening(self, instant: int) -> int | None:
        return next((max(instant, opens) for opens, closes in self.windows if instant < closes), None)

    def next_closing(self, instant: int) -> int | None:
        return next((closes for _, closes in self.windows if instant < closes), None)

    def previous_opening(self, instant: int) -> int | None:
        return next((opens for opens, _ in self.windows[::-1] if opens <= instant), None)

    def previous_closing(self, instant: int) -> int | None:
        return next((min(instant, closes) for opens, closes in self.windows[::-1] if opens < instant), None)

    def add(self, start: int, seconds: int, used_up: UsedUp) -> int | None:
        """Use the seconds up window by window; None where the walk ends before."""
        now, left = start, seconds
        for opens, closes in self.windows:
            if closes <= now or (left == 0 and used_up is UsedUp.CLOSE):
                continue
            now = max(now, opens)
            used = min(left, closes - now)
            now, left = now + used, left - used
            if left == 0 and now < closes:
                return now
        return now if left == 0 and used_up is UsedUp.CLOSE else None

    def subtract(self, end: int, seconds: int, used_up: UsedUp) -> int | None:
        """The same backwards."""
        now, left = end, seconds
        for opens, closes in self.windows[::-1]:
            if opens >= now or (left == 0 and used_up is UsedUp.CLOSE):
                continue
            now = min(now, closes)
            used = min(left, now - opens)
            now, left = now - used, left - used
            if left == 0 and now > opens:
                return now
        return now if left == 0 and used_up is UsedUp.CLOSE else None


def walk(doors: list[Door], combination: Combination, start: int, end: int) -> Walk:
    """Walk from `start` until `end` past several doors at once."""
    found: list[Window] = []
    borders = {border for door in doors for border in door.borders(start, end) if start < border < end}
    for begins, ends in pairwise(sorted({start, end, *borders})):
        if not combined([door.is_open(begins) for door in doors], combination):
            continue
        if found and found[-1][1] == begins:
            found[-1] = found[-1][0], ends
        else:
            found.append((begins, ends))
    return Walk(found, start, end)


def combined(is_open: list[bool], combination: Combination) -> bool:
    if combination is Combination.UNION:
        return any(is_open)
    if combination is Combination.INTERSECTION:
        return all(is_open)
    return is_open[0] and not any(is_open[1:])


@dataclass
class DayWalk:
    """The working days of one door, counted on the fingers."""

    door: Door
    first: date
    last: date

    @cached_property
    def days(self) -> list[date]:
        every_day = [self.first + A_DAY * number for number in range((self.last - self.first).days + 1)]
        return [day for day in every_day if self.door.first_and_last_wall(day) is not None]

    def day_of(self, instant: int) -> date:
        return local(instant, self.door.zone).date()

    def add_days(self, start: int, count: int, landing: Landing) -> int | None:
        own = self.day_of(start)
        later = [day for day in self.days if day > own]
        return self._land(start, own if count == 0 else _at(later, count - 1), count, landing)

    def subtract_days(self, end: int, count: int, landing: Landing) -> int | None:
        own = self.day_of(end)
        earlier = [day for day in self.days[::-1] if day < own]
        return self._land(end, own if count == 0 else _at(earlier, count - 1), count, landing)

    def _land(self, moment: int, reached: date | None, count: int, landing: Landing) -> int | None:
        if reached is None:
            return None
        midnight, following = span(reached, 0, DAY)
        if landing is Landing.END_OF_DAY:
            return end_of_wall(following, self.door.zone)
        if landing is Landing.KEEP_CLOCK:
            wall = local(moment, self.door.zone).replace(tzinfo=None)
            since_midnight = timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second)
            return moment if count == 0 else first_at_wall(midnight + since_midnight, self.door.zone)
        edges = self.door.first_and_last_wall(reached)
        if edges is None:
            return None
        if landing is Landing.OPENING:
            return first_at_wall(edges[0], self.door.zone)
        return end_of_wall(edges[1], self.door.zone)


def _at(days: list[date], place: int) -> date | None:
    return days[place] if place < len(days) else None


def first_at_wall(wall: datetime, zone: ZoneInfo) -> int:
    """The first instant at which a wall clock shows `wall` or has gone past it."""
    near = int(wall.replace(tzinfo=UTC).timestamp())
    for cell in range(near - near % QUARTER - 2 * DAY, near + 2 * DAY, QUARTER):
        shown = local(cell, zone).replace(tzinfo=None)
        if shown + timedelta(seconds=QUARTER) > wall:
            return cell + max(0, int((wall - shown).total_seconds()))
    raise AssertionError(wall)


def end_of_wall(wall: datetime, zone: ZoneInfo) -> int:
    """The first instant after which a wall clock shows nothing before `wall` any more."""
    near = int(wall.replace(tzinfo=UTC).timestamp())
    for cell in range(near - near % QUARTER + 2 * DAY, near - 2 * DAY, -QUARTER):
        shown = local(cell, zone).replace(tzinfo=None)
        if shown < wall:
            return cell + min(QUARTER, int((wall - shown).total_seconds()))
    raise AssertionError(wall)
