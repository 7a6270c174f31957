"""What the terms of a clock say of each row by itself: it runs, pauses, stops, cancels, resets, renews."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from collector.records import TicketState
from evaluator.contract.clocks import ClockTerms, PriorityChange
from evaluator.contract.field_conditions import ChangeCondition, ValueCondition
from evaluator.core.clock.histories import Flags, Positions
from evaluator.core.clock.rows import NO_VALUE, ClockRows
from evaluator.core.clock.states import DONE, flags_of, parties_of_states, party_number


@dataclass(frozen=True, eq=False)
class Modes:
    """What the terms say of each row, looked at alone; what came before is a matter of `find_spans`.

    `beyond` marks rows in which a wait is longer than accepted; None where the terms accept any.
    """

    rows: ClockRows
    terms: ClockTerms
    beyond: Flags | None

    def cancels(self, rows: Positions) -> Flags:
        """Return whether the ticket is void, should it end so, in each of `rows`."""
        in_state = flags_of(word.state for word in self.terms.cancels_in)[self._state[rows]]
        return (
            in_state | self.any_holds(self.terms.cancels_when)[rows] if self.terms.cancels_when else in_state
        )

    @cached_property
    def stops(self) -> Flags:
        """Whether the clock stands stopped or cancelled there, or nobody knows."""
        terms = self.terms
        states = {word.state for word in (*terms.stops_in, *terms.cancels_in)}
        if terms.looks_at_states:
            states.add(TicketState.UNMAPPED)
        in_state = flags_of(states)[self._state]
        conditions = (*terms.stops_when, *terms.cancels_when)
        return in_state | self.any_holds(conditions) if conditions else in_state

    @cached_property
    def keeps(self) -> Flags | None:
        """Whether a stopped clock stays stopped there and a running one goes on; None where nothing does."""
        terms, kept = self.terms, None
        if terms.looks_at_states:
            named = {word.state for word in (*terms.runs_in, *terms.stops_in, *terms.cancels_in)}
            states = set(DONE) - named
            kept = flags_of(states)[self._state] if states else None
        if terms.runs_when:
            idle = ~self.any_holds(terms.runs_when)
            kept = idle if kept is None else kept | idle
        return None if kept is None else kept & ~self.stops

    @cached_property
    def strange(self) -> Positions:
        """The rows with a status that no mapping knows, where states matter."""
        if not self.terms.looks_at_states:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(self._state == TicketState.UNMAPPED)

    @cached_property
    def runs(self) -> Flags:
        """Whether the clock runs there if it has started and not stopped."""
        terms = self.terms
        runs = np.ones(self._state.size, dtype=np.bool_)
        if terms.runs_in:
            runs = flags_of(word.state for word in terms.runs_in)[self._state]
            runs = runs if self.beyond is None else runs | self.beyond
        if terms.runs_when:
            runs = runs & self.any_holds(terms.runs_when)
        if terms.pauses_when:
            runs = runs & ~self.any_holds(terms.pauses_when)
        return runs & ~self.stops

    @cached_property
    def starts(self) -> Flags | None:
        """Whether a condition of the start holds, or nobody knows; None where the opening is the start."""
        if self.terms.starts is None:
            return None
        starts = self.any_holds(self.terms.starts.when)
        starts[self.strange] = True
        return starts

    @cached_property
    def resets(self) -> Flags | None:
        """Where what was used is forgotten; None where nothing does that."""
        conditions = self.terms.resets_when
        if self.terms.priority_change is PriorityChange.RESTART:
            conditions = (*conditions, _PRIORITY_CHANGES)
        return self._any_happens(conditions)

    @cached_property
    def renews(self) -> Flags | None:
        """Where the next cycle begins; None where nothing does that."""
        return self._any_happens(self.terms.renews_when)

    @cached_property
    def recounts(self) -> Flags | None:
        """Where all time since the start comes to count as used; None where nothing does that."""
        is_asked = self.terms.priority_change is PriorityChange.SINCE_OPENING
        return self._any_happens((_PRIORITY_CHANGES,) if is_asked else ())

    def parties(self, is_stopped: Flags) -> npt.NDArray[np.int64]:
        """Return for each row the position of the party that its time counts against.

        A waiting state says who is waited for; then the first pausing condition that holds. Beyond the
        longest wait accepted it is the supplier, after a stop who has to say that the work was done.
        """
        of_state = parties_of_states(self.terms.waits_for)
        found = of_state[self._state]
        at_work = self._state == TicketState.ACTIVE
        if self.beyond is not None:
            found[self.beyond] = of_state[TicketState.ACTIVE]
            at_work |= self.beyond
        for condition in reversed(self.terms.pauses_when):
            found[at_work & self.holds(condition)] = party_number(condition.waits_for)
        found[at_work & is_stopped] = of_state[TicketState.RESOLVED]
        return found

    def any_holds(self, conditions: Sequence[ValueCondition]) -> Flags:
        """Return in which rows one of `conditions` holds."""
        found = np.zeros(self._state.size, dtype=np.bool_)
        for condition in conditions:
            found |= self.holds(condition)
        return found

    def holds(self, condition: ValueCondition) -> Flags:
        """Return in which rows `condition` holds."""
        field = self.rows.fields[condition.field]
        if condition.has_value is None:
            return field.is_one_of(condition.is_one_of)
        return field.has_value if condition.has_value else ~field.has_value

    def happens(self, condition: ChangeCondition) -> Flags:
        """Return in which rows `condition` comes true; in the second of an opening nothing does."""
        field = self.rows.fields[condition.field]
        if condition.changes:
            found = field.histories.changed_rows(NO_VALUE)
        elif condition.becomes:
            is_one = field.is_one_of(condition.becomes)
            found = is_one & ~field.histories.before(is_one, at_opening=False)
        else:
            found = field.told & field.is_one_of(condition.says)
        histories = self.rows.histories
        return found & (histories.instants > histories.instants[histories.first][histories.owner])

    def _any_happens(self, conditions: Sequence[ChangeCondition]) -> Flags | None:
        if not conditions:
            return None
        found = np.zeros(self._state.size, dtype=np.bool_)
        for condition in conditions:
            found |= self.happens(condition)
        return found

    @property
    def _state(self) -> npt.NDArray[np.int64]:
        return self.rows.histories.value


_PRIORITY_CHANGES = ChangeCondition(field="priority", changes=True)
