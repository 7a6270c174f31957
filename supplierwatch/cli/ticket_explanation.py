"""One ticket in the terminal: what happened, how its clocks ran, and why it missed."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from collector.records import TicketState
from dashboards.wording import Wording, wording
from evaluator.core.clocks import Segment
from evaluator.explain import ClockExplanation, TicketExplanation
from evaluator.results.published import TicketJudgement
from supplierwatch.cli.session import printable

WORDS: Wording = wording("en")
"""Explanations are in English; the names the contract gives are in the language of the watch."""


def draw_ticket(found: TicketExplanation, language: str, zone: ZoneInfo) -> Iterator[RenderableType]:
    """Yield the parts that explain a ticket, ready to print."""
    yield plain(_head(found, zone))
    yield _timeline(found, zone)
    for clock in found.clocks:
        yield _clock(clock, language, zone)
        yield plain(_sum_up(clock, zone))
    yield _judgements(found)
    for judgement in found.judgements:
        if judgement.missed:
            yield plain(f"✗ {why_missed(judgement, found.clocks)}")


def plain(text: str) -> Text:
    """Return `text` without markup: what stands in facts and files must not style the terminal."""
    return Text(printable(text))


def why_missed(judgement: TicketJudgement, clocks: tuple[ClockExplanation, ...]) -> str:
    """Return in a sentence by how much a ticket missed, and what paused the clock that says so."""
    text = f"{judgement.indicator}, {judgement.period}: {_amount(judgement.used, judgement)} used"
    if judgement.limit is not None:
        over = judgement.used - judgement.limit
        text += f" of {_amount(judgement.limit, judgement)}, {_amount(over, judgement)} too long"
    pauses = [
        f"{WORDS.duration(seconds)} {_state(state)}"
        for clock in clocks
        if clock.used == judgement.used and not judgement.in_working_days
        for state, seconds in clock.waiting.items()
        if seconds > 0
    ]
    if pauses:
        text += f"; on the way {WORDS.listing(dict.fromkeys(pauses))}"
    return f"{text}."


def _head(found: TicketExplanation, zone: ZoneInfo) -> str:
    stated = [("service", found.service), ("unit", found.unit)]
    where = "".join(f", {name} {value}" for name, value in stated if value)
    priority = found.priority_that_judges or "no priority"
    if found.priority_at_opening != found.priority_that_judges:
        priority += f" (at opening {found.priority_at_opening or 'none'})"
    kind = found.kind or "ticket"
    opened = WORDS.instant(found.opened_at, zone)
    return f"{found.ticket} of {found.system}: {kind}{where}, {priority}, opened {opened}"


def _timeline(found: TicketExplanation, zone: ZoneInfo) -> Table:
    table = Table(title="Timeline", title_justify="left")
    for name in ("when", "field", "value", "means"):
        table.add_column(name, overflow="fold")
    for event in found.events:
        means = "" if event.state is None else _state(event.state)
        cells = (WORDS.instant(event.at, zone), event.field, event.value, means)
        table.add_row(*(plain(cell) for cell in cells))
    return table


def _clock(clock: ClockExplanation, language: str, zone: ZoneInfo) -> Table:
    hours = "around the clock" if clock.hours_label is None else clock.hours_label.in_language(language)
    title = f"Clock {clock.clock}: {clock.label.in_language(language)} ({hours})"
    table = Table(title=plain(title), title_justify="left")
    for name in ("from", "to", "state", "clock", "waited for"):
        table.add_column(name)
    table.add_column("in its hours", justify="right")
    for segment in clock.segments:
        cells = (
            WORDS.instant(segment.starts_at, zone),
            WORDS.instant(segment.ends_at, zone),
            _state(segment.state),
            _doing(segment),
            "" if segment.party is None else segment.party.value,
            WORDS.duration(segment.open_seconds),
        )
        table.add_row(*(plain(cell) for cell in cells))
    return table


def _doing(segment: Segment) -> str:
    if not segment.counts:
        return "– does not count"  # noqa: RUF001 - a dash is the sign for nothing there
    return "▶ runs" if segment.runs else "⏸ pauses"


def _sum_up(clock: ClockExplanation, zone: ZoneInfo) -> str:
    stopped = (
        "not stopped" if clock.stopped_at is None else f"stopped {WORDS.instant(clock.stopped_at, zone)}"
    )
    parts = [f"{WORDS.duration(clock.used)} used", stopped]
    if clock.reopened > 0:
        parts.append(f"reopened {clock.reopened} time{'' if clock.reopened == 1 else 's'}")
    if clock.cancelled:
        parts.append("void, as the ticket was cancelled")
    if clock.unmapped:
        parts.append("halted by a status that no mapping explains")
    return f"  {'; '.join(parts)}\n"


def _judgements(found: TicketExplanation) -> RenderableType:
    if not found.judgements:
        return plain("No published result rests on this ticket.")
    table = Table(title="What was made of it", title_justify="left")
    for name in ("period", "indicator", "result", "used", "limit", "left out by"):
        table.add_column(name, justify="right" if name in {"used", "limit"} else "left")
    for one in found.judgements:
        limit = "" if one.limit is None else _amount(one.limit, one)
        result = "? not known" if one.unknown else "✗ missed" if one.missed else "✓ met"
        cells = (one.period, one.indicator, result, _amount(one.used, one), limit, one.left_out_by)
        table.add_row(*(plain(cell) for cell in cells))
    return table


def _amount(amount: int, judgement: TicketJudgement) -> str:
    if judgement.in_working_days:
        return WORDS.plural("{n} working day", "{n} working days", amount)
    return WORDS.duration(amount)


def _state(state: TicketState) -> str:
    return (
        state.name.lower().replace("_", " for ") if state.name.startswith("WAITING") else state.name.lower()
    )
