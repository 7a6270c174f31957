"""How misses become money, in words: repeats, rates, caps, what is given back; and the thresholds."""

from collections.abc import Iterator
from fractions import Fraction

from dashboards.report.context import Context
from dashboards.report.head import Entry
from dashboards.report.trigger_words import describe_trigger
from dashboards.wording.rounding import digits_needed
from dashboards.wording.words import Wording, marked
from evaluator.contract.credits import CapOrder, CreditTerms, RoundingMethod

_ROUNDING = {
    RoundingMethod.HALF_UP: marked("to the nearest {unit}, a half upwards"),
    RoundingMethod.HALF_EVEN: marked("to the nearest {unit}, a half to the even one"),
    RoundingMethod.DOWN: marked("down to a whole {unit}"),
}


def describe_credits(context: Context) -> tuple[Entry, ...]:
    """Return the rules of repeats and credits."""
    terms, words = context.contract.credits, context.wording
    if terms is None:
        return (Entry(words.text("Credits"), words.text("A miss leads to no credit.")),)
    return (
        Entry(words.text("Repeat"), _repeat(context, terms)),
        Entry(words.text("Credits"), _money(context, terms)),
        *_over_time(context, terms),
    )


def describe_triggers(context: Context) -> tuple[Entry, ...]:
    """Return the rules of the thresholds, each with its clause and what it gives."""
    words = context.wording
    return tuple(
        Entry(
            one.label.in_language(words.language),
            " ".join(
                (
                    describe_trigger(one, words),
                    words.text("Reaching it gives {right}.", right=one.gives.in_language(words.language)),
                    f"({one.clause})",
                )
            ),
        )
        for one in context.contract.triggers
    )


def _repeat(context: Context, terms: CreditTerms) -> str:
    words = context.wording
    rule = words.text(
        "An indicator with points on the same service in the period before as well has its points"
        " multiplied by {factor}, once.",
        factor=terms.repeat.factor,
    )
    chain = (
        words.text("A period that could not be assessed breaks the chain.")
        if terms.repeat.not_assessable_breaks_chain
        else words.text("A period that could not be assessed is passed over and does not break the chain.")
    )
    return f"{rule} {chain}"


def _money(context: Context, terms: CreditTerms) -> str:
    words, currency = context.wording, context.contract.contract.currency

    caps = (
        words.text("The cap of each service applies first.")
        if terms.cap_order is CapOrder.SERVICE_FIRST
        else words.text("The cap of all services together applies first.")
    )
    rate = words.text(
        "{points} A service gives at most {service_cap} of its monthly fee; all services together at most"
        " {total_cap} of the month's fees, shared in proportion.",
        points=_price_of_points(context, terms),
        service_cap=_share(words, terms.service_cap),
        total_cap=_share(words, terms.total_cap),
    )
    unit = words.money(terms.rounding.to, currency)
    rounding = words.text(
        "Each service's credit is rounded {rule}.",
        rule=words.text(_ROUNDING[terms.rounding.method], unit=unit),
    )
    lapse = words.plural(
        "A claim lapses after {n} month.",
        "A claim lapses after {n} months.",
        terms.claim_lapses_after_months,
    )
    return f"{rate} {caps} {rounding} {lapse}"


def _price_of_points(context: Context, terms: CreditTerms) -> str:
    words = context.wording
    if terms.per_point is not None:
        return words.text(
            "Each point gives {rate} of the service's monthly fee.", rate=_share(words, terms.per_point)
        )
    if not terms.point_steps:
        return words.text("No credit follows from points.")
    steps = [
        words.text("{points} points {share}", points=one.at_least, share=_share(words, one.share))
        for one in terms.point_steps
    ]
    return words.text(
        "The points of a service give a share of its fee by steps: {steps}.", steps=", ".join(steps)
    )


def _over_time(context: Context, terms: CreditTerms) -> Iterator[Entry]:
    """Caps over more than a month, bonus and earn-back, each only where the contract has it."""
    words, currency = context.wording, context.contract.contract.currency
    found = []
    if terms.quarter_cap is not None:
        share = _share(words, terms.quarter_cap)
        found.append(
            words.text("A service gives at most {share} of its three monthly fees in a quarter.", share=share)
        )
    if terms.yearly_cap is not None:
        share = _share(words, terms.yearly_cap.share)
        found.append(words.text("A year gives at most {share} of twelve monthly fees.", share=share))
    if terms.term_cap is not None:
        share, total = _share(words, terms.term_cap.share), words.money(terms.term_cap.contract_sum, currency)
        found.append(
            words.text(
                "The whole contract gives at most {share} of its sum, {amount}.", share=share, amount=total
            )
        )
    if found:
        yield Entry(words.text("Caps over time"), " ".join(found))
    if terms.bonus is not None:
        share = _share(words, terms.bonus.at_most)
        yield Entry(
            words.text("Bonus"),
            words.text("All bonuses of a month are at most {share} of its fees.", share=share),
        )
    if terms.earn_back is not None:
        share, periods = _share(words, terms.earn_back.share), terms.earn_back.periods
        yield Entry(
            words.text("Given back"),
            words.text(
                "{share} of a credit is given back when its indicator has met its target {periods} periods"
                " in a row.",
                share=share,
                periods=periods,
            ),
        )


def _share(words: Wording, fraction: Fraction) -> str:
    return words.percent(fraction, digits_needed(fraction * 100))
