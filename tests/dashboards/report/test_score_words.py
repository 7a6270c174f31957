"""Scores as people read them: never rounded into another band (design rule 4)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.report.score_words import score_interval, score_number
from dashboards.wording import wording
from evaluator.contract.scorecard import ScorecardTerms
from tests.dashboards.builders import contract_content

TERMS = ScorecardTerms.model_validate(contract_content()["scorecard"])
"""Bands from 0, 65 and 80; an area below 40 holds the whole down."""
SWEDISH = wording("sv")


@pytest.mark.parametrize(
    ("score", "shown"),
    [
        (Fraction(8244, 100), "82,4"),
        (Fraction(8245, 100), "82,5"),  # a half goes up, inside the band
        (Fraction(7996, 100), "79,9"),  # 80,0 would be God; it is Godtagbar
        (Fraction(799_999, 10_000), "79,9"),
        (Fraction(80), "80,0"),
        (Fraction(6496, 100), "64,9"),
        (Fraction(3999, 100), "39,9"),  # the floor of an area
        (Fraction(100), "100,0"),
        (Fraction(0), "0,0"),
    ],
)
def test_a_score_is_shown_in_the_band_it_is_in(score: Fraction, shown: str) -> None:
    assert score_number(score, TERMS, SWEDISH) == shown


def test_both_ends_of_an_interval_keep_to_their_bands() -> None:
    assert score_interval(Fraction(7996, 100), Fraction(8324, 100), TERMS, SWEDISH) == "79,9 till 83,2"


def test_a_single_value_is_no_interval() -> None:
    assert score_interval(Fraction(80), Fraction(80), TERMS, SWEDISH) == "80,0"


@given(st.fractions(min_value=0, max_value=100, max_denominator=100_000))
def test_no_score_is_shown_on_the_other_side_of_a_border(score: Fraction) -> None:
    shown = Fraction(Decimal(score_number(score, TERMS, SWEDISH).replace(",", ".")))

    for border in (40, 65, 80):
        assert (shown >= border) == (score >= border)
