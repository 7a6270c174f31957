import itertools

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.records import TicketState
from evaluator.contract.clocks import ClockTerms
from evaluator.core.clocks import clock_timeline
from tests.evaluator.core.calendars_for_tests import (
    changes,
    clock_terms,
    tickets,
)
from tests.evaluator.core.clock_runs import (
    CUSTOMER,
    DAYS,
    HOURS,
    SUPPLIER,
    THIRD,
    USER,
    WAITS,
    run,
    t,
)
from tests.evaluator.core.reference import run_reference_clock

STATES = st.sampled_from(list(TicketState))
MOMENTS = st.integers(t("02 00:00"), t("27 00:00"))
STOPPING = ["resolved", "closed", "cancelled", "waiting_user"]


@st.composite
def any_terms(draw: st.DrawFn) -> ClockTerms:
    stops = draw(st.sets(st.sampled_from(STOPPING), min_size=1))
    cancels = draw(st.sets(st.just("cancelled")))
    words = {"active", "resolved", "waiting_user", "waiting_supplier", "waiting_third", "closed"}
    runs = draw(st.sets(st.sampled_from(sorted(words - stops - cancels)), min_size=1))
    rule = draw(st.sampled_from(["continue", "new_cycle"]))
    within = draw(st.none() | st.integers(0, 6))
    return clock_terms(
        runs_in=sorted(runs),
        stops_in=sorted(stops),
        cancels_in=sorted(cancels),
        reopening={"rule": rule, "within_working_days": within},
    )


Life = tuple[int, int, list[tuple[int, TicketState]]]
# Few different instants, so that several changes often share a second.
LIVES = st.lists(
    st.tuples(
        MOMENTS, st.integers(0, 1), st.lists(st.tuples(MOMENTS | st.just(t("16 12:00")), STATES), max_size=8)
    ),
    max_size=6,
)


def frames_of(lives: list[Life]) -> tuple[pd.DataFrame, pd.DataFrame, list[int]]:
    rows = [(number, at, state) for number, life in enumerate(lives, 1) for at, state in life[2]]
    return tickets(*(life[0] for life in lives)), changes(*rows), [life[1] for life in lives]


def expected_row(life: Life, sequence: int, terms: ClockTerms, at: int) -> list[object]:
    opened, group, happened = life
    clock = run_reference_clock(
        opened,
        [(moment, number, state) for number, (moment, state) in enumerate(happened, sequence)],
        terms,
        lambda start, end: int(HOURS[group].elapsed(start, end)),
        lambda start, end: int(DAYS.count_between(start, end)),
        at,
    )
    stopped = pd.NA if clock.stopped_at is None else clock.stopped_at
    cancelled = clock.state in {word.state for word in terms.cancels_in}
    waits = [clock.waited(state) for state in (USER, CUSTOMER, THIRD, SUPPLIER)]
    flags = [cancelled, clock.unmapped, clock.reopened, int(clock.state)]
    return [clock.started_at, stopped, clock.used, *waits, *flags]


@settings(deadline=None, max_examples=400)
@given(lives=LIVES, terms=any_terms(), at=MOMENTS)
def test_any_tickets_agree_with_following_each_of_them_by_hand(
    lives: list[Life], terms: ClockTerms, at: int
) -> None:
    frame, rows, groups = frames_of(lives)
    found = run(frame, rows, terms, groups=groups, at=at)
    assert found.to_numpy(dtype=object).tolist() == [expected_row(life, 0, terms, at) for life in lives]


@settings(deadline=None, max_examples=60)
@given(lives=LIVES, terms=any_terms(), seed=st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(lives: list[Life], terms: ClockTerms, seed: int) -> None:
    frame, rows, groups = frames_of(lives)
    mixed = frame.assign(group=groups).sample(frac=1, random_state=seed)
    found = run(mixed, rows.sample(frac=1, random_state=seed), terms, groups=list(mixed["group"]))
    pd.testing.assert_frame_equal(found.sort_index(), run(frame, rows, terms, groups=groups))


@settings(deadline=None, max_examples=150)
@given(lives=LIVES.filter(bool), terms=any_terms(), at=MOMENTS)
def test_the_timeline_of_a_ticket_sums_to_its_clock(lives: list[Life], terms: ClockTerms, at: int) -> None:
    frame, rows, groups = frames_of(lives)
    found = run(frame, rows, terms, groups=groups, at=at).iloc[0]
    line = clock_timeline(frame.iloc[0], rows, terms, HOURS[groups[0]], DAYS, at)
    assert sum(part.open_seconds for part in line if part.runs) == found["used"]
    for name in WAITS:
        state = TicketState[name.upper()]
        assert sum(part.open_seconds for part in line if part.counts and part.state is state) == found[name]
    assert all(before.ends_at == after.starts_at for before, after in itertools.pairwise(line))


@settings(deadline=None, max_examples=60)
@given(life=LIVES.filter(bool).map(lambda lives: lives[0]), at=MOMENTS)
def test_used_and_waiting_together_are_the_open_time_from_start_to_stop(life: Life, at: int) -> None:
    # With a clock that runs whenever nobody is waited for, and stops are never undone.
    terms = clock_terms(runs_in=["active"], reopening={"rule": "new_cycle", "within_working_days": None})
    frame, rows, groups = frames_of([life])
    found = run(frame, rows, terms, groups=groups, at=at).iloc[0]
    end = max(at, life[0]) if found["stopped_at"] is pd.NA else found["stopped_at"]
    passed = int(HOURS[life[1]].elapsed(found["started_at"], end))
    assert found["used"] + sum(found[name] for name in WAITS) == passed


def test_twenty_thousand_tickets_agree_with_following_each_of_them_by_hand() -> None:
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
    rows = rows.drop_duplicates(["ticket_id", "at"])
    found = run(tickets(*opened.tolist()), rows, groups=group.tolist(), at=t("25 00:00"))
    lives: list[Life] = [(int(moment), int(own), []) for moment, own in zip(opened, group, strict=True)]
    for number, moment, what in zip(rows["ticket_id"], rows["at"], rows["state"], strict=True):
        lives[number - 1][2].append((int(moment), TicketState(int(what))))
    sample = range(0, count, 20)
    expected = [expected_row(lives[number], 0, clock_terms(), t("25 00:00")) for number in sample]
    assert found.iloc[list(sample)].to_numpy(dtype=object).tolist() == expected
