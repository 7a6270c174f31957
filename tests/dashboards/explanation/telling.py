"""Figures of the results made by hand, explained, as text."""

from typing import Any

from dashboards.explanation.figures import explain_figure
from dashboards.explanation.parts import Explained, Heading, Sentence, Table
from dashboards.explanation.telling import FigureFacts, MaintenanceWindow
from dashboards.report.context import context_of
from dashboards.wording import wording
from evaluator.core.outcomes import View
from evaluator.results.published import PeriodResults, TicketEvidence
from tests.dashboards.builders import make_results


def facts_of(
    results: PeriodResults | None = None,
    language: str = "en",
    view: View = View.AFTER_EXCLUSIONS,
    tickets: tuple[TicketEvidence, ...] = (),
    maintenance: tuple[MaintenanceWindow, ...] = (),
    **others: Any,
) -> FigureFacts:
    """Return what figures are explained with."""
    context = context_of(make_results() if results is None else results, wording(language))
    return FigureFacts(context, view, tickets, maintenance, **others)


def explained(key: str, facts: FigureFacts | None = None) -> Explained:
    """Return the explanation of the one figure called `key`."""
    known = facts_of() if facts is None else facts
    [subject] = known.keys.find(key)
    return explain_figure(known, subject)


def sentences(found: Explained) -> list[str]:
    """Return what is said, with plain spaces."""
    said = [part.text for part in found.parts if isinstance(part, Sentence | Heading)]
    return [text.replace("\xa0", " ").replace("\u202f", " ") for text in said]


def table(found: Explained, title: str) -> Table:
    """Return the table called `title`."""
    return next(part for part in found.parts if isinstance(part, Table) and part.title == title)


def cells(found: Explained, title: str) -> list[tuple[str, ...]]:
    """Return the rows of a table, with plain spaces."""
    return [tuple(cell.replace("\xa0", " ") for cell in row) for row in table(found, title).rows]
