"""L13: a time zone without summer time where people live by one with it ("svensk standardtid")."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding, Path

ID = "L13"
_LOCAL = {"SE": "Europe/Stockholm", "NO": "Europe/Oslo", "DK": "Europe/Copenhagen", "FI": "Europe/Helsinki"}


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield zones of the contract and its hours that are not those of the country of its holidays."""
    countries = sorted({one.country for one in examined.contract.holidays.values() if one.country in _LOCAL})
    zones: list[tuple[Path, str]] = [(("contract", "time_zone"), examined.contract.contract.time_zone)]
    for name, terms in examined.contract.service_hours.items():
        zone = getattr(terms, "time_zone", None)
        if zone is not None:
            zones.append((("service_hours", name, "time_zone"), zone))
    year = examined.months[0].first_day.year
    for path, zone in zones:
        for country in countries[:1]:
            if _offsets(zone, year) != _offsets(_LOCAL[str(country)], year):
                yield _finding(path, zone, _LOCAL[str(country)], year)


def _offsets(zone: str, year: int) -> tuple[timedelta | None, ...]:
    """Return the offsets from UTC in winter and in summer."""
    return tuple(datetime(year, month, 15, 12, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7))


def _finding(path: Path, zone: str, local: str, year: int) -> LintFinding:
    at = datetime(year, 7, 15, 7, tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo(local))
    return LintFinding(
        ID,
        path,
        f"{zone} is not the time that people there live by",
        f"07:00 in {zone} on {at:%Y-%m-%d} is {at:%H:%M} in {local}",
        f"Write {local} where local time was meant, as with “svensk standardtid”",
    )
