"""Clocks of tickets in words: what starts, runs, pauses, stops, resets and reopens each of them."""

from collections.abc import Iterable, Iterator, Sequence

from dashboards.report.context import Context
from dashboards.report.head import Entry
from dashboards.report.limits import describe_limit
from dashboards.wording import Wording
from dashboards.wording.terms import party_role, ticket_field_word, ticket_state_word
from evaluator.contract.clock_parts import PriorityChange
from evaluator.contract.clocks import ClockHours, ClockTerms, ReopenRule, StateWord
from evaluator.contract.field_conditions import ChangeCondition, ValueCondition
from evaluator.contract.hours import UsedUp


def describe_clock(clock: ClockTerms, context: Context) -> Entry:
    """Return a clock's starting, pausing and stopping in sentences."""
    words = context.wording
    sentences = [
        *_starts(clock, words),
        *_runs(clock, words),
        *_pauses(clock, words),
        *_waits(clock, words),
        *_stops(clock, words),
        *_moves(clock, words),
        _priority(clock, words),
        _hours(clock, context),
        _used_up(clock, words),
        _reopening(clock, words),
    ]
    return Entry(
        words.text("Clock: {label}", label=clock.label.in_language(words.language)),
        " ".join(sentence for sentence in sentences if sentence),
    )


def _starts(clock: ClockTerms, words: Wording) -> Iterator[str]:
    if clock.starts is None:
        yield words.text("Starts when the ticket is opened.")
    else:
        when = _values(clock.starts.when, words)
        if clock.starts.counts_from == "moment":
            yield words.text("Starts when {when}.", when=when)
        elif clock.starts.pauses_before == "kept":
            yield words.text(
                "Starts when {when}, and then counts from the opening, without the pauses.", when=when
            )
        else:
            yield words.text(
                "Starts when {when}, and then counts all time from the opening, with what would have been"
                " pauses.",
                when=when,
            )
    for field, value in clock.at_opening.items():
        yield words.text(
            "When a ticket opens, {field} is taken to be {value}.",
            field=ticket_field_word(field, words),
            value=value,
        )


def _runs(clock: ClockTerms, words: Wording) -> Iterator[str]:
    if clock.runs_in:
        yield words.text("Runs while it is {runs}.", runs=_states(clock.runs_in, words))
    if clock.runs_when:
        yield words.text("Runs only while {when}.", when=_values(clock.runs_when, words))


def _pauses(clock: ClockTerms, words: Wording) -> Iterator[str]:
    elsewhere = {*clock.runs_in, *clock.stops_in, *clock.cancels_in}
    pauses = [state for state in StateWord if state not in elsewhere]
    if clock.runs_in and pauses:
        yield words.text("Pauses while it is {pauses}.", pauses=_states(pauses, words))
    for condition in clock.pauses_when:
        yield words.text(
            "Pauses while {when}; that time counts against: {party}.",
            when=_values([condition], words),
            party=party_role(condition.waits_for, words),
        )


def _waits(clock: ClockTerms, words: Wording) -> Iterator[str]:
    for wait in clock.longest_wait:
        yield words.text(
            "While it is {waiting} it pauses for {limit} at most; after that it runs again.",
            waiting=_states(wait.waiting, words),
            limit=describe_limit(wait.at_most, words, in_days=clock.hours == ClockHours.ALWAYS),
        )
    for state, party in clock.waits_for.items():
        if state is StateWord.RESOLVED:
            yield words.text(
                "Time between a solution and a reopening counts against: {party}.",
                party=party_role(party, words),
            )
        else:
            yield words.text(
                "Time in which it is {waiting} counts against: {party}.",
                waiting=_states([state], words),
                party=party_role(party, words),
            )


def _stops(clock: ClockTerms, words: Wording) -> Iterator[str]:
    if clock.stops_in:
        yield words.text("Stops when it becomes {stops}.", stops=_states(clock.stops_in, words))
    if clock.stops_when:
        yield words.text("Stops when {when}.", when=_values(clock.stops_when, words))
    if clock.cancels_in:
        yield words.text(
            "A ticket that ends as {cancels} is left out.", cancels=_states(clock.cancels_in, words)
        )
    if clock.cancels_when:
        yield words.text(
            "A ticket of which in the end {when} is left out.", when=_values(clock.cancels_when, words)
        )


