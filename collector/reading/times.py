"""Text to instants, a column at a time; what a local time means is said by the mapping, never guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from collector.instants import EARLIEST_DAY, LATEST_DAY, from_datetime

ISO = "iso"
UNIX = "unix"
_SECOND = 1_000_000  # microseconds, the resolution times are read in
_ISO_SHAPE = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?( ?(Z|[+-]\d{2}(:?\d{2})?))?)?$"
_OFFSET = r"[T ]\d{2}:\d{2}.*(Z|[+-]\d{2}(:?\d{2})?)$"
_UNIX_SHAPE = r"^-?\d{1,11}(\.\d{1,9})?$"


@dataclass(frozen=True)
class TimeRule:
    """How times are written in a source, and what its local times mean.

    `formats` are tried in order: `iso`, `unix`, or strptime formats. `doubled_hour` is first, second or
    quarantine; `skipped_hour` is forward (the offset before the change holds on) or quarantine. No time lies
    before the day `earliest` or after `latest`, days of the zone (UTC where there is none).
    """

    formats: tuple[str, ...] = (ISO,)
    zone: str | None = None
    doubled_hour: str = "quarantine"
    skipped_hour: str = "quarantine"
    earliest: date = EARLIEST_DAY
    latest: date = LATEST_DAY

    def bounds(self) -> tuple[int, int]:
        """Return the first and last instant a time may have; the last is the midnight that ends `latest`."""
        zone = ZoneInfo(self.zone or "UTC")
        first, last = (
            datetime.combine(day, time(), zone) for day in (self.earliest, self.latest + timedelta(days=1))
        )
        return from_datetime(first), from_datetime(last)


@dataclass(frozen=True)
class ReadTimes:
    """Instants (`Int64`, missing where there is none) and, why a text could not be read ("" if it could).

    `naive` marks texts without an offset where the rule names no zone; nothing is read from them.
    """

    instants: pd.Series
    reasons: pd.Series
    naive: pd.Series


def read_times(text: pd.Series, rule: TimeRule) -> ReadTimes:
    """Return the instants that a column of text names; parts of a second are cut off, blank is missing."""
    local, aware = _parse(text, rule.formats)
    found = aware.notna() | local.notna()
    reasons = pd.Series("", index=text.index, dtype="str")
    reasons[~found & (text != "")] = "this is no time in the format of the mapping: "
    naive = local.notna() & (rule.zone is None)
    instants = _floor_seconds(aware)
    if rule.zone is not None and bool(local.notna().any()):
        in_zone = _from_local(local, rule)
        instants = instants.fillna(in_zone.instants)
        reasons = reasons.where(in_zone.reasons == "", in_zone.reasons)
    first, last = rule.bounds()
    outside = ((instants < first) | (instants > last)).fillna(value=False)
    if bool(outside.any()):
        instants = instants.mask(outside)
        reasons[outside] = f"no time lies outside {rule.earliest} to {rule.latest}: "
    spoken = reasons.str.endswith(": ")
    if bool(spoken.any()):
        reasons[spoken] = reasons[spoken] + text[spoken].str.slice(0, 40)
    return ReadTimes(instants, reasons, naive)


def parses(text: pd.Series, formats: Sequence[str]) -> bool:
    """Return whether every text that is not blank is a time in one of `formats`."""
    local, aware = _parse(text, formats)
    return bool((local.notna() | aware.notna() | (text == "")).all())


def wall_clock(text: pd.Series, formats: Sequence[str]) -> pd.Series:
    """Return times as written, in seconds, without regard to zones: to compare orders of day and month."""
    local, aware = _parse(text, formats)
    seconds: pd.Series = _floor_seconds(local).fillna(_floor_seconds(aware))
    return seconds


def matches(text: pd.Series, pattern: str) -> np.ndarray:
    """Return for each text whether the regular expression is found in it."""
    found = pc.match_substring_regex(pa.array(text, type=pa.large_string()), pattern)
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)


def _parse(text: pd.Series, formats: Sequence[str]) -> tuple[pd.Series, pd.Series]:
    """Return times without an offset (naive) and those with one (UTC), missing where there is none."""
    local = pd.Series(pd.NaT, index=text.index, dtype="datetime64[us]")
    aware = pd.Series(pd.NaT, index=text.index, dtype="datetime64[us, UTC]")
    open_rows = text != ""
    for name in formats:
        if not bool(open_rows.any()):
            break
        these = text if bool(open_rows.all()) else text[open_rows]
        new_local, new_aware = _parse_one(these, name)
        local = new_local if these is text else local.fillna(new_local.reindex(text.index))
        aware = new_aware if these is text else aware.fillna(new_aware.reindex(text.index))
        open_rows &= local.isna() & aware.isna()
    return local, aware


def _parse_one(text: pd.Series, name: str) -> tuple[pd.Series, pd.Series]:
    no_local = pd.Series(pd.NaT, index=text.index, dtype="datetime64[us]")
    if name == UNIX:
        fits = matches(text, _UNIX_SHAPE)
        seconds = pd.to_numeric(text.where(fits).str.replace(r"\..*$", "", regex=True), errors="coerce")
        moments = pd.to_datetime(seconds, unit="s", utc=True, errors="coerce")
        return no_local, moments.astype("datetime64[us, UTC]")
    if name == ISO:
        fits, offset = matches(text, _ISO_SHAPE), matches(text, _OFFSET)
        read = pd.to_datetime(text.where(fits), format="ISO8601", utc=True, errors="coerce")
    else:
        offset = np.full(len(text), "%z" in name)
        read = pd.to_datetime(text, format=name, utc=True, errors="coerce")
    read = read.astype("datetime64[us, UTC]")
    if bool(offset.all()):
        return no_local, read
    return read.mask(offset).dt.tz_localize(None), read.where(offset)


def _floor_seconds(moments: pd.Series) -> pd.Series:
    known = moments.notna()
    values = moments.to_numpy(dtype="datetime64[us]").view("int64") // _SECOND
    seconds = pd.Series(pd.array(np.where(known, values, 0), dtype="Int64"), index=moments.index)
    return seconds.where(known)


@dataclass(frozen=True)
class _InZone:
    instants: pd.Series
    reasons: pd.Series


def _from_local(local: pd.Series, rule: TimeRule) -> _InZone:
    zone = ZoneInfo(rule.zone or "UTC")
    known = local.notna()
    doubled = {"first": True, "second": False}.get(rule.doubled_hour)
    ambiguous = "NaT" if doubled is None else np.full(len(local), doubled)
    there = local.dt.tz_localize(zone, ambiguous=ambiguous, nonexistent="NaT")
    lost = known & there.isna()
    reasons = pd.Series("", index=local.index, dtype="str")
    if not bool(lost.any()):
        return _InZone(_floor_seconds(there.dt.tz_convert("UTC")), reasons)
    skipped = lost & _is_skipped(local, zone)
    instants = _floor_seconds(there.dt.tz_convert("UTC"))
    if rule.skipped_hour == "forward":
        instants = instants.fillna(_shifted_forward(local.where(skipped), zone))
        lost &= ~skipped
    reasons[lost & skipped] = "this hour was skipped when clocks went forward: "
    reasons[lost & ~skipped] = "this hour came twice when clocks went back, the mapping does not say which: "
    return _InZone(instants, reasons.where(reasons == "", reasons + local.astype("str")))


def _is_skipped(local: pd.Series, zone: ZoneInfo) -> pd.Series:
    first = local.dt.tz_localize(zone, ambiguous=np.full(len(local), True), nonexistent="NaT")  # noqa: FBT003 - as the signature of NumPy wants it
    skipped: pd.Series = local.notna() & first.isna()
    return skipped


def _shifted_forward(local: pd.Series, zone: ZoneInfo) -> pd.Series:
    """Return skipped local times by the offset that held before the change: 02:30 becomes 03:30."""
    day_before = (local - pd.Timedelta(days=1)).dt.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
    offset = day_before.dt.tz_localize(None) - day_before.dt.tz_convert("UTC").dt.tz_localize(None)
    moved: pd.Series = local - offset
    return _floor_seconds(moved.dt.tz_localize("UTC"))
