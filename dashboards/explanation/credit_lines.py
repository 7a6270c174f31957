"""What the credit of a service is made of, line by line."""

from collections.abc import Iterator
from fractions import Fraction

from dashboards.explanation.parts import Heading, Part, Sentence, make_table
from dashboards.explanation.telling import FigureFacts
from dashboards.report.credit_lines import exact_money, line_row
from dashboards.wording.words import marked
from evaluator.core.money.credits import ServiceCredit
from evaluator.core.money.lines import CreditLine
from evaluator.core.outcomes import View

_LINES = (
    marked("Indicator"),
    marked("What it comes from"),
    marked("Month"),
    marked("Points"),
    marked("Before caps"),
    marked("After caps"),
    marked("Explained by"),
)


def credits_in_view(facts: FigureFacts) -> list[ServiceCredit]:
    """Return the credits of the view asked for; where nothing is undecided those after exclusions."""
    found = facts.context.results.credits
    own = [one for one in found if one.view == facts.view]
    return own or [one for one in found if one.view == View.AFTER_EXCLUSIONS]


def lines_in_view(facts: FigureFacts) -> list[CreditLine]:
    """Return the credit lines of the view asked for; where nothing is undecided those after exclusions."""
    view = next((one.view for one in credits_in_view(facts)), View.AFTER_EXCLUSIONS.value)
    return [line for line in facts.context.results.credit_lines if line.view == view]


def made_of(facts: FigureFacts, credit: ServiceCredit) -> Iterator[Part]:
    """Yield the lines of a credit; what goes back to the supplier stands beside it, not in the sum."""
    words = facts.words
    own = [line for line in lines_in_view(facts) if line.service == credit.service]
    yield Heading(words.text("What it is made of"))
    rows = [_line(facts, line) for line in own]
    yield make_table(words, words.text("Credit lines"), _LINES, rows, right=_LINES[3:6])
    left = sum((line.after_caps for line in own if not line.kind.gives_back), Fraction(0))
    yield Sentence(words.text("After caps they add up to {amount}.", amount=exact_money(facts.context, left)))


def _line(facts: FigureFacts, line: CreditLine) -> tuple[str, ...]:
    row = line_row(facts.context, line)
    return (row.indicator, row.kind, row.month, row.points, row.before_caps, row.after_caps, row.explain)
