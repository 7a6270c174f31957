"""Reports: which months there are, how each is sealed, and what restatements said otherwise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboards.pages.addresses import Addresses
from dashboards.pages.blocks import Block, Cell, Column, Grid, Item, Items, Page, Paragraph, Terms, section
from dashboards.pages.overview import tell_standing, verdict_grid
from dashboards.report.answer import build_answer
from dashboards.report.context import Context
from dashboards.report.head import evaluation_entries
from dashboards.report.seal import build_restatement
from dashboards.wording import Wording
from dashboards.wording.words import marked
from evaluator.results.published import Evaluation, Seal

DIGITS = 12


@dataclass(frozen=True)
class ReportedMonth:
    """A month with results: the evaluation shown, and the seals it has had, the first one first."""

    evaluation: Evaluation
    seals: tuple[Seal, ...]
    known_at: str


def build_reports(months: Sequence[ReportedMonth], words: Wording, addresses: Addresses) -> Page:
    """Return the list of reports, the newest first."""
    return Page(
        words.text("Reports"),
        lead=(
            Paragraph(
                words.text(
                    "A sealed month no longer changes by itself; a correction is a restatement with its"
                    " reason. The hash is that of everything the figures follow from."
                )
            ),
        ),
        sections=section(
            "months",
            words.text("Months"),
            [
                Grid(
                    words.text("Months with results"),
                    (
                        Column(words.text("Month")),
                        Column(words.text("Seal")),
                        Column(words.text("Sealed by")),
                        Column(words.text("Hash")),
                        Column(words.text("Restatements"), is_number=True),
                        Column(words.text("Facts known at")),
                    ),
                    tuple(_month(one, words, addresses) for one in reversed(months)),
                )
            ],
        ),
    )


def _month(month: ReportedMonth, words: Wording, addresses: Addresses) -> tuple[Cell, ...]:
    last = month.seals[-1] if month.seals else None
    period = month.evaluation.period
    return (
        Cell(words.month(period), addresses.to("reports", period)),
        Cell(words.text("not sealed") if last is None else words.text("sealed")),
        Cell("" if last is None else last.sealed_by),
        Cell("" if last is None else last.content_hash[:DIGITS]),
        Cell(words.number(max(len(month.seals) - 1, 0))),
        Cell(month.known_at),
    )


def build_report_page(context: Context, seals: Sequence[Seal], addresses: Addresses) -> Page:
    """Return the page of one month's report: its answer, its seals, and the ways to the whole of it."""
    words, results = context.wording, context.results
    period = results.period.name
    return Page(
        title=words.text("Report"),
        subtitle=words.month(period),
        lead=(
            *tell_standing(context, addresses),
            Paragraph(" ".join(build_answer(context).sentences), "lead"),
            Items(
                (
                    Item(words.text("The whole report"), addresses.to("reports", period, form="html")),
                    Item(words.text("The overview of this month"), addresses.to("", month=period)),
                )
            ),
        ),
        sections=(
            *section("seals", words.text("Seals"), _seals(context, seals)),
            *section("restatement", words.text("What the restatement changed"), _restated(context)),
            *section(
                "verdicts",
                words.text("Service levels"),
                [verdict_grid(context, addresses, context.whole_outcomes())],
            ),
            *section(
                "evaluation",
                words.text("Which evaluation this is"),
                [Terms(tuple((one.term, one.text) for one in evaluation_entries(context)))],
            ),
        ),
    )


def _seals(context: Context, seals: Sequence[Seal]) -> Iterator[Block]:
    words = context.wording
    if not seals:
        yield Paragraph(words.text("The month is not sealed: its figures can still change."))
        return
    headings = (
        marked("Number"),
        marked("Sealed"),
        marked("Sealed by"),
        marked("Reason"),
        marked("Hash of the content"),
        marked("Hash of the seal"),
    )
    yield Grid(
        words.text("Seals of the month, the first one first"),
        tuple(Column(words.text(one)) for one in headings),
        tuple(
            (
                Cell(words.number(one.restatement)),
                Cell(context.instant(one.sealed_at, none="")),
                Cell(one.sealed_by),
                Cell(one.reason),
                Cell(one.content_hash),
                Cell(one.record_hash),
            )
            for one in seals
        ),
        words.text("Number 0 is the first seal; each restatement has the next number."),
    )


def _restated(context: Context) -> Iterator[Block]:
    found, words = build_restatement(context), context.wording
    if found is None or not found.rows:
        return
    yield Paragraph(found.reason)
    headings = (marked("Concerns"), marked("What"), marked("Before"), marked("Now"))
    yield Grid(
        found.title,
        tuple(Column(words.text(one)) for one in headings),
        tuple((Cell(one.subject), Cell(one.what), Cell(one.before), Cell(one.after)) for one in found.rows),
        found.more,
    )
