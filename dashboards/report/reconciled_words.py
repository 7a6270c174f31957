"""Words of a reconciliation: in what both sides differ, and which rule explains it."""

from collections.abc import Iterable
from decimal import Decimal

from dashboards.wording import Wording
from dashboards.wording.terms import verdict_word
from dashboards.wording.words import MINUS, marked
from evaluator.core.reconciliation.found import DifferenceKind, Effect, Explanation

_KINDS = {
    DifferenceKind.ONLY_STATED: marked("only in the supplier's list"),
    DifferenceKind.ONLY_MEASURED: marked("only in the measurement"),
    DifferenceKind.OTHER_MONTH: marked("counted in another month"),
    DifferenceKind.OTHER_INDICATOR: marked("counted for another indicator"),
    DifferenceKind.OTHER_TIME: marked("other time"),
    DifferenceKind.OTHER_VERDICT: marked("other verdict"),
    DifferenceKind.OTHER_PRIORITY: marked("other priority"),
    DifferenceKind.OTHER_SERVICE: marked("other service"),
    DifferenceKind.LEFT_OUT_BY_SUPPLIER: marked("left out in the supplier's list"),
    DifferenceKind.LEFT_OUT_HERE: marked("left out here by agreement"),
    DifferenceKind.OTHER_START_OR_END: marked("other start or end"),
    DifferenceKind.CALLED_PLANNED: marked("planned, the supplier states"),
    DifferenceKind.OTHER_USERS: marked("other number of users"),
}
_EXPLANATIONS = {
    Explanation.NONE: marked("not explained"),
    Explanation.ROUNDING: marked("the list rounds its times"),
    Explanation.PAUSES_WAITING_USER: marked(
        "the list leaves out waiting for the user, which the contract counts"
    ),
    Explanation.PAUSES_WAITING_CUSTOMER: marked(
        "the list leaves out waiting for the customer, which the contract counts"
    ),
    Explanation.PAUSES_WAITING_THIRD: marked(
        "the list leaves out waiting for a third party, which the contract counts"
    ),
    Explanation.PAUSES_WAITING_SUPPLIER: marked(
        "the list leaves out waiting for the supplier, which the contract counts"
    ),
    Explanation.COUNTS_WAITING_USER: marked(
        "the list counts waiting for the user, which the contract leaves out"
    ),
    Explanation.COUNTS_WAITING_CUSTOMER: marked(
        "the list counts waiting for the customer, which the contract leaves out"
    ),
    Explanation.COUNTS_WAITING_THIRD: marked(
        "the list counts waiting for a third party, which the contract leaves out"
    ),
    Explanation.COUNTS_WAITING_SUPPLIER: marked(
        "the list counts waiting for the supplier, which the contract leaves out"
    ),
    Explanation.FIRST_SOLUTION: marked(
        "the list ends with the first solution; by the contract a reopened ticket goes on"
    ),
    Explanation.OTHER_HOURS: marked("the list counts in other hours: {hours}"),
}
_HOURS = {"service": marked("the service's own hours"), "always": marked("around the clock")}


def kinds_text(kinds: Iterable[DifferenceKind], elsewhere: str, words: Wording) -> str:
    """Return in what both sides differ, with the month or indicator the other side counts a ticket in."""
    shown = ", ".join(words.text(_KINDS[kind]) for kind in kinds)
    return f"{shown} ({elsewhere})" if elsewhere else shown


def explanation_text(explanation: Explanation, hours: str, words: Wording) -> str:
    """Return the rule that explains a difference in words."""
    named = words.text(_HOURS[hours]) if hours in _HOURS else hours
    return words.text(_EXPLANATIONS[explanation], hours=named)


def effect_text(effect: Effect | None, currency: str, words: Wording) -> str:
    """Return what the supplier's value alone would change: the verdict then, points, money."""
    if effect is None:
        return words.text("not reckoned alone")
    points = words.plural("{n} point", "{n} points", effect.points)
    parts = [verdict_word(effect.verdict, words), _signed(points, effect.points)]
    if effect.amount is not None:
        parts.append(money_text(effect.amount, currency, words))
    return ", ".join(parts)


def money_text(amount: Decimal | None, currency: str, words: Wording) -> str:
    """Return a difference in money with its sign; nothing where the contract gives no credits."""
    if amount is None:
        return ""
    return _signed(words.money(amount, currency), amount)


def _signed(text: str, number: Decimal | int) -> str:
    if number == 0:
        return "±" + text
    return text if text.startswith(MINUS) or MINUS in text else "+" + text
