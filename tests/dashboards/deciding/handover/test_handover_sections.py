"""The handover in words."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from dashboards.deciding.handover import build_handover_sections
from dashboards.document.model import Picture, Section, Table, runs_of
from dashboards.wording import wording
from evaluator.core.deciding.handover.comparison import Compared, Difference, Measure
from evaluator.core.deciding.handover.findings import FirstMonths, HandoverFindings, SplitCase
from evaluator.core.deciding.handover.gates import judge_gate
from evaluator.core.deciding.handover.milestones import judge_milestone
from evaluator.core.deciding.handover.transfer import judge_transfer
from evaluator.decisions.handover import Gate, Milestone, Transfer

LABEL = {"sv": "Tillgångar", "en": "Assets"}
TODAY = date(2028, 9, 20)


def findings(**parts: Any) -> HandoverFindings:
    given = {"gates": (), "milestones": (), "transfer": None, "split": None, "first_months": None, **parts}
    return HandoverFindings("gemensam", "SEK", date(2029, 1, 1), TODAY, "f" * 64, 7, **given)


def tables(sections: tuple[Section, ...]) -> dict[str, list[list[str]]]:
    found = {}
    for section in sections:
        for block in section.every_block():
            if isinstance(block, Table):
                found[block.name] = [[cell.text for cell in row] for row in block.rows]
    return found


def text_of(sections: tuple[Section, ...]) -> str:
    return "".join(
        run.text for section in sections for block in section.every_block() for run in runs_of(block)
    )


def case(ticket: str, **more: Any) -> SplitCase:
    told = {"ended_at": 1, "missed_before": False, "missed_after": False, **more}
    return SplitCase("K05", ticket, "T1", "P2", False, 28800, 3600, 3600, **told)  # noqa: FBT003 - by place


def compared(**more: Any) -> Compared:
    told = {
        "indicator": "K05",
        "measure": Measure.MISSED,
        "now": Fraction(1, 5),
        "before": Fraction(1, 10),
        "low": 0.02,
        "high": 0.18,
        "difference": Difference.HIGHER,
        "cases": 100,
        "unmatched": 0,
    }
    return Compared(**{**told, **more})


def test_a_handover_without_anything_has_no_sections() -> None:
    assert build_handover_sections(findings(), wording("sv")) == ()


def test_a_gate_names_what_it_waits_for() -> None:
    milestone = Milestone.model_validate({"id": "assets", "label": LABEL, "target": "98 %"})
    standing = judge_milestone(milestone, [], TODAY)
    gate = Gate.model_validate(
        {
            "id": "G1",
            "label": {"sv": "Genomgång", "en": "Review"},
            "phase": "review",
            "due": "2028-09-01",
            "owner": "it-chef",
            "evidence": [{"what": {"sv": "Förteckning", "en": "List"}}],
            "milestones": ["assets"],
        }
    )
    found = findings(gates=(judge_gate(gate, {"assets": standing}, TODAY),), milestones=(standing,))
    shown = tables(build_handover_sections(found, wording("sv")))
    assert shown["handover-gates"] == [
        [
            "Genomgång",
            "Genomgång av teknik och organisation",
            "2028-09-01",
            "Försenad",
            "Förteckning; Tillgångar",
        ]
    ]
    assert shown["handover-milestones"] == [
        ["Tillgångar", "\u2013", "\u2013", "98\u00a0%", "\u2013", "Ännu inte räknad"]
    ]


def test_units_that_are_late_stand_with_what_they_cost() -> None:
    transfer = Transfer.model_validate(
        {"waves": [{"id": "one", "day": "2028-09-13", "units": ["north"]}], "cost_of_a_week": 38000}
    )
    sections = build_handover_sections(findings(transfer=judge_transfer(transfer, {}, TODAY)), wording("sv"))
    assert tables(sections)["handover-late"] == [["north", "2028-09-13", "7", "38\u00a0000\u00a0kr"]]
    assert "Enheter som har flyttat: 0 av 1" in text_of(sections)
    [picture] = [block for section in sections for block in section.blocks if isinstance(block, Picture)]
    assert picture.described == "Till och med 2028-09-20 hade 0 av 1 enheter flyttat; 1 var planerade."


def test_a_delay_without_a_price_is_not_stated_rather_than_free() -> None:
    transfer = Transfer.model_validate({"waves": [{"id": "one", "day": "2028-09-13", "units": ["north"]}]})
    standing = judge_transfer(transfer, {}, TODAY)
    sections = build_handover_sections(findings(transfer=standing), wording("en"))
    assert tables(sections)["handover-late"][0][-1] == "not stated"
    assert standing.cost_of_delay != Decimal(0)


def test_tickets_at_the_switch_are_counted_by_who_missed_them() -> None:
    cases = (
        case("A", missed_before=True),
        case("B", missed_after=True),
        case("C", ended_at=None),
    )
    shown = tables(build_handover_sections(findings(split=cases), wording("sv")))
    assert shown["handover-split"] == [["K05", "3", "1", "1", "1"]]


def test_no_ticket_at_the_switch_is_said() -> None:
    assert "Inget ärende med tidsgräns" in text_of(build_handover_sections(findings(split=()), wording("sv")))


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (
            compared(),
            [
                "K05",
                "Share that missed the limit",
                "20.0%",
                "10.0%",
                "2.0 points to 18.0 points",
                "Higher than before",
            ],
        ),
        (
            compared(measure=Measure.TIME, now=Fraction(7200), before=Fraction(3600), low=-60.0, high=120.0),
            [
                "K05",
                "Mean time of a case",
                "2\u00a0h",
                "1\u00a0h",
                "\u22121\u00a0min to 2\u00a0min",
                "Higher than before",
            ],
        ),
        (
            compared(
                measure=Measure.CASES,
                now=None,
                before=None,
                low=None,
                high=None,
                difference=Difference.TOO_FEW,
            ),
            ["K05", "Cases a day", "\u2013", "\u2013", "\u2013", "Too few cases to compare"],
        ),
    ],
)
def test_the_first_months_stand_beside_the_frozen_figures(one: Compared, expected: list[str]) -> None:
    first = FirstMonths("old.json", "a" * 64, 1, 30, (one,))
    shown = tables(build_handover_sections(findings(first_months=first), wording("en")))
    assert shown["handover-first-months"] == [expected]


def test_days_without_a_like_are_told() -> None:
    first = FirstMonths("old.json", "a" * 64, 1, 30, (compared(unmatched=2),))
    assert "2 dagar saknar motsvarighet" in text_of(
        build_handover_sections(findings(first_months=first), wording("sv"))
    )
