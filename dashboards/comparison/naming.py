"""What things of two wordings are called: by the newer one, which has what was added."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from dashboards.report.limits import describe_limit, is_around_the_clock
from dashboards.wording import Wording
from dashboards.wording.words import MINUS
from evaluator.contract.clocks import TimeLimit
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import AnyIndicator


@dataclass(frozen=True)
class Naming:
    """Two wordings of a contract and the words; a name that neither has stays itself."""

    today: Contract
    draft: Contract
    words: Wording

    def indicator(self, name: str) -> str:
        """Return an indicator's name and label."""
        found = self.find_indicator(name)
        return name if found is None else f"{name} {found.label.in_language(self.words.language)}"

    def find_indicator(self, name: str) -> AnyIndicator | None:
        """Return an indicator of the draft, or of today's wording."""
        every = [*self.draft.indicators, *self.today.indicators]
        return next((one for one in every if one.id == name), None)

    def service(self, name: str) -> str:
        """Return the label of a service; empty text is all that an indicator is measured on together."""
        if not name:
            return self.words.text("All services concerned")
        every = [*self.draft.services, *self.today.services]
        return next((one.label.in_language(self.words.language) for one in every if one.id == name), name)

    def money(self, amount: Fraction) -> str:
        """Return an exact amount, rounded to the smallest unit for people."""
        return self.words.money(in_minor_units(amount), self.draft.contract.currency)

    def more_money(self, amount: Fraction) -> str:
        """Return an amount with its sign."""
        return self._signed(amount, self.money(abs(amount)))

    def more(self, number: int) -> str:
        """Return a number with its sign."""
        return self._signed(Fraction(number), self.words.number(abs(number)))

    def limit(self, limit: TimeLimit, indicator: AnyIndicator | None) -> str:
        """Return a limit of an indicator in words."""
        in_days = indicator is not None and is_around_the_clock(indicator, self.draft)
        return describe_limit(limit, self.words, in_days=in_days)

    def amount(self, amount: int, *, in_days: bool) -> str:
        """Return what was used of a limit, in seconds or in working days."""
        if in_days:
            return self.words.plural("{n} working day", "{n} working days", amount)
        return self.words.duration(amount)

    def listing(self, names: Iterable[str]) -> str:
        """Return indicators in one line."""
        return self.words.listing(self.indicator(name) for name in names)

    def _signed(self, number: Fraction, shown: str) -> str:
        if number == 0:
            return "±0"
        return f"+{shown}" if number > 0 else f"{MINUS}{shown}"


def in_minor_units(amount: Fraction) -> Decimal:
    """Return an exact amount rounded to the hundredth, half to even."""
    return Decimal(round(amount * 100)).scaleb(-2)
