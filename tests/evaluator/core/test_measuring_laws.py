"""Laws of measuring, over any tickets: order changes nothing, what is left out is gone, bounds hold."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.records import TicketState
from evaluator.core.facts import Facts
from evaluator.core.measuring.indicator import Measured
from evaluator.core.outcomes import Figure, Scope, View
from tests.evaluator import small_contract as small
from tests.evaluator.core.small_facts import Ticket, facts, measure, views, without

COMMON: dict[str, Any] = {"services": ["T1", "T2"], "tickets": {}}
INDICATORS = {
    "time_within_target": small.time_within_target(month_of="opened", **COMMON),
    "count": small.count(month_of="opened", clock=None, **COMMON),
    "share": small.share(that=[{"clock": "resolution", "at_most": "8 h"}], **COMMON),
    "mean": small.mean(month_of="opened", **COMMON),
    "percentile": small.percentile(month_of="opened", **COMMON),
    "lead_time": small.lead_time(month_of="start", **COMMON),
    "longest_overrun": small.lead_time(
        month_of="start", result="longest_overrun", target={"to": 0}, **COMMON
    ),
    "changes": small.count(
        count="changes",
        that=[],
        clock=None,
        month_of="opened",
        changes_of={"field": "team", "ever_one_of": ["a", "b"]},
        **COMMON,
    ),
}
every_indicator = pytest.mark.parametrize("terms", INDICATORS.values(), ids=INDICATORS)

moments = st.builds(
    lambda day, hour, minute: f"2026-10-{day:02} {hour:02}:{minute:02}",
    st.integers(1, 31),
    st.integers(0, 23),
    st.sampled_from([0, 15, 30]),
)
events = st.one_of(
    st.tuples(moments, st.sampled_from(list(TicketState))),
    st.tuples(moments, st.just("team"), st.sampled_from(["a", "b", "c"])),
)


@st.composite
def any_ticket(draw: st.DrawFn) -> Ticket:
    return Ticket(
        draw(moments),
        tuple(sorted(draw(st.lists(events, max_size=4)), key=lambda event: event[0])),
        service=draw(st.sampled_from(["T1", "T2", "T9", None])),
        unit=draw(st.sampled_from(["north", "south", "hall", None])),
    )


some_tickets = st.lists(any_ticket(), min_size=1, max_size=6)
few_examples = settings(max_examples=15, deadline=None)


def figures(measured: Measured, view: View = View.AS_MEASURED) -> dict[Scope, Figure | None]:
    return {scope: figure for (scope, of), figure in measured.figures.items() if of is view}


def shuffled(found: Facts, seed: int) -> Facts:
    order = np.random.default_rng(seed)
    return replace(
        found,
        tickets=found.tickets.iloc[order.permutation(len(found.tickets))],
        changes=found.changes.iloc[order.permutation(len(found.changes))],
    )


@every_indicator
@few_examples
@given(given_tickets=some_tickets, seed=st.integers(0, 2**16))
def test_the_order_in_which_facts_arrive_changes_no_figure(
    terms: dict[str, Any], given_tickets: list[Ticket], seed: int
) -> None:
    found = facts(*given_tickets)
    assert figures(measure(terms, shuffled(found, seed))) == figures(measure(terms, found))


@every_indicator
@few_examples
@given(given_tickets=some_tickets, more=any_ticket())
def test_a_ticket_that_is_left_out_might_as_well_not_be_there(
    terms: dict[str, Any], given_tickets: list[Ticket], more: Ticket
) -> None:
    left_out = views([without(len(given_tickets) + 1)])
    after = figures(measure(terms, facts(*given_tickets, more), left_out=left_out), View.AFTER_EXCLUSIONS)
    assert after == figures(measure(terms, facts(*given_tickets), left_out=left_out), View.AFTER_EXCLUSIONS)


@every_indicator
@few_examples
@given(given_tickets=some_tickets)
def test_a_value_lies_between_its_bounds_and_what_is_known_in_what_was_expected(
    terms: dict[str, Any], given_tickets: list[Ticket]
) -> None:
    for figure in measure(terms, facts(*given_tickets)).figures.values():
        assert figure is not None
        assert 0 <= figure.known <= figure.expected
        if figure.value is not None:
            assert figure.low is None or figure.low <= figure.value
            assert figure.high is None or figure.value <= figure.high


@few_examples
@given(given_tickets=some_tickets, later=st.sampled_from(["2026-11-02 00:00", "2026-11-20 00:00"]))
def test_what_becomes_known_of_a_share_later_lies_in_the_interval_known_before(
    given_tickets: list[Ticket], later: str
) -> None:
    # All that can still change is what runs: bounds only close in.
    terms = INDICATORS["time_within_target"]
    early = figures(measure(terms, facts(*given_tickets, known_at="2026-11-01 00:00")))
    for scope, figure in figures(measure(terms, facts(*given_tickets, known_at=later))).items():
        before = early[scope]
        assert figure is not None
        assert before is not None
        if figure.low is not None and before.low is not None:
            assert before.low <= figure.low
        if figure.high is not None and before.high is not None:
            assert figure.high <= before.high
