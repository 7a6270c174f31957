"""Pictures of outcomes: the period as a strip of outages, cases by their limit, or cases by day."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from collector.instants import to_datetime
from dashboards.explanation.behind import outages_of, tickets_of
from dashboards.explanation.pictures import Bar, Bars, Dot, Dots, Lane, Look, Picture, Stretch, Timeline
from dashboards.explanation.telling import FigureFacts
from dashboards.wording.terms import service_state_word
from evaluator.contract.indicators import AnyIndicator, CountTerms, MonitoringIndicator, MonthOf
from evaluator.core.outcomes import Outcome
from evaluator.results.published import OutageEvidence, TicketEvidence

_LOOKS = {"down": Look.DOWN, "degraded": Look.DEGRADED, "unknown": Look.UNKNOWN}
_DAYS_SHOWN = 62


def draw_outcome(facts: FigureFacts, outcome: Outcome, indicator: AnyIndicator) -> Iterator[Picture]:
    """Yield the picture of an outcome; none where nothing of it can be drawn."""
    if isinstance(indicator, MonitoringIndicator):
        yield _strip(facts, outcome)
        return
    tickets = tickets_of(facts, outcome)
    limited = [one for one in tickets if one.limit is not None and one.limit > 0]
    if limited and not isinstance(indicator, CountTerms):
        yield _dots(facts, limited)
    elif tickets and isinstance(indicator, CountTerms):
        yield _days(facts, indicator, tickets)


def _strip(facts: FigureFacts, outcome: Outcome) -> Timeline:
    """The period, a lane for what was down, degraded or unknown, and one for maintenance."""
    words, period = facts.words, facts.context.results.period
    outages = outages_of(facts, outcome)
    states = [state for state in _LOOKS if any(one.state == state for one in outages)]
    lanes = [_state_lane(facts, state, outages) for state in states]
    windows = _maintenance(facts, outcome)
    if windows:
        lanes.append(Lane(words.text("Stated maintenance"), windows))
    looks = dict.fromkeys(stretch.look for lane in lanes for stretch in lane.stretches)
    meanings = {look: service_state_word(state, words) for state, look in _LOOKS.items()}
    meanings[Look.MAINTENANCE] = words.text("Stated maintenance")
    counted = sum(one.counted for one in outages)
    return Timeline(
        title=words.text("The period"),
        description=words.plural(
            "{n} outage, of which {counted} counted.",
            "{n} outages, of which {counted} counted.",
            len(outages),
            counted=words.duration(counted),
        ),
        starts_at=period.starts_at,
        ends_at=period.ends_at,
        zone=facts.context.zone,
        lanes=tuple(lanes) or (Lane(words.text("No outage"), ()),),
        meanings=tuple((look, meanings[look]) for look in looks),
    )


def _state_lane(facts: FigureFacts, state: str, outages: list[OutageEvidence]) -> Lane:
    period, look = facts.context.results.period, _LOOKS[state]
    stretches = []
    for one in outages:
        if one.state == state:
            ends_at = period.ends_at if one.ends_at is None else one.ends_at
            stretches.append(Stretch(one.starts_at, ends_at, look, _outage_words(facts, one)))
    return Lane(
        service_state_word(state, facts.words), tuple(sorted(stretches, key=lambda one: one.starts_at))
    )


def _outage_words(facts: FigureFacts, outage: OutageEvidence) -> str:
    words, context = facts.words, facts.context
    place = context.unit_labels.get(outage.unit, outage.unit) or context.service(outage.service)
    starts = context.instant(outage.starts_at, none="")
    ends = context.instant(outage.ends_at, none=words.text("still on"))
    return words.text("{where}: {starts} to {ends}", where=place, starts=starts, ends=ends)


def _maintenance(facts: FigureFacts, outcome: Outcome) -> tuple[Stretch, ...]:
    words, context = facts.words, facts.context
    services = facts.service_names(context.indicators[outcome.indicator], outcome.scope)
    found = [
        one
        for one in facts.maintenance
        if one.service in services and (not outcome.scope.unit or one.unit in ("", outcome.scope.unit))
    ]
    return tuple(
        Stretch(one.starts_at, one.ends_at, Look.MAINTENANCE, words.text("Stated maintenance"))
        for one in found
    )


def _dots(facts: FigureFacts, tickets: list[TicketEvidence]) -> Dots:
    words = facts.words
    return Dots(
        title=words.text("Time used, as a part of the limit"),
        description=_describe_dots(facts, tickets),
        dots=tuple(
            Dot(Fraction(one.used, one.limit), one.missed, one.ticket)
            for one in tickets
            if one.limit is not None
        ),
    )


def _describe_dots(facts: FigureFacts, tickets: list[TicketEvidence]) -> str:
    words, missed = facts.words, sum(one.missed for one in tickets)
    if facts.tickets_in_all is not None and facts.tickets_in_all > len(facts.tickets):
        return words.text(
            "Drawn are the {shown} cases that are furthest past their limit, of {number}.",
            shown=words.number(len(tickets)),
            number=words.number(facts.tickets_in_all),
        )
    return words.plural(
        "{n} case with a limit, {missed} of them past it.",
        "{n} cases with a limit, {missed} of them past it.",
        len(tickets),
        missed=words.number(missed),
    )


def _days(facts: FigureFacts, indicator: CountTerms, tickets: list[TicketEvidence]) -> Bars:
    """The counted cases of each day of the last two months of the period at most."""
    words, period = facts.words, facts.context.results.period
    counted = Counter(_day_of(facts, indicator, one) for one in tickets if one.missed)
    first = max(period.first_day, period.end_day - timedelta(days=_DAYS_SHOWN))
    days = [first + timedelta(days=after) for after in range((period.end_day - first).days)]
    highest = max([counted[day] for day in days] + [1])
    bars = tuple(
        Bar(
            words.day(day),
            Fraction(0),
            Fraction(counted[day], highest),
            words.number(counted[day]),
            counted[day] > 0,
        )
        for day in days
        if counted[day] > 0
    )
    return Bars(
        words.text("Counted, by day"),
        words.plural(
            "{n} counted; days without any are left out.",
            "{n} counted; days without any are left out.",
            sum(counted.values()),
        ),
        bars,
    )


def _day_of(facts: FigureFacts, indicator: CountTerms, ticket: TicketEvidence) -> date:
    by_opening = indicator.month_of is MonthOf.OPENED or ticket.ended_at is None
    instant = ticket.opened_at if by_opening or ticket.ended_at is None else ticket.ended_at
    return to_datetime(instant).astimezone(facts.context.zone).date()
