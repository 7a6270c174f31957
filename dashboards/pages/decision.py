"""The decision: term, options and notice dates, what is forecast for each, what became of credits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dashboards.figure_keys import FigureKind
from dashboards.ledger.section import LedgerSection
from dashboards.pages.addresses import Addresses
from dashboards.pages.blocks import (
    Block,
    Cell,
    Column,
    Count,
    Grid,
    Item,
    Items,
    Page,
    Paragraph,
    section,
)
from dashboards.pages.overview import tell_standing
from dashboards.report.context import Context
from dashboards.report.decision import build_decision_clock
from dashboards.report.outlook import describe_occasion, describe_projection
from dashboards.report.score_words import score_interval
from dashboards.report.scorecard import build_score
from dashboards.report.values import describe_target
from dashboards.wording.words import Wording, marked
from evaluator.core.confidence.prospects import Basis, Occasion
from evaluator.core.deciding.time_plan.findings import SafeStartDay


@dataclass(frozen=True)
class MonthScore:
    """The score of a month, an interval from 0 to 100."""

    period: str
    low: Fraction
    high: Fraction


def build_decision_page(
    context: Context,
    scores: Sequence[MonthScore],
    ledger: LedgerSection | None,
    addresses: Addresses,
    today: date | None = None,
    starts: Sequence[SafeStartDay] = (),
) -> Page:
    """Return the decision as it stands `today`, by the newest month; what follows from it people decide.

    `starts` are the latest safe starts of a new procurement; none where no time plan is there.
    """
    words = context.wording
    return Page(
        title=words.text("Decision"),
        subtitle=words.month(context.results.period.name),
        lead=(
            *tell_standing(context, addresses),
            Paragraph(
                words.text(
                    "Measurement shows what is on this page; whether to prolong is for people to decide."
                )
            ),
        ),
        sections=(
            *section("safe-start", words.text("Latest safe start"), _safe_starts(context, starts, today)),
            *section("clock", words.text("The decision clock"), _clock(context, today)),
            *section("score", words.text("Score"), _score(context, scores, addresses)),
            *section("forecasts", words.text("Forecast at each date"), _forecasts(context, addresses)),
            *section("ledger", words.text("Ledger"), _ledger(context, ledger)),
        ),
    )


def _safe_starts(context: Context, starts: Sequence[SafeStartDay], today: date | None) -> Iterator[Block]:
    """The first tile: the soonest start that is not past, else the last one; the others in a table."""
    words = context.wording
    known = [(one, one.day) for one in starts if one.day is not None]
    if today is None or not known:
        return
    ahead = [one for one in known if one[1] >= today]
    start, day = ahead[0] if ahead else known[-1]
    ends = words.long_day(start.deadline.day)
    sure = words.percent(start.certainty, 0)
    told = (
        words.text("Without a bridging contract, a new procurement is then no longer done in time so surely.")
        if day >= today
        else words.text("It is past: without a bridging contract, services may be left uncovered.")
    )
    yield Count(
        words.long_day(day),
        _left(day, today, words),
        words.text("Latest safe start of a new procurement that is done by {day}", day=ends),
        (
            words.text("In {share} of simulated futures it is done in time, appeals included.", share=sure),
            told,
        ),
    )
    if len(known) > 1:
        yield Grid(
            words.text("Latest safe start for each day on which the contract can end"),
            (
                Column(words.text("To be done by")),
                Column(words.text("Latest safe start")),
                Column(words.text("Left")),
            ),
            tuple(
                (Cell(words.day(one.deadline.day)), Cell(words.day(when)), Cell(_left(when, today, words)))
                for one, when in known
            ),
        )


def _left(day: date, today: date, words: Wording) -> str:
    """How many days there are to `day`, or that it is past."""
    left = (day - today).days
    return words.plural("{n} day left", "{n} days left", left) if left >= 0 else words.text("past")


def _clock(context: Context, today: date | None) -> Iterator[Block]:
    words, clock = context.wording, build_decision_clock(context, today)
    yield Count(clock.count, clock.count_unit, clock.headline, clock.sentences)
    if clock.options:
        headings = (
            marked("Option"),
            marked("State"),
            marked("Prolongs to"),
            marked("Notice by"),
            marked("Own last day"),
            marked("Left"),
        )
        yield Grid(
            words.text("Options to prolong"),
            tuple(Column(words.text(one)) for one in headings),
            tuple(
                (
                    Cell(one.label),
                    Cell(one.state),
                    Cell(one.prolongs_to),
                    Cell(one.notice_by),
                    Cell(one.internal_last_day),
                    Cell(one.left),
                )
                for one in clock.options
            ),
        )


def _score(context: Context, scores: Sequence[MonthScore], addresses: Addresses) -> Iterator[Block]:
    words, score = context.wording, build_score(context)
    if score is None:
        return
    total = addresses.evidence(context.keys.of(FigureKind.SCORE))
    yield Count(score.total, words.text("of 100"), score.band, score.sentences, total)
    yield Grid(
        words.text("Score of each month"),
        (Column(words.text("Month")), Column(words.text("Score"), is_number=True)),
        tuple(
            (
                Cell(words.month(one.period)),
                Cell(_interval(context, one), addresses.evidence(f"{one.period}/{FigureKind.SCORE.value}")),
            )
            for one in reversed(scores)
        ),
    )


def _interval(context: Context, score: MonthScore) -> str:
    terms = context.contract.scorecard
    if terms is None:  # where the contract makes no score, no month has one
        return ""
    return score_interval(score.low, score.high, terms, context.wording)


def _forecasts(context: Context, addresses: Addresses) -> Iterator[Block]:
    words = context.wording
    told = [
        one
        for one in context.results.forecasts
        if one.indicator in context.indicators
        and one.occasion is not Occasion.PERIOD_END
        and one.projection.basis is not Basis.CANNOT_BE_TOLD
    ]
    for day, occasion in dict.fromkeys((one.on_day, describe_occasion(context, one)) for one in told):
        rows = [one for one in told if (one.on_day, describe_occasion(context, one)) == (day, occasion)]
        headings = (marked("Indicator"), marked("Service"), marked("Target"), marked("Forecast"))
        yield Grid(
            words.text("{day}: {occasion}", day=words.day(day), occasion=occasion),
            tuple(Column(words.text(one)) for one in headings),
            tuple(
                (
                    Cell(
                        f"{indicator.id} {indicator.label.in_language(words.language)}",
                        addresses.indicator(indicator.id, one.service),
                    ),
                    Cell(context.service(one.service)),
                    Cell(describe_target(indicator, context.contract, words)),
                    Cell(describe_projection(indicator, one.projection, words)),
                )
                for one in rows
                for indicator in [context.indicators[one.indicator]]
            ),
        )


def _ledger(context: Context, ledger: LedgerSection | None) -> Iterator[Block]:
    words = context.wording
    if ledger is None:
        return
    yield Paragraph(ledger.sentence, "lead")
    yield Paragraph(ledger.label, "note")
    if ledger.lapsing:
        yield Paragraph(words.text("Claims that lapse soon."), "banner")
        yield Items(tuple(Item(one) for one in ledger.lapsing))
    if ledger.rows:
        yield Grid(
            words.text("What became of calculated credits"),
            (
                Column(words.text("Month")),
                Column(words.text("Service")),
                *(Column(one, is_number=True) for one in ledger.columns),
            ),
            tuple(
                (Cell(row.month), Cell(row.service), *(Cell(amount) for amount in row.amounts))
                for row in ledger.rows
            ),
        )
    if ledger.remarks:
        yield Items(tuple(Item(one) for one in ledger.remarks))
