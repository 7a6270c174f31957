"""Tickets that say a service was down: which, of what, from when to when; beside what probes saw.

T2 works Monday to Friday 07-17; October 2026 has 220 such hours. The 5th is a Monday.
"""

from fractions import Fraction
from typing import Any

import pytest

from evaluator.contract.contract import Contract
from evaluator.core.facts import Facts
from evaluator.core.outcomes import Figure, Scope, View
from evaluator.read_facts import earliest_start
from tests.evaluator import small_contract as small
from tests.evaluator.contract.test_availability_terms import FROM_TICKETS
from tests.evaluator.core.small_facts import (
    FIRST_OF_OCTOBER,
    RESOLVED,
    UP,
    Ticket,
    facts,
    figure,
    measure,
    observed,
    october,
    states,
    ticket,
)

OPEN = 220


def under(*tickets: Ticket, probed: bool = True, known_at: str = "2026-12-01 00:00", **terms: Any) -> Figure:
    """Measure October with the tickets, while a probe saw T2 up all the time (or nobody looked)."""
    return figure(small.availability(), told(*tickets, probed=probed, known_at=known_at), **rules(**terms))


def told(*tickets: Ticket, probed: bool = True, known_at: str = "2026-12-01 00:00") -> Facts:
    seen = {"states": states((FIRST_OF_OCTOBER, UP)), "observed": observed((FIRST_OF_OCTOBER, None))}
    return facts(*tickets, known_at=known_at, **(seen if probed else {}))


def rules(**terms: Any) -> dict[str, Any]:
    more = {name: terms.pop(name) for name in ("probers", "merging") if name in terms}
    plain = small.availability_rules(outages_from_tickets=FROM_TICKETS | terms, **more)
    return {"availability_rules": {"plain": plain}}


def p1(opened: str, *events: Any, **columns: Any) -> Ticket:
    return ticket(opened, *events, **({"service": "T2", "priority": "P1"} | columns))


TWO_HOURS = p1("2026-10-05 10:00", ("2026-10-05 12:00", RESOLVED))


def test_a_ticket_that_the_contract_takes_for_an_outage_is_one() -> None:
    assert under(TWO_HOURS).value == Fraction(OPEN - 2, OPEN)


@pytest.mark.parametrize(
    "other",
    [
        {"priority": "P2"},
        {"service": "T1"},
        {"source": "hotline"},
    ],
)
def test_other_tickets_say_nothing(other: dict[str, str]) -> None:
    assert under(p1("2026-10-05 10:00", ("2026-10-05 12:00", RESOLVED), **other)).value == 1


def test_a_condition_on_a_field_chooses_among_them() -> None:
    wanted = {"priorities": ["P1"], "where": [{"field": "cause", "ever_one_of": ["outage"]}]}
    said = p1("2026-10-05 10:00", ("2026-10-05 10:30", "cause", "outage"), ("2026-10-05 12:00", RESOLVED))
    assert under(said, tickets=wanted).value == Fraction(OPEN - 2, OPEN)
    assert under(TWO_HOURS, tickets=wanted).value == 1


def test_a_kind_is_asked_for_too() -> None:
    wanted = {"kinds": ["incident"], "priorities": ["P1"]}
    assert under(TWO_HOURS, tickets=wanted).value == Fraction(OPEN - 2, OPEN)
    order = p1("2026-10-05 10:00", ("2026-10-05 12:00", RESOLVED), kind="order")
    assert under(order, tickets=wanted).value == 1


def test_tickets_that_overlap_are_one_stretch() -> None:
    other = p1("2026-10-05 11:00", ("2026-10-05 13:00", RESOLVED))
    assert under(TWO_HOURS, other).value == Fraction(OPEN - 3, OPEN)


def test_an_open_ticket_lasts_until_what_is_known() -> None:
    # Known until Monday 12:00: two days of 10 h and 5 h, of which 2 are lost.
    assert under(p1("2026-10-05 10:00"), known_at="2026-10-05 12:00").value == Fraction(23, 25)


def test_a_ticket_left_open_says_no_more_than_the_longest() -> None:
    # From Monday 10:00 for 24 hours: 7 h on Monday, 3 on Tuesday.
    assert under(p1("2026-10-05 10:00"), longest="24 h").value == Fraction(OPEN - 10, OPEN)


def test_an_end_before_the_start_is_no_outage() -> None:
    begins = {"event": "field", "field": "cause", "value": "outage", "which": "first"}
    late = p1("2026-10-05 10:00", ("2026-10-05 11:00", RESOLVED), ("2026-10-05 12:00", "cause", "outage"))
    assert under(late, begins=begins).value == 1


