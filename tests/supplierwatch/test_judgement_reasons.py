"""What is said of one judgement of one ticket: each way a ticket can be judged has its sentence."""

from typing import Any

import pytest

from collector.records import TicketState
from dashboards.wording import wording
from evaluator.explain import TicketEvent, TicketExplanation
from evaluator.results.published import TicketJudgement
from supplierwatch.cli.judgement_reasons import tell_judgement, tell_result
from supplierwatch.cli.telling import Telling
from tests.dashboards.builders import contract_content, indicator_content, make_contract

PLAIN: dict[str, Any] = {
    "bands": [],
    "consequence": "none",
    "minimum_sample": None,
    "tickets": {},
    "month_of": "opened",
}
OVER_4_HOURS = [{"clock": "resolution", "longer_than": "4 h"}]
ROOT_CAUSE = [{"field": "rca", "is_one_of": ["delivered"]}]


def indicator(name: str, kind: str, **changes: Any) -> dict[str, Any]:
    return indicator_content(name, kind, **(PLAIN | changes))


CONTRACT = make_contract(
    indicators=[
        *contract_content()["indicators"],
        indicator("C1", "count", count="tickets", that=OVER_4_HOURS, target={"to": 0}),
        indicator("C2", "count", count="tickets", that=[*OVER_4_HOURS, *ROOT_CAUSE], target={"to": 0}),
        indicator("C3", "count", count="tickets", that=ROOT_CAUSE, target={"to": 0}),
        indicator("S1", "share", that=ROOT_CAUSE),
        indicator("M1", "mean", of={"clock": "resolution"}, target={"to": "4 h"}),
    ]
)
ENGLISH = Telling(CONTRACT, wording("en"), CONTRACT.contract.zone)
HOUR = 3600


def judged(name: str, **changes: Any) -> TicketJudgement:
    usual: dict[str, Any] = {
        "indicator": name,
        "period": "2026-10",
        "evaluation": 1,
        "used": 5 * HOUR,
        "limit": 4 * HOUR,
        "in_working_days": False,
        "missed": True,
        "unknown": False,
        "left_out_by": "",
    }
    return TicketJudgement(**(usual | changes))


def told(judgement: TicketJudgement, *states: TicketState, service: str = "T1") -> str:
    events = tuple(TicketEvent(at, "status", "Any", state) for at, state in enumerate(states))
    found = TicketExplanation("T-1", "desk", 0, "", service, "", "", "", events, (), (judgement,))
    return tell_judgement(judgement, found, ENGLISH).replace("\xa0", " ")


def test_a_miss_says_by_how_much() -> None:
    assert told(judged("C1")).endswith("October 2026: 5 h used of at most 4 h, 1 h too long.")


def test_a_time_equal_to_its_limit_is_within_it() -> None:
    assert told(judged("C1", used=4 * HOUR, missed=False)).endswith(": 4 h used of at most 4 h.")


def test_where_the_time_does_not_decide_another_condition_does() -> None:
    assert told(judged("C2", missed=False)).endswith("too long. Another condition of the indicator decides.")


def test_working_days_are_told_as_such() -> None:
    text = told(judged("C1", used=12, limit=10, in_working_days=True))
    assert text.endswith("12 working days used of at most 10 working days, 2 working days too long.")


@pytest.mark.parametrize(
    ("name", "missed", "words"),
    [
        ("C3", True, "it is counted."),
        ("C3", False, "it is not counted."),
        ("S1", True, "it does not meet the conditions."),
        ("S1", False, "it meets the conditions."),
        ("M1", False, "5 h used, of which the figure is made."),
    ],
)
def test_a_judgement_without_a_limit_says_what_it_rests_on(name: str, words: str, *, missed: bool) -> None:
    assert told(judged(name, missed=missed, limit=None)).endswith(f": {words}")


def test_an_unknown_result_says_why() -> None:
    unmapped = told(judged("C1", unknown=True), TicketState.ACTIVE, TicketState.UNMAPPED)
    assert unmapped.endswith("cannot be told, as it came into a status that no mapping explains.")
    assert told(judged("C1", unknown=True, limit=None)).endswith("as the contract has no limit for it.")
    running = told(judged("C1", unknown=True, used=HOUR))
    assert running.endswith("cannot be told yet: 1 h used of at most 4 h, and it has not ended.")


def test_a_ticket_of_no_known_service_could_be_of_any_and_says_so() -> None:
    text = told(judged("C1", unknown=True, used=HOUR), service="")
    assert text.endswith("cannot be told, as it names no service, kind or priority of the contract.")


def test_an_exclusion_that_concerns_it_is_named() -> None:
    assert told(judged("C1", left_out_by="U-1")).endswith("Exclusion U-1 concerns it.")


def test_an_indicator_of_another_version_of_the_contract_is_named_as_it_is() -> None:
    assert told(judged("GONE")).startswith("✗ GONE, October 2026: 5 h used of at most 4 h")


@pytest.mark.parametrize(
    ("judgement", "words"),
    [
        (judged("C1"), "✗ counted"),
        (judged("C1", missed=False), "✓ not counted"),
        (judged("M1", missed=False), "✓ in time"),
        (judged("S1"), "✗ missed"),
        (judged("S1", unknown=True), "? cannot be told"),
    ],
)
def test_each_result_has_a_sign_and_a_word(judgement: TicketJudgement, words: str) -> None:
    assert tell_result(judgement, ENGLISH) == words
