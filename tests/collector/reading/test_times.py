"""Text to instants: what a local time means is said, never guessed."""

from datetime import date

import pandas as pd
import pytest

from collector.instants import format_instant
from collector.reading.times import TimeRule, parses, read_times

STOCKHOLM = "Europe/Stockholm"


def read(text: str, rule: TimeRule) -> str:
    """Return the instant as ISO text, or the reason there is none."""
    found = read_times(pd.Series([text], dtype="str"), rule)
    if found.naive.iloc[0]:
        return "naive"
    return (
        found.reasons.iloc[0] if pd.isna(found.instants.iloc[0]) else format_instant(found.instants.iloc[0])
    )


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-01T08:00:00Z", "2026-03-01T08:00:00Z"),
        ("2026-03-01T08:00:00+01:00", "2026-03-01T07:00:00Z"),
        ("2026-03-01 08:00:00 +0100", "2026-03-01T07:00:00Z"),
        ("2026-03-01 08:00:00.999+00", "2026-03-01T08:00:00Z"),
        ("2026-03-01T08:00-05:30", "2026-03-01T13:30:00Z"),
        ("1999-12-31T23:59:59.5Z", "1999-12-31T23:59:59Z"),
    ],
)
def test_an_iso_time_with_its_offset_needs_no_zone(text: str, instant: str) -> None:
    assert read(text, TimeRule()) == instant


@pytest.mark.parametrize("text", ["2026-03-01T08:00:00", "2026-03-01"])
def test_a_naive_time_without_a_zone_is_refused(text: str) -> None:
    assert read(text, TimeRule()) == "naive"


def test_a_naive_time_is_read_in_the_zone_of_the_mapping() -> None:
    # Stockholm is one hour ahead of UTC in winter and two in summer.
    assert read("2026-03-01T08:00:00", TimeRule(zone=STOCKHOLM)) == "2026-03-01T07:00:00Z"
    assert read("2026-07-01T08:00:00", TimeRule(zone=STOCKHOLM)) == "2026-07-01T06:00:00Z"
    assert read("2026-07-01", TimeRule(zone=STOCKHOLM)) == "2026-06-30T22:00:00Z"


def test_an_offset_in_the_text_stands_above_the_zone() -> None:
    assert read("2026-07-01T08:00:00+01:00", TimeRule(zone=STOCKHOLM)) == "2026-07-01T07:00:00Z"


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026-13-01T00:00:00Z",
        "2026-03-01T24:01:00Z",
        "20260301",
        "2026",
        "soon",
        "1/2/2026",
        "2026-03-01T",
    ],
)
def test_an_impossible_date_is_put_aside_with_its_text(text: str) -> None:
    assert read(text, TimeRule(zone=STOCKHOLM)) == f"this is no time in the format of the mapping: {text}"


def test_a_blank_text_is_missing_and_no_fault() -> None:
    assert read("", TimeRule()) == ""


@pytest.mark.parametrize(
    ("choice", "instant"), [("first", "2026-10-25T00:30:00Z"), ("second", "2026-10-25T01:30:00Z")]
)
def test_the_doubled_hour_is_the_one_the_mapping_says(choice: str, instant: str) -> None:
    # On 2026-10-25 clocks in Sweden go from 03:00 (+02:00) back to 02:00 (+01:00).
    assert read("2026-10-25 02:30:00", TimeRule(zone=STOCKHOLM, doubled_hour=choice)) == instant


def test_the_doubled_hour_is_put_aside_where_the_mapping_says_nothing() -> None:
    assert read("2026-10-25 02:30:00", TimeRule(zone=STOCKHOLM)).startswith("this hour came twice")


def test_the_skipped_hour_goes_forward_with_the_offset_before_it() -> None:
    # On 2026-03-29 clocks in Sweden go from 02:00 (+01:00) to 03:00 (+02:00): 02:30 at +01:00 is 01:30 UTC.
    rule = TimeRule(zone=STOCKHOLM, skipped_hour="forward")
    assert read("2026-03-29 02:30:00", rule) == "2026-03-29T01:30:00Z"


