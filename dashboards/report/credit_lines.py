"""What each credit is made of: one row for each indicator and service, and what goes back to the supplier."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from dashboards.report.context import Context
from dashboards.wording.rounding import digits_needed
from dashboards.wording.terms import line_word
from evaluator.core.money.lines import CreditLine
from evaluator.core.outcomes import Scope, View


@dataclass(frozen=True)
class LineRow:
    """One line; `month` is empty where it is the month itself, `explain` the key of the outcome behind it."""

    service: str
    indicator: str
    kind: str
    month: str
    points: str
    before_caps: str
    after_caps: str
    explain: str


def build_lines(context: Context) -> tuple[LineRow, ...]:
    """Return the lines of the credits after agreed exclusions, by service."""
    order = {name: place for place, name in enumerate(context.service_labels)}
    found = [line for line in context.results.credit_lines if line.view == View.AFTER_EXCLUSIONS]
    found.sort(key=lambda line: (order.get(line.service, len(order)), line.kind.gives_back, line.indicator))
    return tuple(line_row(context, line) for line in found)


def line_row(context: Context, line: CreditLine) -> LineRow:
    """Return one line in words; a part of the billed service is named in brackets."""
    words, indicator = context.wording, context.indicators.get(line.indicator)
    label = "" if indicator is None else f" {indicator.label.in_language(words.language)}"
    part = line.measured_on if line.measured_on not in {"", line.service} else ""
    is_now = line.period == context.results.period.name
    return LineRow(
        service=context.service(line.service) + (f" ({context.service(part)})" if part else ""),
        indicator=f"{line.indicator}{label}",
        kind=line_word(line.kind, words),
        month="" if is_now else words.month(line.period),
        points=words.number(line.points),
        before_caps=exact_money(context, line.before_caps),
        after_caps=exact_money(context, line.after_caps),
        explain=context.keys.of_outcome(line.indicator, Scope(line.measured_on)) if is_now else "",
    )


def given_back_words(context: Context) -> str:
    """Return what bonus and earn-back give the supplier, and what is left; empty where there is nothing."""
    for total in context.results.credit_totals:
        if total.view == View.AFTER_EXCLUSIONS and total.given_back != 0:
            words, currency = context.wording, context.contract.contract.currency
            return words.text(
                "Bonus and credits given back are {back} to the supplier; of {credited} in credits"
                " {left} are left.",
                back=words.money(total.given_back, currency),
                credited=words.money(total.credited, currency),
                left=words.money(total.credited - total.given_back, currency),
            )
    return ""


def exact_money(context: Context, amount: Fraction) -> str:
    """Return an amount before rounding, with the decimals that are needed to tell it, four at most."""
    return context.wording.money(plain_amount(amount), context.contract.contract.currency)


def plain_amount(amount: Fraction) -> Decimal:
    """Return an amount with the decimals that are needed to tell it, four at most."""
    scaled = Decimal(amount.numerator) / Decimal(amount.denominator)
    return scaled.quantize(Decimal(1).scaleb(-digits_needed(amount)))
