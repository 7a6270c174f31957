"""The overview: the decision clock, what needs attention, every verdict, the score and the credits."""

from collections.abc import Iterator, Sequence
from datetime import date

from dashboards.figure_keys import FigureKind
from dashboards.pages.addresses import Addresses
from dashboards.pages.blocks import (
    Block,
    Cell,
    Column,
    Count,
    Grid,
    Item,
    Items,
    MonthBars,
    Page,
    Paragraph,
    Section,
    Tallies,
    Tally,
    section,
)
from dashboards.report.answer import build_answer
from dashboards.report.context import Context
from dashboards.report.decision import build_decision_clock
from dashboards.report.head import build_head
from dashboards.report.money import build_credits
from dashboards.report.scorecard import build_score
from dashboards.report.triggers import build_triggers
from dashboards.report.verdicts import VerdictRow, percent_below_all, verdict_rows
from dashboards.viewers import Viewer
from evaluator.core.outcomes import Outcome, Verdict


def build_overview(
    context: Context,
    viewer: Viewer,
    addresses: Addresses,
    attention: Sequence[Item] | None,
    finished: str = "",
    today: date | None = None,
) -> Page:
    """Return the overview of the month of `context`.

    `attention` is what needs it, the most urgent first; None where the viewer is not told. `finished` is the
    month to see instead where this one is not over, and so judged by nobody yet; empty where there is none.
    The decision clock counts from `today`, whatever month is shown.
    """
    words = context.wording
    return Page(
        title=words.text("Overview"),
        subtitle=words.month(context.results.period.name),
        lead=(*tell_standing(context, addresses), *_finished(context, addresses, finished)),
        sections=(
            *(_decision(context, addresses, today) if viewer.sees_decisions else ()),
            *section("attention", words.text("What needs attention"), _attention(context, attention)),
            *section("verdicts", words.text("Service levels"), _verdicts(context, addresses)),
            *section("score", words.text("Scorecard"), _score(context, addresses)),
            *section("credits", words.text("Points and credits"), _credits(context, addresses)),
            *section("triggers", words.text("Thresholds"), _triggers(context, addresses)),
        ),
    )


def tell_standing(context: Context, addresses: Addresses) -> Iterator[Block]:
    """Yield what a reader must know of a month first: that it is not over, sealed, or on assumed targets."""
    words, head = context.wording, build_head(context)
    if head.unfinished:
        yield Paragraph(words.text("The month is not over.") + " " + head.unfinished, "banner")
    if head.banner:
        yield Paragraph(head.banner, "banner")
    known = words.text("Facts known at {known_at}.", known_at=context.instant(_known_at(context), none=""))
    sealed = words.text("Sealed.") if context.results.seal is not None else words.text("Not sealed.")
    yield Paragraph(f"{known} {sealed}", "note", addresses.to("reports", context.results.period.name))


def _finished(context: Context, addresses: Addresses, finished: str) -> Iterator[Block]:
    words = context.wording
    if finished:
        text = words.text("The last month that is over: {month}", month=words.month(finished))
        yield Paragraph(text, "lead", addresses.to("", month=finished))


def _known_at(context: Context) -> int:
    return context.results.evaluation.known_at


def _decision(context: Context, addresses: Addresses, today: date | None) -> tuple[Section, ...]:
    clock, words = build_decision_clock(context, today), context.wording
    count = Count(clock.count, clock.count_unit, clock.headline, clock.sentences, addresses.to("decision"))
    return section("decision", words.text("The decision clock"), [count])


def _attention(context: Context, attention: Sequence[Item] | None) -> Iterator[Block]:
    if attention is None:
        return
    if attention:
        yield Items(tuple(attention))
    else:
        yield Paragraph(context.wording.text("Nothing needs attention now."))


def _verdicts(context: Context, addresses: Addresses) -> Iterator[Block]:
    answer = build_answer(context)
    yield Tallies(tuple(Tally(one.badge, one.count) for one in answer.tallies))
    yield Paragraph(" ".join(answer.sentences), "lead")
    yield from _misses(context, addresses)
    yield verdict_grid(context, addresses, context.whole_outcomes())


def _misses(context: Context, addresses: Addresses) -> Iterator[Block]:
    """What is below target, the most points first."""
    missed = [one for one in context.whole_outcomes() if one.verdict is Verdict.MISSED]
    missed.sort(key=lambda one: -one.points_after_repeat)
    told = build_answer(context).misses
    if missed:
        yield Paragraph(context.wording.text("Below target, by points"), "lead")
        yield Items(
            tuple(
                Item(link.text, addresses.indicator(one.indicator, one.scope.service), link.points)
                for one, link in zip(missed, told, strict=True)
            )
        )


def verdict_grid(
    context: Context, addresses: Addresses, outcomes: Sequence[Outcome], *, shows_basis: bool = False
) -> Grid:
    """Return the verdicts of `outcomes`, those the contract judges, each value leading to its evidence.

    With `shows_basis` each says what it rests on, without only that facts are missing.
    """
    words = context.wording
    rows = verdict_rows(context, outcomes, shows_basis=shows_basis)
    return Grid(
        words.text("Verdict of each indicator and service"),
        (
            Column(words.text("Indicator")),
            Column(words.text("Service")),
            Column(words.text("Target")),
            Column(words.text("Value"), is_number=True),
            Column(words.text("Verdict")),
            Column(words.text("Points"), is_number=True),
            Column(words.text("24 months")),
        ),
        tuple(
            _verdict(context, addresses, one, row, shows_basis=shows_basis)
            for one, row in zip(outcomes, rows, strict=True)
        ),
        words.text(
            "In the small charts a dot is met, a cross is below target, a ring is without a verdict;"
            " the dashed line is the target."
        ),
    )