def test_the_skipped_hour_is_put_aside_where_the_mapping_says_nothing() -> None:
    assert read("2026-03-29 02:30:00", TimeRule(zone=STOCKHOLM)).startswith("this hour was skipped")


def test_a_skipped_half_hour_goes_forward_by_half_an_hour() -> None:
    # Lord Howe Island: on 2026-10-04 at 02:00 (+10:30) clocks go to 02:30 (+11:00).
    # 02:15 at +10:30 is 15:45 UTC.
    rule = TimeRule(zone="Australia/Lord_Howe", skipped_hour="forward")
    assert read("2026-10-04 02:15:00", rule) == "2026-10-03T15:45:00Z"


def test_formats_are_tried_in_order() -> None:
    rule = TimeRule(("%d/%m/%Y %H:%M", "iso"), zone="UTC")
    assert read("02/03/2026 08:00", rule) == "2026-03-02T08:00:00Z"
    assert read("2026-03-02T08:00:00", rule) == "2026-03-02T08:00:00Z"


def test_a_format_with_an_offset_needs_no_zone() -> None:
    assert read("02/03/2026 08:00 +0200", TimeRule(("%d/%m/%Y %H:%M %z",))) == "2026-03-02T06:00:00Z"


def test_unix_seconds_are_whole_seconds() -> None:
    assert read("1772352000.9", TimeRule(("unix",))) == "2026-03-01T08:00:00Z"
    assert read("soon", TimeRule(("unix",))).startswith("this is no time")


def test_a_year_no_clock_reaches_is_put_aside_and_not_an_error() -> None:
    rule = TimeRule(("%d/%m/%Y",), zone="UTC")
    assert read("31/12/9999", rule) == "no time lies outside 1990-01-01 to 2099-12-31: 31/12/9999"
    assert read("31/12/0000", rule).startswith("this is no time")


def test_a_column_of_mixed_times_keeps_the_place_of_each() -> None:
    texts = pd.Series(["2026-03-01T08:00:00Z", "", "x", "2026-03-01"], dtype="str", index=[2, 3, 5, 9])
    found = read_times(texts, TimeRule(zone="UTC"))
    assert found.instants.index.tolist() == [2, 3, 5, 9]
    assert found.instants.isna().tolist() == [False, True, True, False]
    assert (found.reasons != "").tolist() == [False, False, True, False]


def test_blank_texts_do_not_hinder_a_format() -> None:
    assert parses(pd.Series(["01/02/2026", ""], dtype="str"), ("%m/%d/%Y",))
    assert not parses(pd.Series(["13/02/2026"], dtype="str"), ("%m/%d/%Y",))


@pytest.mark.parametrize(
    "text", ["9999-12-30", "9999-12-31T23:59:59", "2100-01-02", "1900-01-01", "0001-01-01"]
)
def test_a_day_on_which_no_fact_can_lie_is_no_time(text: str) -> None:
    assert read(text, TimeRule(zone=STOCKHOLM)) == f"no time lies outside 1990-01-01 to 2099-12-31: {text}"


def test_a_number_of_seconds_beyond_any_fact_is_no_time() -> None:
    assert read("99999999999", TimeRule(("unix",))).startswith("no time lies outside")


def test_days_lie_within_the_first_and_last_of_the_zone_and_may_end_with_the_last() -> None:
    rule = TimeRule(zone=STOCKHOLM, earliest=date(2026, 1, 1), latest=date(2026, 1, 31))
    assert read("2026-01-01T00:00:00", rule) == "2025-12-31T23:00:00Z"
    assert read("2025-12-31T23:59:59", rule).startswith("no time lies outside 2026-01-01 to 2026-01-31")
    # An interval that ends with the last day ends at the midnight after it.
    assert read("2026-02-01T00:00:00", rule) == "2026-01-31T23:00:00Z"
    assert read("2026-02-01T00:00:01", rule).startswith("no time lies outside")


def test_without_a_zone_the_days_are_those_of_utc() -> None:
    rule = TimeRule(earliest=date(2026, 1, 1))
    assert read("2026-01-01T00:30:00+01:00", rule).startswith("no time lies outside")
    assert read("2026-01-01T01:00:00+01:00", rule) == "2026-01-01T00:00:00Z"
