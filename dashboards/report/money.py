"""Points and credits per service, with caps, in both views; and the months before."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from dashboards.figure_keys import FigureKind, explain_command
from dashboards.report.charts import BarChart, draw_bars
from dashboards.report.context import Context, anchor
from dashboards.report.credit_lines import LineRow, build_lines, given_back_words
from dashboards.report.history import MONTHS_SHOWN
from dashboards.wording.rounding import digits_needed
from dashboards.wording.terms import cap_word
from evaluator.core.money.credits import Cap, ServiceCredit
from evaluator.core.outcomes import View
from evaluator.core.periods import month_name_before


@dataclass(frozen=True)
class CreditRow:
    """One service; `cap` is empty where no cap bound, `explain` the command that tells the reckoning."""

    anchor: str
    service: str
    points: str
    monthly_fee: str
    raw_share: str
    share: str
    cap: str
    measured: str
    after: str
    difference: str
    pending: str
    explain: str


@dataclass(frozen=True)
class MonthRow:
    """The credits of one earlier month."""

    month: str
    amount: str


@dataclass(frozen=True)
class CreditsSection:
    """All services, their total, and the months before; `has_pending` shows a further column."""

    rows: tuple[CreditRow, ...]
    total: CreditRow
    has_pending: bool
    chart: BarChart
    months: tuple[MonthRow, ...]
    lines: tuple[LineRow, ...]
    given_back: str


def totals_by_view(context: Context) -> dict[View, Decimal]:
    """Return the sum of calculated credits in each view that has any."""
    found: dict[View, Decimal] = {}
    for credit in context.results.credits:
        view = View(credit.view)
        found[view] = found.get(view, Decimal(0)) + credit.amount
    return found


def build_credits(context: Context) -> CreditsSection | None:
    """Return the credits of the period, or None where the contract gives none."""
    if context.contract.credits is None:
        return None
    by_service = _by_service(context)
    totals = totals_by_view(context)
    has_pending = View.IF_PENDING_ACCEPTED in totals
    chart, months = _months(context)
    return CreditsSection(
        rows=tuple(
            _row(context, service, by_service[service])
            for service in dict.fromkeys([*context.service_labels, *by_service])
            if service in by_service
        ),
        total=_total(context, totals, by_service),
        has_pending=has_pending,
        chart=chart,
        months=months,
        lines=build_lines(context),
        given_back=given_back_words(context),
    )


def _by_service(context: Context) -> dict[str, dict[View, ServiceCredit]]:
    found: dict[str, dict[View, ServiceCredit]] = {}
    for credit in context.results.credits:
        found.setdefault(credit.service, {})[View(credit.view)] = credit
    return found


def _row(context: Context, service: str, views: dict[View, ServiceCredit]) -> CreditRow:
    after = views.get(View.AFTER_EXCLUSIONS, next(iter(views.values())))
    words, currency = context.wording, context.contract.contract.currency
    amounts = {view: credit.amount for view, credit in views.items()}
    return CreditRow(
        anchor=anchor("credit", service),
        service=context.service(service),
        points=words.number(after.points),
        monthly_fee=words.money(after.monthly_fee, currency),
        raw_share=_share(context, after.raw_share),
        share=_share(context, after.share),
        cap="" if after.capped_by is Cap.NONE else cap_word(after.capped_by, words),
        **_amounts(context, amounts),
        explain=explain_command(context.keys.of(FigureKind.CREDIT, service)),
    )


def _total(
    context: Context, totals: dict[View, Decimal], by_service: dict[str, dict[View, ServiceCredit]]
) -> CreditRow:
    words, currency = context.wording, context.contract.contract.currency
    after = [views[View.AFTER_EXCLUSIONS] for views in by_service.values() if View.AFTER_EXCLUSIONS in views]
    return CreditRow(
        anchor="credits-total",
        service=words.text("Total"),
        points=words.number(sum(credit.points for credit in after)),
        monthly_fee=words.money(sum((credit.monthly_fee for credit in after), Decimal(0)), currency),
        raw_share="",
        share="",
        cap="",
        **_amounts(context, totals),
        explain=explain_command(context.keys.of(FigureKind.CREDIT)),
    )


def _amounts(context: Context, amounts: dict[View, Decimal]) -> dict[str, str]:
    words, currency = context.wording, context.contract.contract.currency

    def shown(view: View) -> str:
        return words.money(amounts[view], currency) if view in amounts else ""

    both = View.AS_MEASURED in amounts and View.AFTER_EXCLUSIONS in amounts
    difference = amounts[View.AFTER_EXCLUSIONS] - amounts[View.AS_MEASURED] if both else None
    return {
        "measured": shown(View.AS_MEASURED),
        "after": shown(View.AFTER_EXCLUSIONS),
        "difference": "" if difference is None else words.money(difference, currency),
        "pending": shown(View.IF_PENDING_ACCEPTED),
    }


def _share(context: Context, share: Fraction) -> str:
    return context.wording.percent(share, max(digits_needed(share * 100, 2), 1))


def _months(context: Context) -> tuple[BarChart, tuple[MonthRow, ...]]:
    words, currency = context.wording, context.contract.contract.currency
    sums = _sums_by_month(context)
    last = context.results.period.name
    names = [month_name_before(last, back) for back in range(MONTHS_SHOWN - 1, -1, -1)]
    known = [name for name in names if name in sums]
    bars = [
        (name, f"{words.month(name)}: {_month_text(context, name, sums)}", sums.get(name)) for name in names
    ]
    highest = max((sums[name] for name in known), default=Decimal(0))
    chart = draw_bars(
        bars,
        words.text("Calculated credits of the last {months} months", months=MONTHS_SHOWN),
        words.text(
            "The sum is {sum}; the highest month has {highest}.",
            sum=words.money(sum((sums[name] for name in known), Decimal(0)), currency),
            highest=words.money(highest, currency),
        ),
        words.money(highest, currency),
    )
    return chart, tuple(MonthRow(words.month(name), _month_text(context, name, sums)) for name in names[::-1])


def _month_text(context: Context, name: str, sums: dict[str, Decimal]) -> str:
    if name not in sums:
        return context.wording.text("not evaluated")
    return context.wording.money(sums[name], context.contract.contract.currency)


def _sums_by_month(context: Context) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for month in context.results.credit_history:
        if month.credit.view == View.AFTER_EXCLUSIONS:
            sums[month.period] = sums.get(month.period, Decimal(0)) + month.credit.amount
    totals = totals_by_view(context)
    if View.AFTER_EXCLUSIONS in totals:
        sums[context.results.period.name] = totals[View.AFTER_EXCLUSIONS]
    return sums
