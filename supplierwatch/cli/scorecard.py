"""The scorecard of a period in the terminal, in the words and numbers of the report."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dashboards.report.context import Context, context_of
from dashboards.report.head import build_head
from dashboards.report.money import build_credits
from dashboards.report.scorecard import build_score
from dashboards.report.verdicts import VerdictRow, build_verdicts, percent_below_all
from dashboards.wording import wording
from evaluator.core.outcomes import Outcome, Verdict
from evaluator.results.published import PeriodResults
from supplierwatch.cli.session import printable, result_console

_STYLES = {
    Verdict.MET.value: "green",
    Verdict.MISSED.value: "bold red",
    Verdict.NOT_ASSESSABLE.value: "yellow",
    Verdict.NOT_MEASURED.value: "yellow",
}


def print_scorecard(results: PeriodResults, language: str) -> None:
    """Print what the contract says of a period: each verdict, the credits, and the score."""
    result_console().print(build_scorecard(results, language))


def build_scorecard(results: PeriodResults, language: str) -> RenderableType:
    """Return the scorecard of `results` in `sv` or `en`, ready to print."""
    context = context_of(results, wording(language))
    parts = (_head(context), _verdicts(context), _credits(context), _score(context))
    return Group(*(part for part in parts if part is not None))


def _head(context: Context) -> RenderableType:
    head = build_head(context)
    lines = [f"{head.title}, {head.period}", head.parties, *([head.banner] if head.banner else [])]
    return _text("\n".join(lines))


def _verdicts(context: Context) -> RenderableType:
    words = context.wording
    table = Table()
    for name in ("Indicator", "Service", "Outcome", "Target", "Verdict"):
        table.add_column(words.text(name), overflow="fold")
    table.add_column(words.text("Points"), justify="right")
    outcomes = {
        (outcome.indicator, context.service(outcome.scope.service)): outcome for outcome in _judged(context)
    }
    for row in build_verdicts(context):
        outcome = outcomes[row.indicator, row.service]
        verdict = Text(f"{row.verdict.symbol} {row.verdict.word}", style=_STYLES[row.verdict.kind])
        cells = (f"{row.indicator} {row.label}", row.service, _value(row, outcome, context), row.target)
        table.add_row(*(_text(cell) for cell in cells), verdict, _text(_points(row)))
    return table


def _judged(context: Context) -> Iterator[Outcome]:
    yield from context.whole_outcomes()


def _value(row: VerdictRow, outcome: Outcome, context: Context) -> str:
    share = None if outcome.figure is None else outcome.figure.completeness
    if share is None or share == 1:
        return row.after
    known = context.wording.text("facts {share} complete", share=percent_below_all(share, context.wording))
    return f"{row.after}\n{known}"


def _points(row: VerdictRow) -> str:
    return f"{row.points}\n{row.repeat}" if row.repeat else row.points


def _credits(context: Context) -> RenderableType | None:
    section = build_credits(context)
    if section is None:
        return None
    words = context.wording
    table = Table(title=_text(words.text("Points and credits")), title_justify="left", show_footer=True)
    table.add_column(words.text("Service"), footer=_text(section.total.service))
    table.add_column(words.text("Points"), justify="right", footer=_text(section.total.points))
    table.add_column(words.text("Capped by"), footer=_text(section.total.cap))
    table.add_column(words.text("Credits"), justify="right", footer=_text(section.total.after))
    for row in section.rows:
        table.add_row(*(_text(cell) for cell in (row.service, row.points, row.cap, row.after)))
    return table


def _score(context: Context) -> RenderableType | None:
    section = build_score(context)
    if section is None:
        return None
    words = context.wording
    table = Table(
        title=_text(f"{words.text('Score')}: {section.total} ({section.band})"), title_justify="left"
    )
    for name in ("Area", "Weight", "Score", "Lies between"):
        table.add_column(words.text(name), justify="left" if name == "Area" else "right")
    for row in section.rows:
        table.add_row(*(_text(cell) for cell in (row.label, row.weight, row.value, row.interval)))
    return table


def _text(content: str) -> Text:
    # Text, not markup: labels come from files and must not style the terminal.
    return Text(printable(content))
