"""Why an indicator judged a ticket as it did, in sentences."""

from collections import Counter
from collections.abc import Iterator

from collector.records import TicketState
from dashboards.report.limits import clocks_of, describe_time, is_around_the_clock
from dashboards.wording.terms import ticket_state_word
from evaluator.contract.clocks import ClockCondition
from evaluator.contract.indicators import AnyIndicator, CountTerms, LeadTimeTerms, Share
from evaluator.core.measuring.selection import TicketIndicator
from evaluator.explain import ClockExplanation, TicketExplanation
from evaluator.results.published import TicketJudgement
from supplierwatch.cli.lead_times import tell_events
from supplierwatch.cli.telling import Telling


def tell_judgement(judgement: TicketJudgement, found: TicketExplanation, telling: Telling) -> str:
    """Return why: time against limit, what the clock counted, and who was waited for."""
    words = telling.words
    indicator = telling.find_indicator(judgement.indicator)
    clock = _clock_of(indicator, found, judgement)
    sentences = [_outcome(judgement, indicator, found, telling)]
    if isinstance(indicator, LeadTimeTerms):
        sentences.append(tell_events(indicator, found, telling))
    if clock is not None:
        sentences += _tell_clock(clock, judgement, telling)
    if judgement.left_out_by:
        sentences.append(words.text("Exclusion {name} concerns it.", name=judgement.left_out_by))
    head = f"{telling.indicator(judgement.indicator)}, {words.month(judgement.period)}"
    return f"{_sign(judgement)} {head}: {' '.join(sentences)}"


def tell_result(judgement: TicketJudgement, telling: Telling) -> str:
    """Return, as sign and word, what an indicator made of a ticket."""
    words = telling.words
    if judgement.unknown:
        return f"{_sign(judgement)} {words.text('cannot be told')}"
    if isinstance(telling.find_indicator(judgement.indicator), CountTerms):
        word = words.text("counted") if judgement.missed else words.text("not counted")
    else:
        word = words.text("missed") if judgement.missed else words.text("in time")
    return f"{_sign(judgement)} {word}"


def amount(value: int, judgement: TicketJudgement, telling: Telling) -> str:
    """Return a time of a judgement, in working days or in the units its limit is told in."""
    words = telling.words
    if judgement.in_working_days:
        return words.plural("{n} working day", "{n} working days", value)
    indicator = telling.find_indicator(judgement.indicator)
    day_and_night = indicator is not None and is_around_the_clock(indicator, telling.contract)
    return describe_time(value, judgement.limit, words, around_the_clock=day_and_night)


def _sign(judgement: TicketJudgement) -> str:
    return "?" if judgement.unknown else "✗" if judgement.missed else "✓"


def _clock_of(
    indicator: AnyIndicator | None, found: TicketExplanation, judgement: TicketJudgement
) -> ClockExplanation | None:
    """The clock that judged; of several cycles the one that used that time, else the last."""
    names = () if indicator is None else clocks_of(indicator)
    cycles = [clock for clock in found.clocks if clock.clock in names[:1]]
    return next((one for one in cycles if one.used == judgement.used), cycles[-1] if cycles else None)


def _outcome(
    judgement: TicketJudgement,
    indicator: AnyIndicator | None,
    found: TicketExplanation,
    telling: Telling,
) -> str:
    words = telling.words
    if judgement.unknown:
        return _unknown(judgement, found, telling)
    if judgement.limit is None:
        return _without_limit(judgement, indicator, telling)
    over = judgement.used - judgement.limit
    used, limit = (amount(one, judgement, telling) for one in (judgement.used, judgement.limit))
    if over <= 0:
        text = words.text("{used} used of at most {limit}.", used=used, limit=limit)
    else:
        text = words.text(
            "{used} used of at most {limit}, {over} too long.",
            used=used,
            limit=limit,
            over=amount(over, judgement, telling),
        )
    if isinstance(indicator, CountTerms | Share) and _would_miss(indicator, over) != judgement.missed:
        text += " " + words.text("Another condition of the indicator decides.")
    return text


def _unknown(judgement: TicketJudgement, found: TicketExplanation, telling: Telling) -> str:
    words = telling.words
    if any(event.state is TicketState.UNMAPPED for event in found.events):
        return words.text("cannot be told, as it came into a status that no mapping explains.")
    if judgement.limit is None:
        return words.text("cannot be told, as the contract has no limit for it.")
    if _lacks_what_chooses(telling.find_indicator(judgement.indicator), found):
        return words.text("cannot be told, as it names no service, kind or priority of the contract.")
    return words.text(
        "cannot be told yet: {used} used of at most {limit}, and it has not ended.",
        used=amount(judgement.used, judgement, telling),
        limit=amount(judgement.limit, judgement, telling),
    )


def _lacks_what_chooses(indicator: AnyIndicator | None, found: TicketExplanation) -> bool:
    """Whether a ticket could belong to an indicator, but does not say that it does."""
    if not isinstance(indicator, TicketIndicator):
        return False
    chosen = indicator.tickets
    return (
        found.service not in indicator.services
        or (bool(chosen.kinds) and found.kind not in chosen.kinds)
        or (bool(chosen.priorities) and found.priority_that_judges not in chosen.priorities)
    )


def _without_limit(judgement: TicketJudgement, indicator: AnyIndicator | None, telling: Telling) -> str:
    words = telling.words
    if isinstance(indicator, CountTerms):
        return words.text("it is counted.") if judgement.missed else words.text("it is not counted.")
    if isinstance(indicator, Share):
        if judgement.missed:
            return words.text("it does not meet the conditions.")
        return words.text("it meets the conditions.")
    return words.text(
        "{time} used, of which the figure is made.", time=amount(judgement.used, judgement, telling)
    )


def _would_miss(indicator: CountTerms | Share, over: int) -> bool:
    """Whether the first condition on a clock alone makes the ticket a miss, or one that is counted."""
    condition = next(one for one in indicator.that if isinstance(one, ClockCondition))
    holds = over > 0 if condition.longer_than is not None else over <= 0
    return holds if isinstance(indicator, CountTerms) else not holds


def _tell_clock(clock: ClockExplanation, judgement: TicketJudgement, telling: Telling) -> Iterator[str]:
    words = telling.words
    label, hours = telling.label(clock.label), telling.hours(clock.hours_label)
    counted, stood_still = _times(clock, telling, runs=True), _times(clock, telling, runs=False)
    if counted:
        yield words.text(
            "The clock {label} ({hours}) counted {times}.",
            label=label,
            hours=hours,
            times=words.listing(counted),
        )
    if stood_still:
        yield words.text("It stood still {times}.", times=words.listing(stood_still))
    elif counted:
        yield words.text("It never stood still.")
    if clock.used != judgement.used:
        yield words.text(
            "With what is known now the clock shows {time}; the result rests on what was known then.",
            time=words.duration(clock.used),
        )


def _times(clock: ClockExplanation, telling: Telling, *, runs: bool) -> list[str]:
    """The seconds of each state in which the clock ran, or stood still, the longest first."""
    seconds: Counter[TicketState] = Counter()
    for segment in clock.segments:
        if segment.counts and segment.runs is runs:
            seconds[segment.state] += segment.open_seconds
    words = telling.words
    return [
        words.text("{time} ({state})", time=words.duration(amount), state=ticket_state_word(state, words))
        for state, amount in seconds.most_common()
        if amount > 0
    ]
