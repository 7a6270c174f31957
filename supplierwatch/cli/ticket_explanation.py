"""One ticket in the terminal: what happened, how its clocks ran, and why it missed."""

from collections.abc import Iterator, Sequence

from dashboards.explanation.parts import Explained, Part, Sentence
from dashboards.report.limits import clocks_of
from dashboards.wording.terms import party_role, ticket_field_word, ticket_state_word
from dashboards.wording.words import marked
from evaluator.core.clock.timeline import Segment
from evaluator.explain import ClockExplanation, TicketEvent, TicketExplanation
from evaluator.results.published import TicketJudgement
from supplierwatch.cli.judgement_reasons import amount, tell_judgement, tell_result
from supplierwatch.cli.telling import Telling
from supplierwatch.cli.ticket_picture import clock_title, draw_ticket, is_held
from supplierwatch.cli.unjudged import indicators_about, tell_unjudged

_TIMELINE = (marked("When"), marked("Field"), marked("Value"), marked("Means"))
_CLOCK = (
    marked("From"),
    marked("To"),
    marked("The ticket is"),
    marked("Clock"),
    marked("With"),
    marked("Because"),
)
_IN_HOURS = marked("In its hours")
_JUDGED = (marked("Period"), marked("Indicator"), marked("Result"))
_AMOUNTS = (marked("Used"), marked("Limit"))
_DUE = marked("Due")
_LEFT_OUT_BY = marked("Left out by")


def tell_ticket(found: TicketExplanation, telling: Telling, *, all_clocks: bool) -> Explained:
    """Return what explains a ticket, in words and as a picture.

    The clocks are those of the indicators that judged it (or that are about it); `all_clocks` adds the rest.
    """
    return Explained(_head(found, telling), tuple(_parts(found, telling, all_clocks=all_clocks)))


def _parts(found: TicketExplanation, telling: Telling, *, all_clocks: bool) -> Iterator[Part]:
    first = _judging_clocks(found, telling)
    others = [clock for clock in found.clocks if clock not in first]
    shown = [*first, *(others if all_clocks else [])]
    picture = draw_ticket(found, shown, telling)
    if picture is not None:
        yield picture
    yield _timeline(found, telling)
    for clock in shown:
        yield _clock(clock, telling)
        yield Sentence(_sum_up(clock, telling))
    if others and not all_clocks:
        yield Sentence(_more_clocks(len(others), telling))
    if not found.judgements:
        yield Sentence(tell_unjudged(found, telling))
        return
    yield _judgements(found, telling)
    for judgement in found.judgements:
        yield Sentence(tell_judgement(judgement, found, telling))


def _head(found: TicketExplanation, telling: Telling) -> str:
    words = telling.words
    place = [telling.service(found.service), telling.unit(found.unit)]
    parts = [
        telling.kind(found.kind) if found.kind else words.text("ticket"),
        *(part for part in place if part),
        _priority(found, telling),
        words.text("opened {when}", when=telling.instant(found.opened_at)),
    ]
    named = words.text("{ticket} of {system}", ticket=found.ticket, system=found.system)
    return f"{named}: {', '.join(parts)}"


def _priority(found: TicketExplanation, telling: Telling) -> str:
    words = telling.words
    judging = found.priority_that_judges or words.text("no priority")
    if found.priority_at_opening == found.priority_that_judges:
        return judging
    first = found.priority_at_opening or words.text("no priority")
    return words.text("{priority} (when opened: {first})", priority=judging, first=first)


def _timeline(found: TicketExplanation, telling: Telling) -> Part:
    rows = [
        (
            telling.instant(event.at),
            ticket_field_word(event.field, telling.words),
            _value(event, telling),
            "" if event.state is None else ticket_state_word(event.state, telling.words),
        )
        for event in _changed(found.events)
    ]
    return telling.table(telling.words.text("Timeline"), _TIMELINE, rows)


def _changed(events: Sequence[TicketEvent]) -> Iterator[TicketEvent]:
    """Leave out what a source repeats: a field's value that it had before, or an empty one it never had."""
    values: dict[str, str] = {}
    for event in events:
        if event.value != values.get(event.field, ""):
            yield event
        values[event.field] = event.value


def _value(event: TicketEvent, telling: Telling) -> str:
    labels = {"kind": telling.kind, "service": telling.service, "unit": telling.unit}
    return labels[event.field](event.value) if event.field in labels else event.value


