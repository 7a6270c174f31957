"""Survey indices: mean marks of several questions, on a scale from 0 to 100."""

from fractions import Fraction
from typing import NamedTuple

from evaluator.contract.indicators import Question, SurveyIndex
from evaluator.core.measuring.ticket_book import TicketBook
from evaluator.core.measuring.told import Told, exact_sum, response_rate, told_by_scope
from evaluator.core.outcomes import Figure, Scope
from evaluator.core.periods import Period

LARGEST_DENOMINATOR = 10**15
"""A mean of many questions, each with another number of answers, can need more digits than can be stored."""


class _Answers(NamedTuple):
    """What was answered to one question; `known` are the open seconds it covers.

    `fits` says whether the scale has the marks.
    """

    question: Question
    marks: int
    answers: int
    known: int
    fits: bool
    response: Fraction | None


def measure_survey(indicator: SurveyIndex, book: TicketBook, period: Period) -> dict[Scope, Figure | None]:
    """Return the index of each whole scope, segment and unit, with its response rate.

    None where no question was answered by anybody that a source told of.
    """
    measures = [question.measure for question in indicator.questions]
    found = told_by_scope(indicator, measures, indicator.data, book, period)
    return {told.scope: _figure(indicator, told) for told in found}


def _figure(indicator: SurveyIndex, told: Told) -> Figure | None:
    """The index with as many answers, as complete and with such a response as the worst of its questions."""
    if told.rows.empty:
        return None
    found = [_answers(question, indicator, told) for question in indicator.questions]
    rates = [one.response for one in found if one.response is not None]
    # Something was told: where it says nothing, the period is not an empty one even if nothing was open.
    expected = told.expected if all(one.fits for one in found) else max(told.expected, 1)
    known = min(one.known for one in found)
    value = _index(indicator, found)
    bound = value if known == expected else None
    return Figure(
        numerator=0 if value is None else value.numerator,
        denominator=0 if value is None else value.denominator,
        sample_size=min(one.answers for one in found),
        misses=None,
        known=known,
        expected=expected,
        low=bound,
        high=bound,
        response=min(rates) if len(rates) == len(found) else None,
    )


def _answers(question: Question, indicator: SurveyIndex, told: Told) -> _Answers:
    rows = told.of(question.measure)
    marks, answers = exact_sum(rows["numerator"]), exact_sum(rows["denominator"])
    scale = indicator.scale
    # Marks that the scale does not have show nothing on it.
    fits = scale.lowest * answers <= marks <= scale.highest * answers
    known = told.known(rows) if fits else 0
    return _Answers(question, marks, answers, known, fits, response_rate(rows))


def _index(indicator: SurveyIndex, found: list[_Answers]) -> Fraction | None:
    """The mean mark by the weights of the questions, on the scale.

    None where one has no answer, or marks that the scale does not have.
    """
    if any(one.answers == 0 or not one.fits for one in found):
        return None
    weights = sum(one.question.weight for one in found)
    mean = (
        sum((one.question.weight * Fraction(one.marks, one.answers) for one in found), Fraction(0)) / weights
    )
    scale = indicator.scale
    index = 100 * (mean - scale.lowest) / (scale.highest - scale.lowest)
    return index.limit_denominator(LARGEST_DENOMINATOR)
