"""Money in documents: calculated credits, and what became of them in the ledger."""

from dashboards.document.model import Block, Manner, Points, Section, runs
from dashboards.document.traces import figure
from dashboards.figure_keys import FigureKind
from dashboards.ledger.words import AMOUNTS
from dashboards.report.money import CreditRow
from dashboards.reports.telling import (
    Row,
    Telling,
    columns,
    figure_cell,
    note,
    noted_cell,
    numbers,
    plain,
    row_note,
    table_of,
    text_cell,
)
from evaluator.core.outcomes import View


def credits_section(telling: Telling) -> Section | None:
    """Return points and calculated credits of each service; None where the contract gives none."""
    words, found = telling.words, telling.report.credits
    if found is None:
        return None
    services = list(
        dict.fromkeys([*telling.context.service_labels, *(one.service for one in telling.results.credits)])
    )
    known = {one.service for one in telling.results.credits}
    names = [name for name in services if name in known]
    rows = [_credit_row(telling, name, row) for name, row in zip(names, found.rows, strict=True)]
    headings = (
        *columns((words.text("Service"), 3)),
        *numbers(words.text("Points"), words.text("Monthly fee"), words.text("Share after cap")),
        *numbers(words.text("As measured"), words.text("After agreed exclusions"), words.text("Difference")),
    )
    blocks: list[Block] = [
        plain(
            words.text(
                "Credits here are calculated from the results. What is claimed, credited, waived or"
                " disputed is"
                " decided and recorded by people."
            )
        ),
        table_of(
            "credits",
            words.text("Points and calculated credits of each service"),
            headings,
            [*rows, _credit_row(telling, "", found.total)],
            row_note(words),
            total=True,
        ),
    ]
    if found.has_pending:
        blocks.append(
            plain(
                words.text("If pending exclusions are accepted"),
                ": ",
                figure(found.total.pending, telling.trace(FigureKind.CREDIT)),
            )
        )
    if found.given_back:
        blocks.append(note(found.given_back))
    return Section("credits", words.text("Points and credits"), tuple(blocks))


def _credit_row(telling: Telling, service: str, row: CreditRow) -> Row:
    trace = telling.trace(FigureKind.CREDIT, service)
    amounts = {
        view: sum(
            (
                one.amount
                for one in telling.results.credits
                if one.view == view and service in ("", one.service)
            ),
            start=0,
        )
        for view in (View.AS_MEASURED, View.AFTER_EXCLUSIONS)
    }
    return (
        text_cell(row.service, row.cap),
        noted_cell(row.points),
        text_cell(row.monthly_fee),
        text_cell(row.share),
        noted_cell(row.measured, amounts[View.AS_MEASURED] if row.measured else None),
        figure_cell(row.after, trace, float(amounts[View.AFTER_EXCLUSIONS])) if row.after else text_cell(""),
        text_cell(row.difference),
    )


def credit_months_section(telling: Telling) -> Section | None:
    """Return the credits of each of the months behind; None where the contract gives none."""
    words, found = telling.words, telling.report.credits
    if found is None:
        return None
    rows = [
        (text_cell(one.month), figure_cell(one.amount, telling.trace(FigureKind.CREDIT)))
        for one in found.months
    ]
    headings = (*columns(words.text("Month")), *numbers(words.text("Credits")))
    caption = words.text("Calculated credits of each month, after agreed exclusions")
    return Section(
        "credit-months",
        words.text("Credits month by month"),
        (table_of("credit-months", caption, headings, rows),),
    )


def ledger_section(telling: Telling) -> Section | None:
    """Return what became of the credits; None where nobody read the ledger or there is none."""
    words, found = telling.words, telling.report.ledger
    if found is None:
        return None
    shown = [words.text(heading) for heading in AMOUNTS.values()]
    headings = (*columns((words.text("Month"), 1), (words.text("Service"), 2)), *numbers(*shown))
    rows: list[Row] = []
    for one in found.rows:
        trace = telling.ledger_trace("" if one.is_total and one.month != telling.month else one.month)
        first, *others = one.amounts[: len(shown)]
        cells = [figure_cell(first, trace), *(noted_cell(amount) for amount in others)]
        rows.append((text_cell(one.month), text_cell(one.service), *cells))
    blocks: list[Block] = [
        plain(found.label),
        plain(figure(found.sentence, telling.ledger_trace(telling.month)), manner=Manner.MEASURED),
        table_of("ledger", words.text("What became of calculated credits"), headings, rows, total=True),
    ]
    if found.lapsing:
        told = tuple(runs(figure(text, telling.ledger_trace())) for text in found.lapsing)
        blocks += [plain(words.text("Claims that lapse soon.")), Points(told)]
    if found.remarks:
        told = tuple(runs(figure(text, telling.ledger_trace())) for text in found.remarks)
        blocks += [plain(words.text("What does not fit")), Points(told)]
    return Section("ledger", words.text("Ledger"), tuple(blocks), is_confidential=True)
