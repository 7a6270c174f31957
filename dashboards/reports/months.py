"""Figures month by month: the score over a year, and what each indicator came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dashboards.document.drawing import BLUE, GREY, Drawing
from dashboards.document.model import Block, Picture, Section
from dashboards.document.traces import result_trace
from dashboards.report.score_words import score_interval
from dashboards.reports.telling import Row, Telling, columns, figure_cell, numbers, plain, table_of, text_cell
from evaluator.core.outcomes import Outcome, Scope, Verdict, View
from evaluator.core.periods import month_name_before
from evaluator.results.published import PeriodResults


@dataclass(frozen=True)
class IndicatorMonths:
    """What one indicator on one service came to in some months; `latest` is the last outcome of them."""

    indicator: str
    scope: Scope
    outcomes: tuple[Outcome, ...]

    @property
    def judged(self) -> int:
        """How many periods have a verdict."""
        return sum(one.verdict in (Verdict.MET, Verdict.MISSED) for one in self.outcomes)

    @property
    def missed(self) -> int:
        """How many missed."""
        return sum(one.verdict is Verdict.MISSED for one in self.outcomes)

    @property
    def repeated(self) -> int:
        """How many missed again after the period before."""
        return sum(one.repeated for one in self.outcomes)

    @property
    def latest(self) -> Outcome:
        """The last of them."""
        return self.outcomes[-1]


def months_of(results: PeriodResults, count: int) -> tuple[str, ...]:
    """Return the names of `count` months up to that of `results`, oldest first."""
    return tuple(month_name_before(results.period.name, back) for back in range(count - 1, -1, -1))


def by_indicator(telling: Telling, months: Sequence[str]) -> list[IndicatorMonths]:
    """Return the outcomes of the whole in `months`, after agreed exclusions, in the contract's order."""
    order = {name: place for place, name in enumerate(telling.context.indicators)}
    services = {name: place for place, name in enumerate(telling.context.service_labels)}
    found: dict[tuple[str, Scope], list[Outcome]] = {}
    for one in sorted(telling.results.history, key=lambda one: one.period):
        if (
            one.period in months
            and one.view is View.AFTER_EXCLUSIONS
            and one.scope.is_whole
            and one.indicator in order
        ):
            found.setdefault((one.indicator, one.scope), []).append(one)
    groups = [IndicatorMonths(name, scope, tuple(outcomes)) for (name, scope), outcomes in found.items()]
    return sorted(
        groups, key=lambda one: (order[one.indicator], services.get(one.scope.service, len(services)))
    )


def scores_section(telling: Telling) -> Section | None:
    """Return the score of each month at hand with a picture; None where the contract makes none."""
    words, terms = telling.words, telling.context.contract.scorecard
    if terms is None:
        return None
    labels = {band.id: band.label.in_language(words.language) for band in terms.bands}
    every = [one for one in (*telling.sources.earlier, telling.results) if one.score is not None]
    rows: list[Row] = []
    ends: list[tuple[str, Fraction, Fraction]] = []
    for one in every:
        if one.score is None:
            continue
        low, high = labels[one.score.band_low], labels[one.score.band_high]
        shown = score_interval(one.score.low, one.score.high, terms, words)
        value = float(one.score.low) if one.score.low == one.score.high else None
        trace = result_trace(one, f"{one.period.name}/score")
        band = low if low == high else words.text("{low} to {high}", low=low, high=high)
        rows.append((text_cell(one.period.name), figure_cell(shown, trace, value), text_cell(band)))
        ends.append((one.period.name, one.score.low, one.score.high))
    heading = words.text("Score of each month")
    if not rows:
        return Section("scores", heading, (plain(words.text("No month has a score.")),))
    headings = (*columns(words.text("Month")), *numbers(words.text("Score")), *columns(words.text("Band")))
    blocks: list[Block] = [table_of("scores", heading, headings, rows)]
    if len(rows) > 1:
        described = "; ".join(f"{row[0].text}: {row[1].text}" for row in rows)
        blocks.insert(0, Picture(draw_scores(ends), heading, described))
    return Section("scores", heading, tuple(blocks))


def draw_scores(scores: Sequence[tuple[str, Fraction, Fraction]]) -> str:
    """Return a picture of scores between 0 and 100, each month a bar from its lowest to its highest end."""
    drawing = Drawing(480, 170)
    for level in (0, 25, 50, 75, 100):
        height = 140 - 1.25 * level
        drawing.line((30, height), (470, height), GREY, dashes="2 3", width=0.5)
        drawing.text((26, height + 3), str(level), size=8, anchor="end")
    step = 440 / max(len(scores), 1)
    for place, (name, low, high) in enumerate(scores):
        top, size = 140 - 1.25 * float(high), max(1.25 * float(high - low), 3)
        drawing.box((30 + step * (place + 0.3), top), (step * 0.4, size), BLUE)
        drawing.text((30 + step * (place + 0.5), 156), name, size=7, anchor="middle")
    return drawing.svg()
