"""Some tickets measured again: with ends as the supplier states them, or under another rule for the clock."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from evaluator.contract.clocks import ClockHours, ClockTerms, Reopening, ReopenRule, StateWord
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import Count, Mean, Percentile, Rate, Share, TimeWithinTarget
from evaluator.core.calendar.contract_calendars import Calendars
from evaluator.core.evaluation import FormerTerms
from evaluator.core.facts import Facts
from evaluator.core.measuring.indicator import measure_straddling
from evaluator.core.measuring.selection import TicketIndicator
from evaluator.core.measuring.ticket_book import TicketBook
from evaluator.core.periods import Period
from evaluator.core.reconciliation.found import Explanation

Vary = Callable[[ClockTerms], ClockTerms]

_WAITS = {
    StateWord.WAITING_USER: (Explanation.PAUSES_WAITING_USER, Explanation.COUNTS_WAITING_USER),
    StateWord.WAITING_CUSTOMER: (Explanation.PAUSES_WAITING_CUSTOMER, Explanation.COUNTS_WAITING_CUSTOMER),
    StateWord.WAITING_THIRD: (Explanation.PAUSES_WAITING_THIRD, Explanation.COUNTS_WAITING_THIRD),
    StateWord.WAITING_SUPPLIER: (Explanation.PAUSES_WAITING_SUPPLIER, Explanation.COUNTS_WAITING_SUPPLIER),
}


@dataclass(frozen=True, eq=False)
class Measuring:
    """What some tickets are measured with: the terms in force and those before, calendars and facts."""

    contract: Contract
    calendars: Calendars
    former: tuple[FormerTerms, ...]
    facts: Facts
    period: Period

    def only(self, ticket_ids: pd.Series) -> "Measuring":
        """Return the same for some tickets."""
        tickets, changes = self.facts.tickets, self.facts.changes
        facts = replace(
            self.facts,
            tickets=tickets.loc[tickets["ticket_id"].isin(ticket_ids)].reset_index(drop=True),
            changes=changes.loc[changes["ticket_id"].isin(ticket_ids)].reset_index(drop=True),
        )
        return replace(self, facts=facts)

    def measured(self, indicator: TicketIndicator, vary: Vary | None = None) -> pd.DataFrame:
        """Return the last case of each ticket for `indicator`, under its clock as `vary` has it."""
        contract = self._varied(self.contract, indicator, vary)
        book = TicketBook(contract, self.facts, self.calendars)
        former = [
            (one.until, TicketBook(self._varied(one.contract, indicator, vary), self.facts, one.calendars))
            for one in self.former
        ]
        cases = measure_straddling(indicator, book, self.period, former).frame
        ended = cases["ended_at"].astype("Int64")
        ordered = cases.assign(ended_at=ended).sort_values("ended_at", kind="stable", na_position="last")
        return ordered.loc[~ordered["ticket_id"].duplicated(keep="last")].reset_index(drop=True)

    def _varied(self, contract: Contract, indicator: TicketIndicator, vary: Vary | None) -> Contract:
        name = clock_of(indicator)
        if vary is None or name is None or name not in contract.clocks:
            return contract
        return contract.model_copy(update={"clocks": {**contract.clocks, name: vary(contract.clocks[name])}})


def clock_of(indicator: TicketIndicator) -> str | None:
    """Return the clock that times the tickets of `indicator`; None where none does."""
    if isinstance(indicator, TimeWithinTarget):
        return indicator.clock
    if isinstance(indicator, Mean | Percentile):
        return indicator.of.clock
    if isinstance(indicator, Count | Rate | Share):
        named = [clock for one in indicator.that if isinstance(clock := getattr(one, "clock", None), str)]
        return named[0] if named else None
    return None


def ended_as_stated(facts: Facts, ended: pd.DataFrame) -> Facts:
    """Return `facts` with the end of some tickets moved to where the supplier says it was.

    `ended` has ticket_id, `ended_at` (ours) and `resolved_at` (theirs). What the ticket went through between
    the two is taken out, or it would pause or reopen what the supplier says was over.
    """
    changes = facts.changes.merge(ended, on="ticket_id", how="left", sort=False)
    at, ours, theirs = (changes[name].astype("Int64") for name in ("at", "ended_at", "resolved_at"))
    is_end = (at == ours).fillna(value=False).to_numpy(dtype=bool)
    low, high = ours.where(ours < theirs, theirs), ours.where(ours > theirs, theirs)
    between = ((at >= low) & (at <= high)).fillna(value=False).to_numpy(dtype=bool)
    is_status = (changes["field"] == "status").to_numpy(dtype=bool)
    opening = at.eq(changes["ticket_id"].map(facts.tickets.set_index("ticket_id")["opened_at"]))
    gone = between & is_status & ~is_end & ~opening.fillna(value=False).to_numpy(dtype=bool)
    moved = facts.changes.assign(at=at.mask(is_end, theirs).astype("int64").to_numpy()).loc[~gone]
    order = ["ticket_id", "at", "sequence"]
    return replace(facts, changes=moved.sort_values(order, kind="stable", ignore_index=True))


def other_rules(terms: ClockTerms, contract: Contract) -> Iterator[tuple[Explanation, str, Vary]]:
    """Yield what a supplier may reckon by instead of the terms: the name, its hours, and the clock."""
    if terms.reopening.rule is not ReopenRule.NEVER:
        never = Reopening(rule=ReopenRule.NEVER, within_working_days=None)
        yield Explanation.FIRST_SOLUTION, "", _updated("reopening", never)
    runs = terms.runs_in
    halts = {*terms.stops_in, *terms.cancels_in}
    for word, (pauses, counts) in _WAITS.items():
        if word in runs:
            yield pauses, "", _running_in(tuple(one for one in runs if one is not word))
        elif word not in halts and runs:
            yield counts, "", _running_in((*runs, word))
    for name in (ClockHours.SERVICE, ClockHours.ALWAYS, *contract.service_hours):
        if str(name) != str(terms.hours):
            yield Explanation.OTHER_HOURS, str(name), _updated("hours", name)


def _running_in(states: tuple[StateWord, ...]) -> Vary:
    return _updated("runs_in", states)


def _updated(name: str, value: object) -> Vary:
    return lambda terms: terms.model_copy(update={name: value})


def explain(
    measuring: Measuring, indicator: TicketIndicator, pairs: pd.DataFrame
) -> tuple[pd.Series, pd.Series]:
    """Return for each pair the rule under which all that the list says of it comes out, and its hours.

    A rule is named only where it is proved: measured under it, the ticket takes the time, ends at the instant
    and has the verdict that the list states, within what the list rounds to. Empty text where none does.
    """
    rule = pd.Series("", index=pairs.index, dtype="str")
    hours = rule.copy()
    name = clock_of(indicator)
    if name is None or pairs.empty:
        return rule, hours
    some = measuring.only(pairs["our_ticket_id"])
    for explanation, named, vary in other_rules(measuring.contract.clocks[name], measuring.contract):
        # Only where a list names a time used can hours or waits explain it: they leave the end where it was.
        says_used = pairs["their_used"].notna() | (explanation is Explanation.FIRST_SOLUTION)
        open_rows = ((rule == "") & says_used).to_numpy(dtype=bool)
        if not open_rows.any():
            continue
        cases = some.measured(indicator, vary).set_index("ticket_id")
        proved = open_rows & _gives(cases.reindex(pairs["our_ticket_id"]), pairs)
        rule, hours = rule.mask(proved, explanation.value), hours.mask(proved, named)
    return rule, hours


def _gives(cases: pd.DataFrame, pairs: pd.DataFrame) -> np.ndarray:
    """Which pairs' statements are what `cases` (a row for each pair, or missing values) say."""
    found = cases.set_axis(pairs.index)
    proved = found["used"].notna()
    for ours, theirs in (("used", "their_used"), ("ended_at", "their_resolved_at")):
        apart = (found[ours].astype("Int64") - pairs[theirs].astype("Int64")).abs()
        proved &= pairs[theirs].isna() | (apart < pairs["their_rounded_to"]).fillna(value=False)
    missed = found["missed"].astype("Int64")
    proved &= pairs["their_missed"].isna() | (missed == pairs["their_missed"]).fillna(value=False)
    says_time = pairs["their_used"].notna() | pairs["their_resolved_at"].notna()
    return np.asarray(proved & says_time, dtype=bool)