def test_a_ticket_whose_outage_never_began_says_nothing() -> None:
    begins = {"event": "field", "field": "cause", "value": "outage", "which": "first"}
    assert under(TWO_HOURS, begins=begins).value == 1


def test_a_ticket_without_a_priority_may_be_one() -> None:
    # The tickets do not know then; the probe saw it up.
    strange = p1("2026-10-05 10:00", ("2026-10-05 12:00", RESOLVED), priority=None)
    assert under(strange).value == 1
    alone = under(strange, probed=False, without_ticket="up")
    assert (alone.low, alone.high) == (Fraction(OPEN - 2, OPEN), Fraction(1))


@pytest.mark.parametrize("columns", [{"service": None}, {"service": "T9"}, {"priority": "urgent"}])
def test_a_ticket_that_does_not_say_whether_it_is_of_the_service_is_never_taken_for_none(
    columns: dict[str, str | None],
) -> None:
    # No service, one that the contract does not have, a priority that no term names: 10-12 is unknown.
    strange = p1("2026-10-05 10:00", ("2026-10-05 12:00", RESOLVED), **columns)
    found = under(strange, probed=False, without_ticket="up")
    assert (found.low, found.value, found.high) == (Fraction(OPEN - 2, OPEN), Fraction(1), Fraction(1))


def test_a_priority_that_other_rules_name_is_no_strange_one() -> None:
    p2 = p1("2026-10-05 10:00", ("2026-10-05 12:00", RESOLVED), priority="P4")
    terms = rules(without_ticket="up")
    of_p4 = FROM_TICKETS | {"tickets": {"priorities": ["P4"]}}
    terms["availability_rules"]["other"] = small.availability_rules(outages_from_tickets=of_p4)
    found = figure(small.availability(), told(p2, probed=False), **terms)
    assert (found.low, found.high) == (1, 1)


def test_a_doubtful_ticket_beside_a_certain_one_does_not_hide_it() -> None:
    strange = p1("2026-10-05 11:00", ("2026-10-05 14:00", RESOLVED), priority=None)
    found = under(TWO_HOURS, strange, probed=False, without_ticket="up")
    assert (found.low, found.high) == (Fraction(OPEN - 4, OPEN), Fraction(OPEN - 2, OPEN))


def test_what_no_ticket_says_is_up_or_unknown_as_the_contract_has_it() -> None:
    up = under(TWO_HOURS, probed=False, without_ticket="up")
    assert (up.value, up.completeness) == (Fraction(OPEN - 2, OPEN), Fraction(1))
    unknown = under(TWO_HOURS, probed=False)
    assert (unknown.value, unknown.completeness) == (Fraction(0), Fraction(2, OPEN))


def test_a_ticket_of_a_unit_concerns_that_unit_or_the_whole_service() -> None:
    units = small.share_of_units()
    north = p1("2026-10-05 10:00", ("2026-10-05 12:00", RESOLVED), unit="north")
    for concerns, values in (("service", (2, 2)), ("unit", (2, 0))):
        found = measure(units, told(north), **rules(concerns=concerns, without_ticket="up"))
        for unit, lost in zip(("north", "south"), values, strict=True):
            of_unit = found.figures[Scope("T2", "schools", unit), View.AS_MEASURED]
            assert of_unit is not None
            assert of_unit.value == Fraction(OPEN - lost, OPEN)


def test_a_ticket_of_a_unit_is_no_outage_of_the_whole_where_it_concerns_the_unit() -> None:
    north = p1("2026-10-05 10:00", ("2026-10-05 12:00", RESOLVED), unit="north")
    assert under(north, concerns="unit").value == 1
    assert under(TWO_HOURS, concerns="unit").value == Fraction(OPEN - 2, OPEN)


def test_tickets_are_one_prober_among_others_when_it_is_asked_who_decides() -> None:
    # The probe is asked first and always looked: what the ticket says decides nothing.
    first = {"decides": "order", "order": ["probe", "tickets"]}
    assert under(TWO_HOURS, probers=first).value == 1
    assert under(TWO_HOURS, probers=first | {"order": ["tickets", "probe"]}).value == Fraction(OPEN - 2, OPEN)


def test_tickets_are_read_so_far_back_as_one_may_say_something() -> None:
    contract = Contract.model_validate(
        small.CONTENT | {"indicators": [small.availability()]} | rules(longest="7 d")
    )
    assert earliest_start(contract, october()) == october().starts_at - 7 * 86_400
