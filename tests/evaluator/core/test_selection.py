"""Which tickets an indicator is about: those that could be widen its interval and never fall out."""

from fractions import Fraction
from typing import Any

import pytest

from evaluator.core.measuring.selection import named_priorities
from evaluator.core.outcomes import View
from tests.evaluator import small_contract as small
from tests.evaluator.core.small_facts import (
    CANCELLED,
    CLOSED,
    RESOLVED,
    T1,
    T2,
    WHOLE,
    Ticket,
    facts,
    figure,
    interval,
    measure,
    ticket,
)

DONE = ("2026-10-05 16:00", RESOLVED)


def done(**columns: Any) -> Ticket:
    """Opened and resolved within 8 h."""
    return ticket("2026-10-05 08:00", DONE, **columns)


@pytest.mark.parametrize("strange", [{"service": None}, {"service": "T9"}, {"kind": None}])
def test_a_ticket_that_could_belong_widens_the_interval_and_lowers_the_completeness(
    strange: dict[str, Any],
) -> None:
    # One is met, the other could be a miss or no case.
    found = facts(done(), done(**strange))
    result = figure(small.time_within_target(), found)
    assert interval(result) == (Fraction(1, 2), 1, 1)
    assert result.completeness == Fraction(1, 2)
    assert measure(small.time_within_target(), found).tickets["unknown"].to_list() == [False, True]


@pytest.mark.parametrize("priority", [None, "P9"])
def test_a_priority_missing_or_named_by_no_term_could_be_the_one_asked_for(priority: str | None) -> None:
    # The P2 is named elsewhere in the contract and is no P1.
    result = figure(small.count(), facts(done(priority=priority), done(priority="P2")))
    assert interval(result) == (0, 0, 1)
    assert (result.known, result.expected) == (0, 1)


def test_priorities_named_as_limits_are_known_too() -> None:
    limits = {"limit_by": "priority", "limits": {"P7": {"time": "8 h"}}}
    terms = small.time_within_target(tickets={"priorities": ["P1"]}, within=limits)
    assert figure(terms, facts(done(priority="P7"), done(priority="P1"))).expected == 1


def test_a_ticket_of_no_known_service_counts_in_each_service_and_once_in_all() -> None:
    found = facts(done(), done(service=None, unit="north"))
    each = measure(small.time_within_target(services=["T1", "T2"]), found)
    expected = {
        scope: one.expected
        for (scope, view), one in each.figures.items()
        if view is View.AS_MEASURED and one is not None
    }
    assert expected == {T1: 2, T2: 1}
    assert each.tickets["service"].to_list() == ["T1", ""]
    together = small.time_within_target(services=["T1", "T2"], measured="together")
    assert figure(together, found, WHOLE).expected == 2


def test_a_mean_with_a_ticket_that_could_belong_has_no_bounds() -> None:
    result = figure(small.mean(), facts(done(), done(service=None)))
    assert interval(result) == (None, 8 * 3600, None)


@pytest.mark.parametrize("limit", [{"working_days": 5}, {"time": "50 h"}])
def test_an_order_of_no_known_service_could_be_late_for_any(limit: dict[str, Any]) -> None:
    order = Ticket("2026-10-01 08:00", (("2026-10-02 08:00", CLOSED),), kind="pc_order", service=None)
    result = figure(small.lead_time(within={"limit": limit}), facts(order))
    assert interval(result) == (0, None, 1)


def test_what_another_condition_rules_out_is_no_case_however_unsure_the_rest() -> None:
    terms = small.share(tickets={"where": [{"field": "team", "is_one_of": ["a"]}]})
    other = ticket("2026-10-05 08:00", ("2026-10-05 09:00", "team", "b"), service=None)
    assert figure(terms, facts(other, done())).expected == 0


def test_a_ticket_of_another_kind_or_service_is_no_case() -> None:
    found = facts(done(), done(kind="order"), done(service="T2"))
    assert figure(small.time_within_target(), found).expected == 1


def test_only_the_sources_an_indicator_names_count() -> None:
    found = facts(done(), done(source="mail"))
    assert figure(small.time_within_target(), found).expected == 1
    assert figure(small.time_within_target(data=["desk", "mail"]), found).expected == 2


def test_a_month_in_which_only_other_sources_spoke_is_not_measured() -> None:
    found = measure(small.time_within_target(), facts(done(source="mail")))
    assert found.figures[T1, View.AS_MEASURED] is None
    assert found.tickets.empty


def test_where_no_source_spoke_at_all_nothing_is_measured() -> None:
    for terms in (small.time_within_target(), small.share(), small.mean(), small.lead_time()):
        assert measure(terms, facts()).figures[T1, View.AS_MEASURED] is None


def test_an_order_cancelled_in_the_end_is_no_case_and_one_taken_up_again_is() -> None:
    def order(*events: Any) -> Ticket:
        return Ticket("2026-10-01 08:00", (("2026-10-02 08:00", CANCELLED), *events), kind="pc_order")

    resumed = order(("2026-10-05 08:00", CLOSED))
    found = measure(small.lead_time(), facts(order(), resumed))
    assert found.tickets["ticket_id"].to_list() == [2]
    every = measure(small.lead_time(cancels_in=[]), facts(order(), resumed))
    assert every.tickets["ticket_id"].to_list() == [1, 2]


def test_an_indicator_that_is_about_no_tickets_names_no_priority() -> None:
    contract = small.contract(small.count(), small.availability(id="other"))
    assert named_priorities(contract) == {"P1"}


def test_a_rate_names_the_priorities_of_its_volume() -> None:
    volume = {"of": "tickets", "tickets": {"priorities": ["P4"]}}
    contract = small.contract(small.rate(tickets={"priorities": ["P1"]}, volume=volume))
    assert named_priorities(contract) == {"P1", "P4"}
