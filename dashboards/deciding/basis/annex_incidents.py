"""Part 6 of the annex: outages of each service, and tickets of the highest priorities."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dashboards.deciding.basis.telling import Telling, numbers, table
from dashboards.document.model import Block, Run, Section
from dashboards.wording.words import marked
from evaluator.results.published import OutageEvidence, TicketEvidence

_OUTAGES = (marked("Outages"), marked("Time counted"), marked("Longest"), marked("Most users hit"))
_TICKETS = (marked("Tickets"), marked("Later than the limit"), marked("Longest"))


def major_incidents(telling: Telling) -> Section:
    """Return part 6; what no source says, such as the cause, is left for people to write."""
    words, months = telling.words, telling.sources.months
    heading = words.text("Major incidents")
    if not months:
        lacking = telling.lacking(words.text("No evidence of outages and tickets is kept for these months."))
        return Section("annex-incidents", heading, (lacking,))
    cause = telling.place(
        "annex-causes",
        words.text("what caused the outages, and which came back, with the source of each."),
    )
    return Section("annex-incidents", heading, (*_outages(telling), *_tickets(telling), cause))


@dataclass(frozen=True)
class _Outage:
    """An outage once, though several indicators count it and it may go on in the next month."""

    service: str
    counted: int
    users: int | None


def _distinct_outages(telling: Telling) -> list[_Outage]:
    found: dict[tuple[str, str, int], dict[str, tuple[int, int | None]]] = {}
    for month in telling.sources.months:
        for one in month.outages:
            seen = found.setdefault((one.service, one.unit, one.starts_at), {})
            seen[month.period] = _larger(one, seen.get(month.period))
    return [
        _Outage(service, sum(one[0] for one in parts.values()), _most(one[1] for one in parts.values()))
        for (service, _, _), parts in found.items()
    ]


def _larger(one: OutageEvidence, known: tuple[int, int | None] | None) -> tuple[int, int | None]:
    if known is None:
        return one.counted, one.users_affected
    return max(one.counted, known[0]), _most((one.users_affected, known[1]))


def _most(numbers_found: "Iterator[int | None] | tuple[int | None, ...]") -> int | None:
    return max((one for one in numbers_found if one is not None), default=None)


def _outages(telling: Telling) -> Iterator[Block]:
    words, found = telling.words, [one for one in _distinct_outages(telling) if one.counted > 0]
    if not found:
        yield telling.note(words.text("No outage that counts was measured in these months."))
        return
    by_service: dict[str, list[_Outage]] = {}
    for one in found:
        by_service.setdefault(one.service, []).append(one)
    yield table(
        "annex-outages",
        words.text("Outages that count, {first} to {last}", first=_first(telling), last=_last(telling)),
        [words.text("Service"), *(numbers(words.text(one)) for one in _OUTAGES)],
        (_outage_row(telling, service, outages) for service, outages in by_service.items()),
        words.text(
            "An outage that goes on in the next month is one outage. Time is counted in service hours."
        ),
    )


def _outage_row(telling: Telling, service: str, outages: list[_Outage]) -> Iterator[str | Run]:
    words = telling.words
    users = _most(one.users for one in outages)
    yield telling.context.service(service)
    for text in (
        words.number(len(outages)),
        words.duration(sum(one.counted for one in outages)),
        words.duration(max(one.counted for one in outages)),
        words.text("not known") if users is None else words.number(users),
    ):
        yield _evidence(telling, text)


def _tickets(telling: Telling) -> Iterator[Block]:
    words, decision = telling.words, telling.sources.decision
    priorities = () if decision is None else decision.major_priorities
    if not priorities:
        return
    by_month = {month.period: _of_priorities(month.tickets, priorities) for month in telling.sources.months}
    if not any(by_month.values()):
        yield telling.note(
            words.text("No ticket of priority {priorities} ended.", priorities=words.choice(priorities))
        )
        return
    yield table(
        "annex-tickets",
        words.text("Tickets of priority {priorities}", priorities=words.listing(priorities)),
        [words.text("Month"), *(numbers(words.text(one)) for one in _TICKETS)],
        (_ticket_row(telling, month, tickets) for month, tickets in by_month.items() if tickets),
    )


def _of_priorities(
    tickets: tuple[TicketEvidence, ...], priorities: tuple[str, ...]
) -> Mapping[str, TicketEvidence]:
    """Each ticket once, though several indicators judge it."""
    found: dict[str, TicketEvidence] = {}
    for one in tickets:
        if one.priority in priorities and not one.in_working_days:
            found.setdefault(one.ticket, one)
    return found


def _ticket_row(telling: Telling, month: str, tickets: Mapping[str, TicketEvidence]) -> Iterator[str | Run]:
    words = telling.words
    evaluation = {one.period: one.evaluation for one in telling.sources.months}[month]
    yield month
    for text in (
        words.number(len(tickets)),
        words.number(sum(one.missed for one in tickets.values())),
        words.duration(max(one.used for one in tickets.values())),
    ):
        yield telling.of_month(month, evaluation, text)


def _evidence(telling: Telling, text: str) -> Run:
    told = telling.words.text("{first} to {last}", first=_first(telling), last=_last(telling))
    return telling.of_report(text, told)


def _first(telling: Telling) -> str:
    return telling.sources.months[0].period


def _last(telling: Telling) -> str:
    return telling.sources.months[-1].period
