"""The life of a ticket as a picture: a lane for each cycle of each clock, with its pauses and its limit."""

from collections.abc import Iterator, Sequence

from dashboards.explanation.pictures import Lane, Look, Marker, Sign, Stretch, Timeline
from dashboards.report.limits import clocks_of
from dashboards.wording.terms import party_role, ticket_state_word
from dashboards.wording.words import marked
from evaluator.contract.clocks import Party
from evaluator.core.clock.timeline import Segment
from evaluator.explain import ClockExplanation, TicketExplanation
from supplierwatch.cli.telling import Telling

_WAITS = {
    Party.SUPPLIER: Look.WAITS_SUPPLIER,
    Party.CUSTOMER: Look.WAITS_CUSTOMER,
    Party.USER: Look.WAITS_USER,
    Party.THIRD: Look.WAITS_THIRD,
}
_MEANINGS = {Look.RUNS: marked("the clock runs"), Look.OVER: marked("does not count")}
_SIGNS = {
    Sign.START: marked("start"),
    Sign.STOP: marked("stop"),
    Sign.RESET: marked("start again"),
    Sign.DUE: marked("limit used up"),
}
_AGAIN = {"reset", "renewal", "recount"}


def draw_ticket(
    found: TicketExplanation, clocks: Sequence[ClockExplanation], telling: Telling
) -> Timeline | None:
    """Return the picture of a ticket's clocks; None where none has anything to draw."""
    drawn = [clock for clock in clocks if clock.segments]
    if not drawn:
        return None
    words = telling.words
    lanes = tuple(_lane(found, clock, telling) for clock in drawn)
    ends_at = _end(found, drawn, lanes)
    looks = dict.fromkeys(one.look for lane in lanes for one in lane.stretches if one.starts_at < ends_at)
    signs = dict.fromkeys(one.sign for lane in lanes for one in lane.markers)
    first = drawn[0]
    return Timeline(
        title=words.text("The clocks of {ticket}", ticket=found.ticket),
        description=" ".join(_describe(clock, telling) for clock in drawn),
        starts_at=found.opened_at,
        ends_at=ends_at,
        zone=telling.zone,
        lanes=lanes,
        meanings=tuple((look, _meaning(look, telling)) for look in looks),
        sign_meanings=tuple((sign, words.text(_SIGNS[sign])) for sign in signs),
        open_hours=tuple(pair for pair in first.open_hours or () if pair[0] < ends_at),
        open_label=telling.hours(first.hours_label),
    )


def _lane(found: TicketExplanation, clock: ClockExplanation, telling: Telling) -> Lane:
    stretches = tuple(
        Stretch(one.starts_at, one.ends_at, _look(one, clock, telling), _words(one, telling))
        for one in clock.segments
    )
    return Lane(_label(clock, telling), stretches, tuple(_markers(found, clock, telling)))


def _label(clock: ClockExplanation, telling: Telling) -> str:
    words = telling.words
    used = words.text("{time} used", time=words.duration(clock.used))
    return f"{clock_title(clock, telling)}: {used}"


def clock_title(clock: ClockExplanation, telling: Telling) -> str:
    """Return the name of a clock; of one with several cycles, which one it is."""
    label = telling.label(clock.label)
    if clock.cycles == 1:
        return label
    return telling.words.text(
        "{clock}, cycle {number} of {cycles}", clock=label, number=clock.cycle + 1, cycles=clock.cycles
    )


def is_held(segment: Segment, clock: ClockExplanation, telling: Telling) -> bool:
    """Return whether the clock ran though the ticket waited, as it had waited longer than is accepted."""
    terms = telling.contract.clocks.get(clock.clock)
    waits = () if terms is None else terms.longest_wait
    return segment.runs and any(word.state is segment.state for wait in waits for word in wait.waiting)


def _look(segment: Segment, clock: ClockExplanation, telling: Telling) -> Look:
    if not segment.counts:
        return Look.OVER
    if segment.runs:
        return Look.HELD if is_held(segment, clock, telling) else Look.RUNS
    return Look.OVER if segment.party is None else _WAITS[segment.party]


def _words(segment: Segment, telling: Telling) -> str:
    words = telling.words
    state = ticket_state_word(segment.state, words)
    if segment.counts and segment.open_seconds > 0:
        return f"{state}, {words.duration(segment.open_seconds)}"
    return state


def _meaning(look: Look, telling: Telling) -> str:
    words = telling.words
    if look is Look.HELD:
        return words.text("held longer than accepted, the clock runs")
    for party, own in _WAITS.items():
        if look is own:
            return words.text("stands still, with the {party}", party=party_role(party, words))
    return words.text(_MEANINGS[look])


def _markers(found: TicketExplanation, clock: ClockExplanation, telling: Telling) -> Iterator[Marker]:
    words = telling.words
    if clock.started_at is not None:
        yield Marker(clock.started_at, Sign.START, words.text(_SIGNS[Sign.START]))
    for segment in clock.segments:
        if _AGAIN & set(segment.happened):
            yield Marker(segment.starts_at, Sign.RESET, words.text(_SIGNS[Sign.RESET]))
    if clock.stopped_at is not None:
        yield Marker(clock.stopped_at, Sign.STOP, words.text(_SIGNS[Sign.STOP]))
    for due_at in _due(found, clock, telling):
        due = words.text("limit used up {when}", when=telling.instant(due_at))
        yield Marker(due_at, Sign.DUE, due)


def _due(found: TicketExplanation, clock: ClockExplanation, telling: Telling) -> list[int]:
    """When the limits of this cycle run out; a case of another cycle used another time."""
    dues = []
    for judgement in found.judgements:
        indicator = telling.find_indicator(judgement.indicator)
        is_own = indicator is not None and clock.clock in clocks_of(indicator)[:1]
        is_cycle = clock.cycles == 1 or judgement.used == clock.used
        if judgement.due_at is not None and is_own and is_cycle:
            dues.append(judgement.due_at)
    return list(dict.fromkeys(dues))


def _end(found: TicketExplanation, clocks: Sequence[ClockExplanation], lanes: Sequence[Lane]) -> int:
    """Somewhat after the last thing that happened; until now while a clock is not stopped."""
    if any(clock.stopped_at is None for clock in clocks):
        last = max(clock.segments[-1].ends_at for clock in clocks)
    else:
        # What comes after the stops stands in the table; here it would only make the rest small.
        last = found.opened_at
    last = max([last, *(marker.at for lane in lanes for marker in lane.markers)])
    return last + max((last - found.opened_at) // 15, 60)


def _describe(clock: ClockExplanation, telling: Telling) -> str:
    words = telling.words
    stopped = (
        words.text("not stopped")
        if clock.stopped_at is None
        else words.text("stopped {when}", when=telling.instant(clock.stopped_at))
    )
    return f"{_label(clock, telling)}; {stopped}."