def _moves(clock: ClockTerms, words: Wording) -> Iterator[str]:
    if clock.resets_when:
        yield words.text(
            "Starts again from zero when {when}; what was used is forgotten.",
            when=_happenings(clock.resets_when, words),
        )
    if clock.renews_when:
        yield words.text(
            "Ends and begins anew when {when}; each time between is a case of its own.",
            when=_happenings(clock.renews_when, words),
        )


def _priority(clock: ClockTerms, words: Wording) -> str:
    match clock.priority_change:
        case PriorityChange.KEEP:
            return words.text("A change of priority leaves time used and pauses as they are.")
        case PriorityChange.RESTART:
            return words.text("A change of priority starts it again from zero.")
        case PriorityChange.SINCE_OPENING:
            return words.text(
                "After a change of priority all time since the start counts, also the pauses before it."
            )


def _hours(clock: ClockTerms, context: Context) -> str:
    words = context.wording
    if clock.hours == ClockHours.ALWAYS:
        return words.text("Runs around the clock.")
    if clock.hours == ClockHours.SERVICE:
        return words.text("Runs in the service's own hours.")
    named = context.contract.service_hours.get(str(clock.hours))
    label = str(clock.hours) if named is None else named.label.in_language(words.language)
    return words.text("Runs in the hours {hours}.", hours=label)


def _used_up(clock: ClockTerms, words: Wording) -> str:
    return "" if clock.hours == ClockHours.ALWAYS else describe_used_up(clock.used_up_at_close, words)


def describe_used_up(used_up: UsedUp, words: Wording) -> str:
    """Return when a limit used up exactly at a close is due."""
    if used_up is UsedUp.CLOSE:
        return words.text("A limit used up exactly when the hours close is due then.")
    return words.text("A limit used up exactly when the hours close is due when they open again.")


def _reopening(clock: ClockTerms, words: Wording) -> str:
    rule, days = clock.reopening.rule, clock.reopening.within_working_days
    told = {
        ReopenRule.CONTINUE: words.text("When a ticket is reopened the same clock goes on."),
        ReopenRule.RESET: words.text("When a ticket is reopened the same clock starts again from zero."),
        ReopenRule.NEVER: words.text("A stop is final; a reopening does nothing."),
        ReopenRule.NEW_CYCLE: words.text(
            "When a ticket is reopened a new cycle begins, a case of its own; the one before stands as it"
            " was."
        ),
    }[rule]
    if days is None or rule is ReopenRule.NEW_CYCLE:
        return told
    later = words.plural(
        "A reopening later than {n} working day starts a new cycle, a case of its own; the one before stands"
        " as it was.",
        "A reopening later than {n} working days starts a new cycle, a case of its own; the one before stands"
        " as it was.",
        days,
    )
    return f"{told} {later}"


def _states(states: Iterable[StateWord], words: Wording) -> str:
    return words.listing(ticket_state_word(state, words) for state in states)


def _values(conditions: Sequence[ValueCondition], words: Wording) -> str:
    return words.choice(_value(condition, words) for condition in conditions)


def _value(condition: ValueCondition, words: Wording) -> str:
    field = ticket_field_word(condition.field, words)
    if condition.has_value is None:
        return words.text("{field} is {values}", field=field, values=words.choice(condition.is_one_of))
    if condition.has_value:
        return words.text("{field} has a value", field=field)
    return words.text("{field} has no value", field=field)


def _happenings(conditions: Sequence[ChangeCondition], words: Wording) -> str:
    return words.choice(_happening(condition, words) for condition in conditions)


def _happening(condition: ChangeCondition, words: Wording) -> str:
    field = ticket_field_word(condition.field, words)
    if condition.changes:
        return words.text("{field} changes", field=field)
    if condition.becomes:
        return words.text("{field} becomes {values}", field=field, values=words.choice(condition.becomes))
    return words.text("{field} is told to be {values}", field=field, values=words.choice(condition.says))
