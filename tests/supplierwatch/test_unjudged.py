"""Why no published result rests on a ticket: what is said where the contract takes more than the stop."""

from typing import Any

import pytest

from dashboards.wording import wording
from evaluator.contract.contract import Contract
from evaluator.contract.parts import Label
from evaluator.explain import ClockExplanation, TicketExplanation
from supplierwatch.cli.telling import Telling
from supplierwatch.cli.unjudged import indicators_about, tell_unjudged
from tests.dashboards.builders import indicator_content, make_contract

TERMS: dict[str, Any] = {
    "bands": [],
    "consequence": "none",
    "minimum_sample": None,
    "tickets": {"kinds": ["order"], "priorities": ["P9"]},
    "clock": "resolution",
    "within": {"limit": {"time": "4 h"}},
}


def contract_by(month_of: str) -> Contract:
    """A contract with one indicator, over orders of priority P9, and one that names another priority."""
    mine = indicator_content("ORDERS", "time_within_target", **TERMS, month_of=month_of)
    return make_contract(indicators=[mine, mine | {"id": "OTHERS", "tickets": {"priorities": ["P1"]}}])


def open_ticket(**changes: Any) -> TicketExplanation:
    clock = ClockExplanation(
        clock="resolution",
        label=Label(sv="Lösning", en="Resolution"),
        hours_label=None,
        started_at=0,
        stopped_at=None,
        used=0,
        waiting={},
        reopened=0,
        cancelled=False,
        unmapped=False,
        segments=(),
    )
    usual: dict[str, Any] = {"kind": "order", "service": "T1", "priority_that_judges": "P9"}
    return TicketExplanation(
        ticket="T-1",
        system="desk",
        opened_at=0,
        unit="",
        priority_at_opening="",
        events=(),
        clocks=(clock,),
        judgements=(),
        **(usual | changes),
    )


@pytest.mark.parametrize(
    ("month_of", "reason"),
    [
        ("stopped", "It has not ended; it is judged in the month in which it does."),
        ("stopped_or_overdue", "It has not ended; it is judged when it does, or gets past its limit."),
        ("opened", "The month it belongs to has not been evaluated since it was known."),
    ],
)
def test_an_open_ticket_says_when_it_will_be_judged(month_of: str, reason: str) -> None:
    contract = contract_by(month_of)
    telling = Telling(contract, wording("en"), contract.contract.zone)
    assert tell_unjudged(open_ticket(), telling).endswith(reason)


@pytest.mark.parametrize(
    "unsure", [{"kind": ""}, {"service": ""}, {"service": "T77"}, {"priority_that_judges": ""}]
)
def test_a_ticket_that_does_not_say_what_it_is_could_belong_to_any(unsure: dict[str, str]) -> None:
    about = indicators_about(open_ticket(**unsure), contract_by("stopped"))
    assert "ORDERS" in {one.id for one in about}


@pytest.mark.parametrize("other", [{"kind": "incident"}, {"service": "T3"}, {"priority_that_judges": "P1"}])
def test_a_ticket_that_says_it_is_something_else_does_not_belong(other: dict[str, str]) -> None:
    about = indicators_about(open_ticket(**other), contract_by("stopped"))
    assert "ORDERS" not in {one.id for one in about}
