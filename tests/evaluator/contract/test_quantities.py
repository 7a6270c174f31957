"""Quantities, lengths of time, times of day and money as people write them."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from evaluator.contract.availability import DegradedTerms
from evaluator.contract.clocks import TimeLimit
from evaluator.contract.credits import CreditRounding, read_money
from evaluator.contract.hours import Opening, read_clock_time
from evaluator.contract.parts import Label, read_duration, read_quantity


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("90 %", Fraction(9, 10)),
        ("98,5 %", Fraction(197, 200)),
        ("0.5", Fraction(1, 2)),
        ("4 h", 14_400),
        ("30 min", 1_800),
        ("45 s", 45),
        ("14 d", 14 * 86_400),
        ("10 working days", 10),
        ("1 working day", 1),
        (" -2 ", -2),
        (4, 4),
        (Fraction(1, 3), Fraction(1, 3)),
    ],
)
def test_a_quantity_is_read_exactly(written: Any, meant: Fraction) -> None:
    assert read_quantity(written) == meant


def test_a_decimal_number_is_what_was_written_and_not_what_the_float_holds() -> None:
    assert read_quantity(0.1) == Fraction(1, 10)


@pytest.mark.parametrize("written", ["4 hours", "", "ninety %", "1 2", True, None, math.nan, math.inf, [1]])
def test_what_is_no_quantity_is_refused(written: Any) -> None:
    with pytest.raises(ValueError, match='text such as "90 %"'):
        read_quantity(written)


@given(st.integers(-(10**6), 10**6), st.integers(0, 999))
def test_percent_and_share_are_the_same_value(whole: int, thousandths: int) -> None:
    assert read_quantity(f"{whole}.{thousandths:03} %") == read_quantity(f"{whole},{thousandths:03}") / 100


@pytest.mark.parametrize(
    ("written", "seconds"), [("45 s", 45), ("90 min", 5400), ("1,5 h", 5400), ("14 d", 1_209_600)]
)
def test_a_length_of_time_is_whole_seconds(written: str, seconds: int) -> None:
    assert read_duration(written) == seconds


@pytest.mark.parametrize("written", ["4", 4, True, "4 hours", "10 working days", "50 %", None])
def test_a_length_of_time_without_its_unit_is_refused(written: Any) -> None:
    with pytest.raises(ValueError, match="a length of time is text such as"):
        read_duration(written)


@pytest.mark.parametrize("written", ["0.5 s", "-4 h"])
def test_a_length_of_time_is_neither_a_part_of_a_second_nor_below_nothing(written: str) -> None:
    with pytest.raises(ValueError, match="a whole number of seconds, not below 0"):
        read_duration(written)


@pytest.mark.parametrize(
    ("written", "seconds"), [("07:00", 25_200), ("16:30", 59_400), ("00:00:01", 1), ("24:00", 86_400)]
)
def test_a_time_of_day_is_seconds_after_midnight(written: str, seconds: int) -> None:
    assert read_clock_time(written) == seconds


@pytest.mark.parametrize("written", ["7:00", "25:00", "24:01", "12:60", "noon", 7, 420, True, None])
def test_a_time_of_day_is_text_of_two_digits_each_to_24_00(written: Any) -> None:
    with pytest.raises(ValueError, match="a time of day is text from"):
        read_clock_time(written)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        (3_600_000, "3600000"),
        ("3 600 000,50", "3600000.50"),
        ("3\u00a0600", "3600"),
        (0.1, "0.1"),
        ("-1250.50", "-1250.50"),
    ],
)
def test_money_is_read_exactly(written: Any, amount: str) -> None:
    assert read_money(written) == Decimal(amount)


@pytest.mark.parametrize(
    "written", ["1.250,50", "3 mnkr", "", ".-5", "\u00b2", True, None, math.nan, math.inf, "NaN"]
)
def test_what_is_no_amount_of_money_is_refused(written: Any) -> None:
    with pytest.raises(ValueError, match="an amount of money is a number"):
        read_money(written)


@pytest.mark.parametrize("written", ["90,000", "90.000", "-1,250", "9 0,000"])
def test_three_figures_after_a_comma_or_point_could_be_thousands_and_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match="could be thousands or decimals"):
        read_money(written)


@pytest.mark.parametrize("written", ["0,125", 1.125, "1250.125", "900 000,125"])
def test_three_decimals_that_can_be_no_thousands_are_read(written: Any) -> None:
    assert read_money(written) % 1 == Decimal("0.125")


@pytest.mark.parametrize("step", ["0.005", "0.015", "0.001"])
def test_credits_are_not_rounded_to_parts_of_the_smallest_unit(step: str) -> None:
    with pytest.raises(ValidationError, match="whole hundredths"):
        CreditRounding.model_validate({"to": step, "method": "half_up"})


def test_the_schema_shows_quantities_as_people_write_them() -> None:
    assert TimeLimit.model_json_schema()["properties"]["time"]["anyOf"][0]["examples"][2] == "4 h"
    assert CreditRounding.model_json_schema()["properties"]["to"]["examples"] == [3600000, "1250.50"]
    assert Opening.model_json_schema()["properties"]["opens"]["examples"] == ["07:00", "24:00"]
    assert "90 %" in DegradedTerms.model_json_schema()["properties"]["weight"]["anyOf"][0]["examples"]


def test_a_label_speaks_swedish_and_english() -> None:
    label = Label(sv="lösningstid", en="time to resolve")
    assert [label.in_language("sv"), label.in_language("en")] == ["lösningstid", "time to resolve"]
