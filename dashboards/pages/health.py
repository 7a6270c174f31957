"""Data health: the sources, how complete the facts are, the jobs of the service, and messages that wait."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dashboards.pages.addresses import Addresses
from dashboards.pages.blocks import Block, Cell, Column, Grid, Page, Paragraph, section
from dashboards.pages.deliveries import delivery_blocks
from dashboards.report.context import Context
from dashboards.report.health import HealthRow, build_health
from dashboards.report.verdicts import percent_below_all
from dashboards.wording.words import Wording
from evaluator.core.deliveries import ExpectedDelivery
from evaluator.results.standing import SourceHeard


@dataclass(frozen=True)
class JobLine:
    """A job of the service: whether it is on and fails, when it last went well and comes next (None: never).

    `overdue_seconds` is how long the oldest that is not done has been due, `problem` what was wrong last.
    """

    name: str
    is_on: bool
    is_failing: bool
    last_success_at: int | None
    next_at: int | None
    overdue_seconds: int
    problem: str


@dataclass(frozen=True)
class Running:
    """What the service itself says: its jobs, its messages (None: not known), and deliveries.

    `deliveries` are those expected of each source of which any are, oldest first.
    """

    jobs: tuple[JobLine, ...] = ()
    messages_waiting: int | None = None
    messages_undelivered: int | None = None
    deliveries: Mapping[str, Sequence[ExpectedDelivery]] = field(default_factory=dict)


def build_health_page(
    context: Context, heard: Mapping[str, SourceHeard], running: Running, addresses: Addresses
) -> Page:
    """Return how well the sources are heard; `heard` is when each was, evaluated since or not."""
    words = context.wording
    return Page(
        title=words.text("Data health"),
        subtitle=words.month(context.results.period.name),
        sections=(
            *section("sources", words.text("Sources"), _sources(context, heard)),
            *section("deliveries", words.text("Deliveries"), delivery_blocks(context, running.deliveries)),
            *section(
                "completeness", words.text("How complete the facts are"), _completeness(context, addresses)
            ),
            *section("jobs", words.text("The service itself"), _running(context, running)),
        ),
    )


def _sources(context: Context, heard: Mapping[str, SourceHeard]) -> Iterator[Block]:
    words, rows = context.wording, build_health(context)
    if not rows:
        yield Paragraph(words.text("No source is set up."))
        return
    yield Grid(
        words.text("How well each source was heard"),
        (
            Column(words.text("Source")),
            Column(words.text("State")),
            Column(words.text("Last heard")),
            Column(words.text("Known up to")),
            Column(words.text("Last intake")),
            Column(words.text("How it went")),
            Column(words.text("Rows"), is_number=True),
            Column(words.text("In quarantine"), is_number=True),
            Column(words.text("Tickets gone"), is_number=True),
            Column(words.text("Tickets with an unmapped status"), is_number=True),
            Column(words.text("Unmapped words")),
        ),
        tuple(_source(context, row, heard.get(row.source)) for row in rows),
        words.text(
            "A ticket with an unmapped status is stopped, counted and shown here; it never counts as met."
        ),
    )


def _source(context: Context, row: HealthRow, heard: SourceHeard | None) -> tuple[Cell, ...]:
    words = context.wording
    never = words.text("never")
    return (
        Cell(row.source),
        Cell("! " + words.text("needs care") if row.needs_care else "✓ " + words.text("in order")),
        Cell("" if heard is None else context.instant(heard.last_success_at, none=never)),
        Cell(row.known_until if heard is None else context.instant(heard.reached_at, none="")),
        Cell(row.last_intake),
        Cell(row.outcome, asides=(row.problem,) if row.problem else ()),
        Cell(row.rows),
        Cell(row.rejects),
        Cell(row.gone),
        Cell(row.unmapped),
        Cell(row.unmapped_words),
    )


def _completeness(context: Context, addresses: Addresses) -> Iterator[Block]:
    words = context.wording
    rows = tuple(
        (
            Cell(
                f"{one.indicator} {context.indicators[one.indicator].label.in_language(words.language)}",
                addresses.indicator(one.indicator, one.scope.service),
            ),
            Cell(context.service(one.scope.service)),
            Cell(percent_below_all(share, words)),
            Cell(words.number(one.figure.known)),
            Cell(words.number(one.figure.expected)),
        )
        for one in context.whole_outcomes()
        if one.figure is not None and (share := one.figure.completeness) is not None
    )
    if rows:
        yield Grid(
            words.text("What is known of what was to be known, in seconds for availability, else in cases"),
            (
                Column(words.text("Indicator")),
                Column(words.text("Service")),
                Column(words.text("Complete"), is_number=True),
                Column(words.text("Known"), is_number=True),
                Column(words.text("To be known"), is_number=True),
            ),
            rows,
        )


def _running(context: Context, running: Running) -> Iterator[Block]:
    words = context.wording
    if running.jobs:
        yield Grid(
            words.text("Jobs of the service"),
            (
                Column(words.text("Job")),
                Column(words.text("State")),
                Column(words.text("Last went well")),
                Column(words.text("Next")),
                Column(words.text("Late by"), is_number=True),
                Column(words.text("Problem")),
            ),
            tuple(_job(context, one) for one in running.jobs),
        )
    if running.messages_waiting is not None:
        yield Paragraph(
            words.plural(
                "{n} message waits to be sent.", "{n} messages wait to be sent.", running.messages_waiting
            )
        )
    yield from _undelivered(words, running.messages_undelivered)


def _undelivered(words: Wording, messages: int | None) -> Iterator[Paragraph]:
    if messages is not None and messages > 0:
        yield Paragraph(
            words.plural(
                "{n} message of the last seven days did not reach its recipient.",
                "{n} messages of the last seven days did not reach their recipients.",
                messages,
            )
        )


def _job(context: Context, job: JobLine) -> tuple[Cell, ...]:
    words = context.wording
    return (
        Cell(job.name),
        Cell(_state(context, job)),
        Cell(context.instant(job.last_success_at, none=words.text("never"))),
        Cell(context.instant(job.next_at, none="")),
        Cell("" if job.overdue_seconds == 0 else words.duration(job.overdue_seconds, in_days=True)),
        Cell(job.problem),
    )


def _state(context: Context, job: JobLine) -> str:
    words = context.wording
    if not job.is_on:
        return words.text("off")
    if job.is_failing:
        return "! " + words.text("needs care")
    return words.text("has not run yet") if job.last_success_at is None else "✓ " + words.text("in order")
