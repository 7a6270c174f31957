import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.records import TicketState
from evaluator.contract.clocks import ClockTerms
from evaluator.core.clock.cycles import ClockHours, run_cycles
from evaluator.core.clock.due_times import ClockFacts, due_instants
from evaluator.core.clock.states import PARTIES, WAITING
from evaluator.core.clock.timeline import clock_timeline
from tests.evaluator.core.calendars_for_tests import clock_terms, tickets
from tests.evaluator.core.clock_runs import DAYS, HOURS, WORKING_DAYS, run, t
from tests.evaluator.core.random_clocks import (
    CALENDARS,
    any_life,
    any_terms,
    expected_cycles,
    found_cycles,
    frames_of,
)
from tests.evaluator.core.reference_clocks import Life, Told, follow

SEEDS = st.integers(0, 2**32 - 1)
FEW = 6


class Drawn:
    """Random tickets under random terms, at a random instant."""

    def __init__(self, seed: int, count: int = FEW) -> None:
        chance = np.random.default_rng(seed)
        self.terms: ClockTerms = any_terms(chance)
        self.lives = [any_life(chance) for _ in range(count)]
        self.groups = chance.integers(0, 2, count)
        self.at = int(chance.integers(t("08 00:00"), t("29 00:00")))
        self.tickets, self.changes = frames_of(self.lives)
        self.chance = chance

    @property
    def hours(self) -> ClockHours:
        return ClockHours(HOURS, WORKING_DAYS, self.groups, WORKING_DAYS)

    @property
    def cycles(self) -> pd.DataFrame:
        return run_cycles(self.tickets, self.changes, self.terms, self.hours, self.at)


@settings(deadline=None, max_examples=120)
@given(seed=SEEDS)
def test_any_tickets_under_any_terms_agree_with_following_each_of_them_by_hand(seed: int) -> None:
    drawn = Drawn(seed)
    expected = [
        expected_cycles(life, int(group), drawn.terms, drawn.at)
        for life, group in zip(drawn.lives, drawn.groups, strict=True)
    ]
    assert found_cycles(drawn.cycles) == expected


@settings(deadline=None, max_examples=60)
@given(seed=SEEDS, in_days=st.booleans())
def test_any_due_time_agrees_with_following_the_cycle_by_hand(seed: int, in_days: bool) -> None:  # noqa: FBT001 - drawn
    drawn = Drawn(seed)
    cycles = drawn.cycles
    most = 6 if in_days else 30 * 3600
    limits = pd.Series(drawn.chance.integers(0, most, len(cycles)), dtype="Int64")
    facts = ClockFacts(drawn.tickets, drawn.changes, drawn.terms, drawn.hours, drawn.at)
    due = due_instants(facts, cycles, limits, in_days=in_days)
    for place, (row, number) in enumerate(zip(cycles["row"], cycles["cycle"], strict=True)):
        group = int(drawn.groups[row])
        calendar, used_up = CALENDARS[group], drawn.terms.used_up_at_close
        cycle = follow(drawn.lives[row], drawn.terms, calendar, drawn.at)[number]
        if in_days:
            expected = cycle.due_by_days(int(limits.iloc[place]), calendar)
        else:
            expected = cycle.due(int(limits.iloc[place]), drawn.at, calendar.landing(HOURS[group], used_up))
        assert (None if due.isna().iloc[place] else due.iloc[place]) == expected


@settings(deadline=None, max_examples=60)
@given(seed=SEEDS)
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    drawn = Drawn(seed)
    mixed = drawn.tickets.assign(group=drawn.groups).sample(frac=1, random_state=seed)
    rows = drawn.changes.sample(frac=1, random_state=seed)
    found = run(mixed, rows, drawn.terms, groups=list(mixed["group"]))
    whole = run(drawn.tickets, drawn.changes, drawn.terms, groups=drawn.groups.tolist())
    pd.testing.assert_frame_equal(found.sort_index(), whole)


@settings(deadline=None, max_examples=60)
@given(seed=SEEDS)
def test_rows_told_twice_change_nothing(seed: int) -> None:
    drawn = Drawn(seed)
    twice = pd.concat([drawn.changes, drawn.changes.sample(frac=0.5, random_state=seed)])
    found = run_cycles(drawn.tickets, twice, drawn.terms, drawn.hours, drawn.at)
    pd.testing.assert_frame_equal(found, drawn.cycles)


