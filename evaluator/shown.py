"""Gather what is published for showing: names, sums of tickets, what stands open at a month's end, or now."""

from dataclasses import replace

import numpy as np
import pandas as pd

from collector.records import FactKind, empty_frame
from collector.store.database import Database
from collector.store.open_tickets import read_open_before
from collector.store.read import read_tickets
from collector.store.windows import tickets_in
from evaluator.burning import read_burn_rates
from evaluator.contract.contract import Straddling
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.core.backlog.flow import added_up, as_text, flow_and_open
from evaluator.core.backlog.open_cases import OPEN_CASE_COLUMNS, may_run, open_cases
from evaluator.core.backlog.ticket_groups import ticket_groups
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.evaluation import PeriodEvaluation
from evaluator.core.facts import Facts
from evaluator.core.measuring.indicator import FormerBooks
from evaluator.core.measuring.ticket_book import TicketBook
from evaluator.core.outcomes import View
from evaluator.inputs import EvaluationInputs
from evaluator.results.shown import Shown

_OTHER_FACTS = {
    "states": FactKind.SERVICE_STATE,
    "observed": FactKind.OBSERVED,
    "maintenance": FactKind.MAINTENANCE,
    "measurements": FactKind.MEASUREMENT,
    "statements": FactKind.STATEMENT,
}
_WINDOW = ["service", "unit", "starts_at", "ends_at", "announced_at"]


def shown_of(database: Database, inputs: EvaluationInputs, results: PeriodEvaluation) -> Shown:
    """Return what is shown beside `results`, from the contract, the evidence and what stood open.

    What stands open is as it was at the end of the month, or when its facts were known, if that was earlier.
    """
    month = _facts_of_month(database, inputs)
    before = _facts_before(database, inputs, month)
    books = [TicketBook(inputs.contract, facts, inputs.calendars) for facts in (month, before)]
    flows, still_open = zip(*(flow_and_open(book, inputs.period) for book in books), strict=True)
    return Shown(
        contract=inputs.contract,
        units=frozenset(outcome.scope.unit for outcome in results.outcomes),
        groups=ticket_groups(results.tickets, inputs.left_out[View.AFTER_EXCLUSIONS]),
        flow=added_up(flows),
        open_tickets=pd.concat(still_open, ignore_index=True),
        open_cases=_open_cases(inputs, before),
        maintenance=_maintenance(inputs),
        burn_rates=read_burn_rates(database, inputs),
    )


def _facts_of_month(database: Database, inputs: EvaluationInputs) -> Facts:
    """The tickets that opened or changed in the month: cut from those read already, where these are there."""
    period, filled = inputs.period, [one for one in inputs.facts.values() if not one.tickets.empty]
    window = (period.starts_at, period.ends_at)
    if filled:
        return _at_end(inputs, *tickets_in(filled[0].tickets, filled[0].changes, window))
    return _at_end(inputs, *read_tickets(database, inputs.horizon, window))


def _facts_before(database: Database, inputs: EvaluationInputs, month: Facts) -> Facts:
    """The tickets that were open when the month began and that nothing has happened to in it."""
    own = month.tickets["ticket_id"].to_numpy(dtype=np.int64)
    return _at_end(inputs, *read_open_before(database, inputs.horizon, inputs.period.starts_at, own))


def _at_end(inputs: EvaluationInputs, tickets: pd.DataFrame, changes: pd.DataFrame) -> Facts:
    """Facts of these tickets alone, known as far as the end of the month."""
    known_at = min(inputs.known_at, inputs.period.ends_at - 1)
    others = {name: empty_frame(kind) for name, kind in _OTHER_FACTS.items()}
    return Facts(tickets=tickets, changes=changes, known_at=known_at, **others)


def _open_cases(inputs: EvaluationInputs, before: Facts) -> pd.DataFrame:
    """The cases whose time runs; of a month that is over there are none."""
    found = [pd.DataFrame({name: pd.Series([], dtype="int64") for name in OPEN_CASE_COLUMNS})]
    if inputs.known_at < inputs.period.ends_at and inputs.facts:
        books = {length: _books(inputs, facts, before) for length, facts in inputs.facts.items()}
        month = books.get(PeriodLength.MONTH, next(iter(books.values())))
        for indicator in inputs.contract.indicators:
            for book, former in books.get(indicator.facts_over, month):
                found.append(open_cases(indicator, book, former))
    filled = [one for one in found if not one.empty] or found
    whole = pd.concat(filled, ignore_index=True).rename(columns={"limit": "limit_amount"})
    return whole.drop_duplicates(["indicator", "ticket_id", "cycle"])


def _books(inputs: EvaluationInputs, facts: Facts, before: Facts) -> list[tuple[TicketBook, FormerBooks]]:
    """Books of what was read for some periods, and of what stood open and was not among it."""
    left = ~before.tickets["ticket_id"].isin(facts.tickets["ticket_id"])
    tickets = before.tickets.loc[left.to_numpy(dtype=bool)].reset_index(drop=True)
    rest = replace(before, tickets=tickets, known_at=facts.known_at)
    parts = [_that_may_run(inputs, one) for one in (facts, rest)]
    return [_with_former(inputs, part) for part in parts if not part.tickets.empty]


def _that_may_run(inputs: EvaluationInputs, facts: Facts) -> Facts:
    """The tickets on which time can run, under the terms in force or former ones."""
    contracts = [inputs.contract, *(one.contract for one in inputs.former)]
    books = [TicketBook(contract, facts, inputs.calendars) for contract in contracts]
    tickets = books[0].tickets.loc[np.logical_or.reduce([may_run(book) for book in books]), "ticket_id"]
    kept = [frame["ticket_id"].isin(tickets).to_numpy() for frame in (facts.tickets, facts.changes)]
    return replace(
        facts,
        tickets=facts.tickets.loc[kept[0]].reset_index(drop=True),
        changes=facts.changes.loc[kept[1]].reset_index(drop=True),
    )


def _with_former(inputs: EvaluationInputs, facts: Facts) -> tuple[TicketBook, FormerBooks]:
    """The book of `facts`, and those of former terms that judge what opened under them."""
    by_opening = inputs.contract.tickets.straddling is Straddling.OPENING
    # What opened long ago lies before the calendars that the evaluation needed.
    reach = (int(facts.tickets["opened_at"].min()), inputs.period.ends_at)
    former = [
        (one.until, TicketBook(one.contract, facts, compile_calendars(one.contract, *reach)))
        for one in (inputs.former if by_opening else ())
    ]
    return TicketBook(inputs.contract, facts, compile_calendars(inputs.contract, *reach)), former


def _maintenance(inputs: EvaluationInputs) -> pd.DataFrame:
    """The windows of maintenance that reach into the month, each once."""
    read = [one.maintenance for one in inputs.facts.values()]
    longest, period = max(read, key=len, default=empty_frame(FactKind.MAINTENANCE)), inputs.period
    here = (longest["starts_at"] < period.ends_at) & (longest["ends_at"] > period.starts_at)
    found = longest.loc[here.to_numpy(dtype=bool), _WINDOW].drop_duplicates()
    return found.assign(service=as_text(found["service"]).to_numpy(), unit=as_text(found["unit"]).to_numpy())
