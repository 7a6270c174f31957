"""The rule of a threshold in words."""

from dashboards.wording.words import Wording
from evaluator.contract.triggers import (
    AnyTrigger,
    CapTrigger,
    IndicatorTrigger,
    PointsOf,
    PointsTrigger,
    When,
)


def describe_trigger(terms: AnyTrigger, words: Wording) -> str:
    """Return the rule of a threshold in words."""
    match terms:
        case PointsTrigger():
            of = {
                PointsOf.CONTRACT: words.text("all services together"),
                PointsOf.SERVICE: words.text("one service"),
                PointsOf.INDICATORS: words.text("all indicators, each counted once"),
            }[terms.of]
            return words.text(
                "At least {points} points of {services} in {months} months, after doubling.",
                points=terms.points,
                services=of,
                months=terms.months,
            )
        case CapTrigger():
            of_service = terms.cap == "service"
            cap = words.text("Cap of the service") if of_service else words.text("Cap of the whole month")
            return words.text("{cap}: reached {months} months running.", cap=cap, months=terms.months)
        case IndicatorTrigger():
            return _describe_indicator(terms, words)


def _describe_indicator(terms: IndicatorTrigger, words: Wording) -> str:
    what = {
        When.MISSED: words.text("below target"),
        When.LOWEST_BAND: words.text("in its outermost band"),
        When.POINTS: words.text("at {points} points or more, after doubling", points=terms.points or 0),
    }[terms.when]
    rule = words.text(
        "The same indicator on the same service {what} in {periods} of its last {all} periods.",
        what=what,
        periods=terms.periods,
        all=terms.of_periods,
    )
    chain = (
        words.text("A period that could not be assessed is one of them.")
        if terms.not_assessable_breaks_chain
        else words.text("A period that could not be assessed is passed over.")
    )
    return f"{rule} {chain}"
