"""Measurements and statements: exact values, and the periods they cover."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.errors import ProblemsFound
from collector.records import FactKind
from collector.sources.decimals import read_decimals
from tests.collector.sources.helpers import delivered, instant, intake, plain, reasons

SURVEY: dict[str, Any] = {
    "type": "measurements",
    "columns": {"value": "share", "month": "month"},
    "constants": {"service": "T1", "measure": "satisfaction"},
    "time_zone": "Europe/Stockholm",
}
NUMBERS = ["numerator", "denominator"]


def value(text: str, decimal: str = ".", *, percent: bool = False) -> Fraction | None:
    number = read_decimals(pd.Series([text], dtype="str"), decimal, percent=percent)
    digits, places = number.digits.iloc[0], number.places.iloc[0]
    return None if pd.isna(digits) else Fraction(int(digits), 10 ** int(places))


@pytest.mark.parametrize(
    ("text", "decimal", "exact"),
    [
        ("98,5", ",", Fraction(985, 10)),
        ("98.5 %", ".", Fraction(985, 1000)),
        ("98,50%", ",", Fraction(9850, 10000)),
        ("1 234,5", ",", Fraction(12345, 10)),
        ("1\u00a0234", ".", Fraction(1234)),
        ("\u22120,5", ",", Fraction(-1, 2)),
        ("+7", ".", Fraction(7)),
        ("0.000", ".", Fraction(0)),
    ],
)
def test_a_decimal_number_is_read_exactly(text: str, decimal: str, exact: Fraction) -> None:
    assert value(text, decimal) == exact


@pytest.mark.parametrize("text", ["98.5", "1e3", "", "n/a", "1,2,3", ",5", "5,", "--1", "1" * 19, "%"])
def test_what_is_no_number_with_a_decimal_comma_is_missing(text: str) -> None:
    assert value(text, ",") is None


def test_a_column_of_percent_needs_no_sign() -> None:
    assert value("98.5", percent=True) == Fraction(985, 1000)


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_every_decimal_number_comes_back_as_it_is(number: Any) -> None:
    assert value(f"{number:f}") == Fraction(number)


def test_a_month_runs_from_midnight_to_midnight_in_its_zone(tmp_path: Path) -> None:
    # March 2026 in Stockholm: from +01:00 to +02:00, an hour short.
    found = intake(delivered(tmp_path, "share,month\n98.5 %,2026-03\n"), SURVEY).facts[FactKind.MEASUREMENT]
    assert plain(found) == [
        [
            "satisfaction",
            "T1",
            None,
            None,
            instant("2026-02-28T23:00:00+00:00"),
            instant("2026-03-31T22:00:00+00:00"),
            985,
            1000,
            None,
            None,
        ]
    ]


def test_a_day_of_the_clock_change_has_23_hours(tmp_path: Path) -> None:
    mapping = {**SURVEY, "columns": {"value": "share", "day": "day"}}
    found = intake(delivered(tmp_path, "share,day\n1,2026-03-29\n"), mapping).facts[FactKind.MEASUREMENT]
    assert found["to_at"].iloc[0] - found["from_at"].iloc[0] == 23 * 3600


def test_days_and_months_may_have_another_format(tmp_path: Path) -> None:
    mapping = {**SURVEY, "time_format": "%d.%m.%Y", "columns": {"value": "share", "day": "day"}}
    found = intake(delivered(tmp_path, "share,day\n1,29.03.2026\n"), mapping).facts[FactKind.MEASUREMENT]
    assert found["from_at"].tolist() == [instant("2026-03-28T23:00:00+00:00")]
    months = {**SURVEY, "time_format": "%m/%Y"}
    found = intake(delivered(tmp_path, "share,month\n1,12/2026\n"), months).facts[FactKind.MEASUREMENT]
    assert found["to_at"].tolist() == [instant("2026-12-31T23:00:00+00:00")]


def test_two_columns_may_give_the_period_and_constants_too(tmp_path: Path) -> None:
    mapping = {**SURVEY, "columns": {"value": "share", "from_at": "from", "to_at": "to"}}
    rows = "share,from,to\n1,2026-03-01,2026-04-01\n2,2026-03-01,2026-03-01\n3,,2026-03-01\n"
    found = intake(delivered(tmp_path, rows), mapping)
    assert found.facts[FactKind.MEASUREMENT]["from_at"].tolist() == [instant("2026-02-28T23:00:00+00:00")]
    assert reasons(found) == [
        (3, "the period does not end after it starts"),
        (4, "the time of from_at is blank"),
    ]
    constant = {
        **SURVEY,
        "columns": {"value": "share"},
        "constants": {**SURVEY["constants"], "from_at": "2026-03-01", "to_at": "2026-04-01T00:00:00+02:00"},
    }
    found = intake(delivered(tmp_path, "share\n1\n"), constant)
    assert found.facts[FactKind.MEASUREMENT]["to_at"].tolist() == [instant("2026-03-31T22:00:00+00:00")]


def test_a_constant_period_without_offset_or_zone_is_an_error(tmp_path: Path) -> None:
    mapping = {
        **SURVEY,
        "time_zone": None,
        "columns": {"value": "share"},
        "constants": {**SURVEY["constants"], "from_at": "2026-03-01", "to_at": "2026-04-01"},
    }
    with pytest.raises(ProblemsFound, match="column 'from_at' holds times without an offset"):
        intake(delivered(tmp_path, "share\n1\n"), mapping)


def test_a_constant_period_that_is_no_time_puts_rows_aside(tmp_path: Path) -> None:
    constants = {**SURVEY["constants"], "from_at": "soon", "to_at": "2026-04-01"}
    found = intake(
        delivered(tmp_path, "share\n1\n"), {**SURVEY, "columns": {"value": "share"}, "constants": constants}
    )
    assert reasons(found) == [(2, "the constant from_at: this is no time in the format of the mapping: soon")]


def test_numerator_and_denominator_are_brought_to_whole_numbers(tmp_path: Path) -> None:
    columns = {
        "numerator": "good",
        "denominator": "all",
        "month": "month",
        "sample_size": "n",
        "population": "asked",
    }
    rows = "good,all,month,n,asked\n45,50,2026-03,50,120\n0.5,2,2026-03,,\n0,0,2026-03,0,10\n"
    found = intake(delivered(tmp_path, rows), {**SURVEY, "columns": columns}).facts[FactKind.MEASUREMENT]
    assert plain(found[[*NUMBERS, "sample_size", "population"]]) == [
        [45, 50, 50, 120],
        [5, 20, None, None],
        [0, 0, 0, 10],
    ]


def test_a_figure_that_cannot_be_used_is_put_aside(tmp_path: Path) -> None:
    columns = {"numerator": "good", "denominator": "all", "month": "month", "sample_size": "n"}
    rows = (
        "good,all,month,n\n,5,2026-03,1\nmany,5,2026-03,1\n1,-5,2026-03,1\n1,5,2026-13,1\n1,5,,1\n1,5,2026-03,-1\n"
        "999999999999999999,0.0001,2026-03,1\n"
    )
    found = intake(delivered(tmp_path, rows), {**SURVEY, "columns": columns})
    assert reasons(found) == [
        (2, "the numerator is blank"),
        (3, "good: this is no number with a decimal point: many"),
        (4, "the denominator is below zero"),
        (5, "the month is blank or no month in the format of the mapping"),
        (6, "the month is blank or no month in the format of the mapping"),
        (7, "the sample_size is below zero"),
        (8, "the number has too many digits"),
    ]
    assert found.facts[FactKind.MEASUREMENT].empty


def test_a_statement_names_indicator_and_value(tmp_path: Path) -> None:
    mapping = {
        "type": "statements",
        "columns": {
            "indicator": "kpi",
            "numerator": "n",
            "denominator": "d",
            "month": "month",
            "service": "it",
        },
        "values": {"indicator": {"Tillgänglighet": "availability"}},
        "unlisted": "keep",
        "delimiter": ";",
        "decimal": "comma",
        "time_zone": "Europe/Stockholm",
    }
    rows = "kpi;n;d;month;it\nTillgänglighet;99,5;100;2026-03;T1\n"
    rows += "Tillgänglighet;1;0;2026-03;T1\n;1;2;2026-03;T1\n"
    found = intake(delivered(tmp_path, rows), mapping)
    assert plain(found.facts[FactKind.STATEMENT][["indicator", "service", *NUMBERS]]) == [
        ["availability", "T1", 995, 1000]
    ]
    assert reasons(found) == [(3, "the denominator is 0"), (4, "the indicator is blank")]


def test_statements_may_come_as_json(tmp_path: Path) -> None:
    mapping = {
        "type": "statements",
        "columns": {"service": "slug", "value": "uptime", "day": "day"},
        "constants": {"indicator": "availability"},
        "time_zone": "UTC",
    }
    content = '[{"slug": "T1", "uptime": "99.95%", "day": "2026-03-01"}]'
    found = intake(delivered(tmp_path, content, "summary.json"), mapping).facts[FactKind.STATEMENT]
    assert plain(found[NUMBERS]) == [[9995, 10000]]
