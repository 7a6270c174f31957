"""A reconciliation told in sentences and tables, for the terminal and the page."""

from collections.abc import Iterator, Sequence

from dashboards.explanation.parts import Explained, Part, Sentence, make_table
from dashboards.report.context import Context
from dashboards.report.reconciled_rows import (
    DifferenceRow,
    FigureRow,
    figure_rows,
    outage_rows,
    ticket_rows,
    total_text,
)
from dashboards.wording.words import marked

_FIGURES = (
    marked("Indicator"),
    marked("Service"),
    marked("The supplier states"),
    marked("Measurement shows"),
    marked("Cases"),
    marked("Differing"),
    marked("Change of credit"),
)
_SUBJECT = (marked("Key"), marked("Indicator"), marked("Service"), marked("Differs in"))
_SIDES = (marked("The supplier states"), marked("Measurement shows"), marked("Difference"))
_WHY = (marked("Explanation"), marked("Alone it would give"))
_RIGHT = (marked("Change of credit"), marked("Difference"))


def tell_reconciliation(context: Context, source: str, *, shows_all: bool) -> Explained:
    """Return a month's reconciliation in words: the figures, then what differs, most money first.

    Of one `source`, or (empty text) of all. Tickets that a rule explains are only listed with `shows_all`.
    """
    words = context.wording
    title = words.text(
        "The supplier's lists beside the measurement, {month}",
        month=words.month(context.results.period.name),
    )
    return Explained(title, tuple(_parts(context, source, shows_all=shows_all)))


def _parts(context: Context, source: str, *, shows_all: bool) -> Iterator[Part]:
    words = context.wording
    figures = figure_rows(context, source)
    if not figures:
        yield Sentence(words.text("The supplier has delivered no list of tickets or outages for the month."))
        return
    for one in context.results.reconciliation.sources:
        if source in ("", one.source):
            yield Sentence(total_text(context, one))
    yield make_table(
        words, words.text("Figures"), _FIGURES, [_figure_cells(row) for row in figures], right=_RIGHT
    )
    tickets, every = ticket_rows(context, source, explained=shows_all), ticket_rows(context, source)
    if every:
        yield _differences(context, words.text("Tickets"), tickets)
    if len(tickets) < len(every):
        hidden = len(every) - len(tickets)
        yield Sentence(
            words.plural(
                "{n} ticket more, which a rule explains: --all",
                "{n} tickets more, which a rule explains: --all",
                hidden,
            )
        )
    outages = outage_rows(context, source)
    if outages:
        yield _differences(context, words.text("Outages"), outages)
    if not every and not outages:
        yield Sentence(words.text("No ticket and no outage differs."))


def _figure_cells(row: FigureRow) -> tuple[str, ...]:
    return (
        f"{row.indicator} {row.label}",
        row.service,
        row.stated,
        row.measured,
        row.cases,
        row.differing,
        row.amount,
    )


def _differences(context: Context, title: str, rows: Sequence[DifferenceRow]) -> Part:
    cells = [
        (
            row.subject,
            row.indicator,
            row.service,
            row.kinds,
            row.stated,
            row.measured,
            row.difference,
            row.explanation,
            row.effect,
        )
        for row in rows
    ]
    return make_table(context.wording, title, (*_SUBJECT, *_SIDES, *_WHY), cells, right=_RIGHT)