@settings(deadline=None, max_examples=60)
@given(seed=SEEDS)
def test_the_timeline_of_a_ticket_sums_to_its_cycles(seed: int) -> None:
    drawn = Drawn(seed, 1)
    group = int(drawn.groups[0])
    for cycle in drawn.cycles.to_dict("records"):
        line = clock_timeline(
            drawn.tickets.iloc[0], drawn.changes, drawn.terms, HOURS[group], DAYS, drawn.at, cycle["cycle"]
        )
        counted = [part for part in line if part.counts]
        assert sum(part.open_seconds for part in line if part.runs) == cycle["used"]
        for name, state in WAITING.items():
            assert sum(part.open_seconds for part in counted if part.state is state) == cycle[name]
        for name in PARTIES:
            assert sum(part.open_seconds for part in counted if part.party == name) == cycle[name]
        assert all(before.ends_at == after.starts_at for before, after in itertools.pairwise(line))


@settings(deadline=None, max_examples=60)
@given(seed=SEEDS)
def test_the_parties_share_all_open_time_from_start_to_stop(seed: int) -> None:
    drawn = Drawn(seed)
    for cycle in drawn.cycles.to_dict("records"):
        shares = sum(cycle[name] for name in PARTIES)
        if pd.isna(cycle["started_at"]):
            assert shares == 0
            continue
        hours = HOURS[int(drawn.groups[cycle["row"]])]
        end = max(drawn.at, cycle["started_at"]) if pd.isna(cycle["stopped_at"]) else cycle["stopped_at"]
        assert shares == int(hours.elapsed(cycle["started_at"], end))
        assert 0 <= cycle["used"] <= shares


@settings(deadline=None, max_examples=60)
@given(seed=SEEDS)
def test_what_is_known_later_does_not_renumber_cycles_or_move_stops_of_ended_ones(seed: int) -> None:
    drawn = Drawn(seed)
    then, now = (
        drawn.cycles,
        run_cycles(drawn.tickets, drawn.changes, drawn.terms, drawn.hours, t("30 00:00")),
    )
    ended = {(row, number): stop for row, number, stop in _stops(now)}
    newest = then.groupby("row")["cycle"].max().to_dict()
    for row, number, stop in _stops(then):
        assert (row, number) in ended
        if number < newest[row]:
            assert ended[row, number] == stop


def _stops(cycles: pd.DataFrame) -> list[tuple[int, int, object]]:
    stops = cycles["stopped_at"].astype(object).where(cycles["stopped_at"].notna(), None)
    return list(zip(cycles["row"], cycles["cycle"], stops, strict=True))


@pytest.mark.parametrize("terms", [clock_terms(), clock_terms(priority_change="restart")])
def test_twenty_thousand_tickets_agree_with_following_each_of_them_by_hand(terms: ClockTerms) -> None:
    generator = np.random.default_rng(5)
    count = 20_000
    opened = generator.integers(t("01 00:00"), t("20 00:00"), count)
    owner = np.sort(generator.integers(0, count, 5 * count))
    at = opened[owner] + generator.integers(0, 8 * 86_400, owner.size)
    state = generator.choice([1, 1, 2, 3, 4, 5, 6, 6, 7, 8, 0], owner.size)
    group = generator.integers(0, 2, count)
    rows = pd.DataFrame(
        {"ticket_id": owner + 1, "at": at, "sequence": 0, "state": pd.array(state, dtype="Int64")}
    )
    rows = rows.drop_duplicates(["ticket_id", "at"]).assign(field="status", value="word")
    hours = ClockHours(HOURS, WORKING_DAYS, group, WORKING_DAYS)
    found = run_cycles(tickets(*opened.tolist()), rows, terms, hours, t("25 00:00"))
    lives = [Life(int(moment), {"priority": None}, []) for moment in opened]
    for number, moment, what in zip(rows["ticket_id"], rows["at"], rows["state"], strict=True):
        lives[number - 1].told.append(Told(int(moment), 0, "status", "word", TicketState(int(what))))
    by_ticket = found_cycles(found)
    for number in range(0, count, 20):
        expected = expected_cycles(lives[number], int(group[number]), terms, t("25 00:00"))
        assert by_ticket[number] == expected
