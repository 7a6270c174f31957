"""Values and targets in words. The no-break space is written as \\xa0."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter

from dashboards.report.values import (
    ValueForm,
    describe_target,
    format_difference,
    format_value,
    higher_is_better,
    value_form,
)
from dashboards.wording import wording
from evaluator.contract.indicators import AnyIndicator
from tests.dashboards.builders import indicator_content, make_contract

SWEDISH, ENGLISH = wording("sv"), wording("en")
CONTRACT = make_contract()
READ: TypeAdapter[AnyIndicator] = TypeAdapter(AnyIndicator)


def known(name: str) -> AnyIndicator:
    return CONTRACT.indicator(name)


def made(kind: str, **changes: Any) -> AnyIndicator:
    return READ.validate_python(
        indicator_content(
            "X", kind, **({"bands": [], "consequence": "none", "minimum_sample": None} | changes)
        )
    )


def percentile() -> AnyIndicator:
    return made(
        "percentile",
        tickets={},
        of={"clock": "resolution"},
        percentile="95 %",
        method="linear",
        interval="exact",
        month_of="opened",
        target={"to": "4 h"},
    )


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("K03", ValueForm.SHARE),
        ("K04", ValueForm.NUMBER),
        ("K09b", ValueForm.SHARE),
        ("K12", ValueForm.WORKING_DAYS),
        ("K13", ValueForm.DURATION),
        ("K16", ValueForm.NUMBER),
    ],
)
def test_each_kind_of_indicator_has_its_form_of_value(name: str, form: ValueForm) -> None:
    assert value_form(known(name)) is form


@pytest.mark.parametrize(
    ("name", "swedish"),
    [
        ("K03", "högst 7\xa0%"),
        ("K04", "högst 0"),
        ("K05", "minst 90\xa0% inom 8\xa0tim"),
        ("K09b", "minst 99,5\xa0% av tiden"),
        ("K10", "minst 95\xa0% av enheterna når minst 99\xa0%"),
        ("K12", "högst 0 arbetsdagar över gränsen 10 arbetsdagar"),
        ("K13", "högst 8\xa0tim"),
        ("K16", "minst 70"),
    ],
)
def test_a_target_is_told_in_words(name: str, swedish: str) -> None:
    assert describe_target(known(name), CONTRACT, SWEDISH) == swedish


def test_a_target_of_a_percentile_names_it() -> None:
    assert describe_target(percentile(), CONTRACT, ENGLISH) == "at most 4\xa0h at percentile 95"


def test_limits_by_priority_are_all_told() -> None:
    indicator = made(
        "time_within_target",
        tickets={},
        clock="resolution",
        within={"limit_by": "priority", "limits": {"P1": {"time": "4 h"}, "P2": {"time": "8 h"}}},
        month_of="opened",
    )
    assert describe_target(indicator, CONTRACT, ENGLISH) == "at least 90%, limit 4\xa0h (P1), 8\xa0h (P2)"


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ({"above": "90 %"}, "above 90%"),
        ({"below": "5 %"}, "below 5%"),
        ({"from": "1 %", "below": "5 %"}, "at least 1% and below 5%"),
        ({"from": "5 %", "to": "5 %"}, "exactly 5%"),
    ],
)
def test_each_end_of_a_target_has_its_word(target: dict[str, str], words: str) -> None:
    indicator = made("imported", measure="m", unit="share", target=target)
    assert describe_target(indicator, CONTRACT, ENGLISH) == words


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("K05", Fraction(8999, 10_000), "89,9\xa0%"),
        ("K05", Fraction(9, 10), "90,0\xa0%"),
        ("K03", Fraction(7, 100), "7,0\xa0%"),
        ("K03", Fraction(70_001, 1_000_000), "7,1\xa0%"),
        ("K04", Fraction(3), "3"),
        ("K12", Fraction(1), "1 arbetsdag"),
        ("K13", Fraction(57_601, 2), "8\xa0tim 1\xa0s"),
        ("K16", Fraction(1399, 20), "69,9"),
    ],
)
def test_a_value_is_rounded_but_never_across_its_target(name: str, value: Fraction, shown: str) -> None:
    # 7.0001 % misses "at most 7 %", so 7.1 is shown; 28 800.5 s misses "at most 8 h", so 8 h 1 s
    assert format_value(known(name), value, SWEDISH) == shown


@pytest.mark.parametrize(
    ("name", "difference", "shown"),
    [
        ("K05", Fraction(0), "±0"),
        ("K05", Fraction(3, 175), "+1.71\xa0percentage points"),
        ("K05", Fraction(-1, 100_000), "\u22120.001\xa0percentage points"),
        ("K04", Fraction(-2), "\u22122"),
        ("K13", Fraction(-90), "\u22121\xa0min 30\xa0s"),
        ("K16", Fraction(1, 2), "+0.5"),
    ],
)
def test_a_difference_has_a_sign_and_its_unit(name: str, difference: Fraction, shown: str) -> None:
    assert format_difference(known(name), difference, ENGLISH) == shown


def test_less_is_better_where_the_target_has_an_upper_end() -> None:
    assert higher_is_better(known("K05"))
    assert not higher_is_better(known("K03"))
