"""The money of one month: lines, credits after caps, what goes back to the supplier, in every view."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from evaluator.contract.contract import Contract
from evaluator.contract.credits import CreditTerms, CreditYear
from evaluator.core.money.chains import Chains
from evaluator.core.money.credits import ServiceCredit, Spent, calculate_credits, round_amount
from evaluator.core.money.earn_back import earn_back_lines
from evaluator.core.money.lines import CreditLine, StartedSteps, bonus_lines, credit_lines, monthly_fees
from evaluator.core.outcomes import Outcome, View


@dataclass(frozen=True)
class CreditTotal:
    """All services together in one view.

    `credited` is the sum of their credits, `given_back` what bonus and earn-back give the supplier, rounded
    as credits are; `to_date` sums what was credited since the first month evaluated, this one included.
    """

    view: str
    credited: Decimal
    given_back: Decimal
    to_date: Decimal


@dataclass(frozen=True)
class MonthMoney:
    """What one month gives in money, in every view."""

    period: str
    credits: tuple[ServiceCredit, ...] = ()
    lines: tuple[CreditLine, ...] = ()
    totals: tuple[CreditTotal, ...] = ()

    def view_like(self, view: View) -> str:
        """Return `view`, or *after exclusions* where nothing was undecided and there is no third view."""
        has_it = any(credit.view == view for credit in self.credits)
        return view.value if has_it else View.AFTER_EXCLUSIONS.value

    def credits_in(self, view: View) -> list[ServiceCredit]:
        """Return the credits of a view, or of that which stands for it."""
        return [credit for credit in self.credits if credit.view == self.view_like(view)]

    def lines_in(self, view: View) -> tuple[CreditLine, ...]:
        """Return the lines of a view, or of that which stands for it."""
        return tuple(line for line in self.lines if line.view == self.view_like(view))

    def to_date(self, view: View) -> Decimal:
        """Return what was credited in a view up to and including this month."""
        known = [total.to_date for total in self.totals if total.view == self.view_like(view)]
        return sum(known, Decimal(0))


def calculate_month(
    contract: Contract,
    month: str,
    outcomes: Sequence[Outcome],
    steps: StartedSteps,
    past: Sequence[MonthMoney],
    chains: Chains,
) -> MonthMoney:
    """Return the money of `month` (`2026-10`), from its outcomes after the repeat rule.

    `past` is the money of earlier months, oldest first; `steps` what late cases have started. Nothing where
    the contract gives no credits.
    """
    if contract.credits is None:
        return MonthMoney(month)
    found = [
        _in_view(contract, contract.credits, month, view, outcomes, steps, past, chains)
        for view in dict.fromkeys(outcome.view for outcome in outcomes)
    ]
    return MonthMoney(
        month,
        tuple(credit for one in found for credit in one.credits),
        tuple(line for one in found for line in one.lines),
        tuple(total for one in found for total in one.totals),
    )


def _in_view(
    contract: Contract,
    terms: CreditTerms,
    month: str,
    view: View,
    outcomes: Sequence[Outcome],
    steps: StartedSteps,
    past: Sequence[MonthMoney],
    chains: Chains,
) -> MonthMoney:
    own = [outcome for outcome in outcomes if outcome.view is view]
    before = credit_lines(contract, terms, own, steps)
    spent = spent_before(month, view, terms, contract.term.first_day, past)
    held, lines = calculate_credits(before, monthly_fees(contract), terms, view.value, spent)
    back = [*bonus_lines(contract, terms, own)]
    if terms.earn_back is not None:
        earlier = {one.period: one.lines_in(view) for one in past}
        back += earn_back_lines(terms.earn_back, own, earlier, chains)
    credited = sum((credit.amount for credit in held), Decimal(0))
    given_back = round_amount(-sum((line.after_caps for line in back), Fraction(0)), terms.rounding)
    total = CreditTotal(view.value, credited, given_back, spent.term + credited)
    return MonthMoney(month, held, (*lines, *back), (total,))


def spent_before(
    month: str, view: View, terms: CreditTerms, term_starts: date, past: Iterable[MonthMoney]
) -> Spent:
    """Return what earlier months have used of the caps of `month`'s quarter, year and term, in one view."""
    earlier = sorted((one for one in past if one.period < month), key=lambda one: one.period)
    quarter = _from(earlier, _quarter_starts(month))
    year = _from(earlier, _year_starts(month, terms, term_starts))
    # A month whose terms gave no credits has no totals; what was credited before it is not forgotten.
    with_totals = [one for one in earlier if one.totals]
    by_service: dict[str, Decimal] = {}
    for credit in (found for one in quarter for found in one.credits_in(view)):
        by_service[credit.service] = by_service.get(credit.service, Decimal(0)) + credit.amount
    return Spent(
        quarter=by_service,
        year=sum((credit.amount for one in year for credit in one.credits_in(view)), Decimal(0)),
        term=with_totals[-1].to_date(view) if with_totals else Decimal(0),
    )


def _from(months: Iterable[MonthMoney], first: str) -> list[MonthMoney]:
    return [one for one in months if one.period >= first]


def _quarter_starts(month: str) -> str:
    year, number = month.split("-")
    return f"{year}-{(int(number) - 1) // 3 * 3 + 1:02}"


def _year_starts(month: str, terms: CreditTerms, term_starts: date) -> str:
    year, number = (int(part) for part in month.split("-"))
    begins = 1
    if terms.yearly_cap is not None and terms.yearly_cap.year is CreditYear.CONTRACT:
        begins = term_starts.month
    return f"{year if number >= begins else year - 1}-{begins:02}"