def _verdict(
    context: Context, addresses: Addresses, outcome: Outcome, row: VerdictRow, *, shows_basis: bool
) -> tuple[Cell, ...]:
    evidence = addresses.evidence(context.keys.of_outcome(outcome.indicator, outcome.scope))
    service = outcome.scope.service
    return (
        Cell(f"{row.indicator} {row.label}", addresses.indicator(row.indicator, service)),
        Cell(row.service, addresses.service(service) if service else ""),
        Cell(row.target, asides=(context.wording.text("assumed"),) if row.target_is_assumed else ()),
        Cell(row.after, evidence, _beside_value(row)),
        Cell(badge=row.verdict, asides=row.basis if shows_basis else _incomplete(context, outcome)),
        Cell(row.points, asides=(row.repeat,) if row.repeat else ()),
        Cell(spark=row.history),
    )


def _beside_value(row: VerdictRow) -> tuple[str, ...]:
    """What exclusions change, and could change; nothing where they change nothing."""
    agreed = f"{row.difference} {row.removed}".strip() if row.measured != row.after else ""
    return tuple(text for text in (agreed, row.pending) if text)


def _incomplete(context: Context, outcome: Outcome) -> tuple[str, ...]:
    share = None if outcome.figure is None else outcome.figure.completeness
    if share is None or share == 1:
        return ()
    words = context.wording
    return (words.text("facts {share} complete", share=percent_below_all(share, words)),)


def _score(context: Context, addresses: Addresses) -> Iterator[Block]:
    words, score = context.wording, build_score(context)
    if score is None:
        return
    total = addresses.evidence(context.keys.of(FigureKind.SCORE))
    yield Count(score.total, words.text("of 100"), score.band, score.sentences, total)
    areas = context.results.score.areas if context.results.score is not None else ()
    yield Grid(
        words.text("Areas of the scorecard"),
        (
            Column(words.text("Area")),
            Column(words.text("Weight"), is_number=True),
            Column(words.text("Score"), is_number=True),
            Column(words.text("Lies between"), is_number=True),
            Column(words.text("Outcomes behind it"), is_number=True),
        ),
        tuple(
            (
                Cell(row.label),
                Cell(row.weight),
                Cell(row.value, addresses.evidence(context.keys.of(FigureKind.SCORE, area.area))),
                Cell(row.interval),
                Cell(row.cases),
            )
            for row, area in zip(score.rows, areas, strict=True)
        ),
    )


def _credits(context: Context, addresses: Addresses) -> Iterator[Block]:
    words, found = context.wording, build_credits(context)
    if found is None:
        return
    yield Paragraph(
        words.text(
            "Credits here are calculated from the results. What is claimed, credited, waived or disputed is"
            " decided and recorded by people."
        )
    )
    services = [*dict.fromkeys(one.service for one in context.results.credits), ""]
    by_label = {context.service(name) if name else found.total.service: name for name in services}
    yield Grid(
        words.text("Points and calculated credits of each service"),
        (
            Column(words.text("Service")),
            Column(words.text("Points"), is_number=True),
            Column(words.text("Monthly fee"), is_number=True),
            Column(words.text("Share after cap"), is_number=True),
            Column(words.text("As measured"), is_number=True),
            Column(words.text("After agreed exclusions"), is_number=True),
        ),
        tuple(
            (
                Cell(row.service, addresses.service(name) if name else ""),
                Cell(row.points, _points(context, addresses, name)),
                Cell(row.monthly_fee),
                Cell(row.share, asides=(row.cap,) if row.cap else ()),
                Cell(row.measured),
                Cell(row.after, addresses.evidence(context.keys.of(FigureKind.CREDIT, name))),
            )
            for row in (*found.rows, found.total)
            for name in [by_label[row.service]]
        ),
        has_total=True,
    )
    yield MonthBars(found.chart)


def _points(context: Context, addresses: Addresses, service: str) -> str:
    return addresses.evidence(context.keys.of(FigureKind.POINTS, service)) if service else ""


def _triggers(context: Context, addresses: Addresses) -> Iterator[Block]:
    words, found = context.wording, build_triggers(context)
    if found is None:
        return
    labels = {one.label.in_language(words.language): one.id for one in context.contract.triggers}
    yield Grid(
        words.text("Thresholds of the contract, after agreed exclusions"),
        (
            Column(words.text("Threshold")),
            Column(words.text("State")),
            Column(words.text("Of what")),
            Column(words.text("How far")),
            Column(words.text("What it gives")),
        ),
        tuple(
            (
                Cell(
                    row.label,
                    addresses.evidence(context.keys.of(FigureKind.TRIGGER, labels.get(row.label, ""))),
                ),
                Cell(row.state),
                Cell(row.subject),
                Cell(row.reached),
                Cell(row.gives),
            )
            for row in found.rows
        ),
    )
