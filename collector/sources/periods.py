"""The period a figure covers: two instants, or a day or month between midnights of the mapping's zone."""

from dataclasses import replace

import pandas as pd

from collector.mapping.periods import PeriodMapping
from collector.reading.times import ISO, parses, read_times, wall_clock
from collector.sources.row_reader import RowReader, refuse_naive, time_rule


def read_periods(reader: RowReader, mapping: PeriodMapping, origin: str) -> tuple[pd.Series, pd.Series]:
    """Return start and end (not included) of every row's period; rows without one are put aside."""
    names = mapping.period_names()
    if names == ("from_at", "to_at"):
        start, end = (_instants(reader, mapping, name, origin) for name in names)
        reader.refuse((end <= start).fillna(value=False), "the period does not end after it starts")
        return start, end
    name = names[0]
    text = _text(reader, mapping, name)
    formats = tuple(text_format for text_format in mapping.time_formats if text_format != ISO)
    written = text + "-01" if name == "month" and not formats else text
    first = pd.to_datetime(wall_clock(written, formats or (ISO,)), unit="s").dt.normalize()
    reader.refuse(first.isna(), f"the {name} is blank or no {name} in the format of the mapping")
    outside = (first.dt.year < mapping.earliest.year) | (first.dt.year > mapping.latest.year)
    reader.refuse(outside, f"no {name} lies outside {mapping.earliest} to {mapping.latest}: " + text)
    first = first.mask(outside)
    first = first.dt.to_period("M").dt.start_time if name == "month" else first
    following = first + (pd.offsets.MonthBegin(1) if name == "month" else pd.Timedelta(days=1))
    return _midnights(reader, first, mapping), _midnights(reader, following, mapping)


def _text(reader: RowReader, mapping: PeriodMapping, name: str) -> pd.Series:
    column = mapping.named_columns().get(name)
    if column is not None:
        return reader.text(column[0])
    return pd.Series(mapping.constants[name], index=reader.rows.index, dtype="str")


def _instants(reader: RowReader, mapping: PeriodMapping, name: str, origin: str) -> pd.Series:
    column = mapping.named_columns().get(name)
    if column is not None:
        return reader.times(column[0], required=f"the time of {name}")
    text = _text(reader, mapping, name)
    # A constant is written in the mapping itself, where ISO is always understood.
    rule = time_rule(mapping)
    read = read_times(text, rule if parses(text, rule.formats) else replace(rule, formats=(ISO,)))
    refuse_naive(text.rename(name), read.naive, origin)
    reader.refuse(read.reasons != "", f"the constant {name}: " + read.reasons)
    reader.refuse(read.instants.isna(), f"the constant {name} is no time")
    return read.instants


def _midnights(reader: RowReader, days: pd.Series, mapping: PeriodMapping) -> pd.Series:
    text = days.dt.strftime("%Y-%m-%d").fillna("").astype("str")
    rule = replace(time_rule(mapping), formats=(ISO,), doubled_hour="first", skipped_hour="forward")
    read = read_times(text, rule)
    reader.refuse(read.reasons != "", "the period: " + read.reasons)
    return read.instants
