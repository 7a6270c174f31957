"""Scores as people read them: never rounded into another band, nor across the floor (design rule 4)."""

from fractions import Fraction

from dashboards.wording import Wording
from evaluator.contract.bands import Range
from evaluator.contract.scorecard import ScorecardTerms

DIGITS = 1


def score_number(value: Fraction, terms: ScorecardTerms, words: Wording) -> str:
    """Return a score between 0 and 100 with one decimal, on the same side of every border as unrounded.

    The borders are those of the bands and the floor of an area; where the nearest decimal would cross one,
    the one before it is taken.
    """
    return words.number(value, DIGITS, _between_borders(value, terms))


def score_interval(low: Fraction, high: Fraction, terms: ScorecardTerms, words: Wording) -> str:
    """Return what a score lies between; of one value only that."""
    if low == high:
        return score_number(low, terms, words)
    return words.text(
        "{low} to {high}", low=score_number(low, terms, words), high=score_number(high, terms, words)
    )


def _between_borders(value: Fraction, terms: ScorecardTerms) -> Range:
    borders = sorted({*(Fraction(band.at_least) for band in terms.bands), Fraction(terms.floor.area_below)})
    below = [border for border in borders if border <= value]
    above = [border for border in borders if border > value]
    ends = {"from": max(below, default=Fraction(0))} | ({"below": min(above)} if above else {})
    return Range.model_validate(ends)