def _judging_clocks(found: TicketExplanation, telling: Telling) -> list[ClockExplanation]:
    named = [telling.find_indicator(one.indicator) for one in found.judgements]
    judging = [one for one in named if one is not None] or indicators_about(found, telling.contract)
    names = dict.fromkeys(name for indicator in judging for name in clocks_of(indicator))
    return [clock for name in names for clock in found.clocks if clock.clock == name]


def _more_clocks(number: int, telling: Telling) -> str:
    return telling.words.plural(
        "{n} clock that did not judge it: --all-clocks",
        "{n} clocks that did not judge it: --all-clocks",
        number,
    )


def _clock(clock: ClockExplanation, telling: Telling) -> Part:
    words = telling.words
    title = words.text(
        "Clock {label} ({hours})", label=clock_title(clock, telling), hours=telling.hours(clock.hours_label)
    )
    rows = [
        (
            telling.instant(segment.starts_at),
            telling.instant(segment.ends_at),
            ticket_state_word(segment.state, words),
            _doing(segment, clock, telling),
            "" if segment.party is None else party_role(segment.party, words),
            _because(segment, telling),
            words.duration(segment.open_seconds),
        )
        for segment in clock.segments
    ]
    return telling.table(title, (*_CLOCK, _IN_HOURS), rows, right=(_IN_HOURS,))


def _doing(segment: Segment, clock: ClockExplanation, telling: Telling) -> str:
    words = telling.words
    if not segment.counts:
        return "– " + words.text("does not count")  # noqa: RUF001 - a dash is the sign for nothing there
    if is_held(segment, clock, telling):
        return "▶ " + words.text("runs, held too long")
    return "▶ " + words.text("runs") if segment.runs else "‖ " + words.text("pauses")


_HAPPENED = {
    "start": marked("it starts"),
    "reset": marked("it starts again from zero"),
    "renewal": marked("the next cycle begins"),
    "recount": marked("priority changed: counted from the start"),
    "beyond_longest_wait": marked("waited longer than accepted"),
}


def _because(segment: Segment, telling: Telling) -> str:
    """What began with a segment, and the fields whose values hold the clock in it."""
    words = telling.words
    happened = [words.text(_HAPPENED[name]) for name in segment.happened if name in _HAPPENED]
    fields = [f"{ticket_field_word(field, words)} {value}" for field, value in segment.because]
    return ", ".join([*happened, *fields])


def _sum_up(clock: ClockExplanation, telling: Telling) -> str:
    words = telling.words
    parts = [words.text("{time} used", time=words.duration(clock.used))]
    if clock.stopped_at is None:
        parts.append(words.text("not stopped"))
    else:
        parts.append(words.text("stopped {when}", when=telling.instant(clock.stopped_at)))
    if clock.beyond_longest_wait > 0:
        held = words.duration(clock.beyond_longest_wait)
        parts.append(words.text("{time} of it held longer than accepted", time=held))
    if clock.reopened > 0:
        parts.append(words.plural("reopened {n} time", "reopened {n} times", clock.reopened))
    if clock.cancelled:
        parts.append(words.text("void, as the ticket was cancelled"))
    if clock.unmapped:
        parts.append(words.text("halted by a status that no mapping explains"))
    return f"  {'; '.join(parts)}\n"


def _judgements(found: TicketExplanation, telling: Telling) -> Part:
    names = (*_JUDGED, *_AMOUNTS, _DUE, _LEFT_OUT_BY)
    rows = [_judged(one, telling) for one in found.judgements]
    return telling.table(telling.words.text("What was made of it"), names, rows, right=_AMOUNTS)


def _judged(one: TicketJudgement, telling: Telling) -> Sequence[str]:
    used, limit = (
        "" if value is None else amount(value, one, telling)
        for value in (one.used if _is_timed(one, telling) else None, one.limit)
    )
    result = tell_result(one, telling)
    due = "" if one.due_at is None else telling.instant(one.due_at)
    return one.period, telling.indicator(one.indicator), result, used, limit, due, one.left_out_by


def _is_timed(one: TicketJudgement, telling: Telling) -> bool:
    indicator = telling.find_indicator(one.indicator)
    return one.limit is not None or indicator is None or bool(clocks_of(indicator))
