"""Meeting packs: the agenda, the last meeting's actions, and what each meeting is about."""

from datetime import date
from decimal import Decimal

import pytest

from dashboards.document.model import Points
from dashboards.reports.kinds import ReportKind
from dashboards.reports.sources import Meeting, MeetingAction, OpenCases, PlannedMaintenance
from evaluator.core.follow_up.contract_changes import weigh_changes
from tests.dashboards.builders import KNOWN_AT, make_results, ticket
from tests.dashboards.reports.reporting import (
    TODAY,
    built,
    earlier_results,
    row,
    section,
    section_names,
    table,
    words_of,
)

OPERATIONAL = ReportKind.MEETING_OPERATIONAL
TACTICAL = ReportKind.MEETING_TACTICAL
STRATEGIC = ReportKind.MEETING_STRATEGIC


@pytest.mark.parametrize("kind", [OPERATIONAL, TACTICAL, STRATEGIC])
def test_a_pack_begins_with_the_agenda_and_the_last_meetings_actions(kind: ReportKind) -> None:
    assert section_names(built(kind))[:2] == ["agenda", "actions"]


def test_own_points_stand_before_the_last_of_the_agenda() -> None:
    meeting = Meeting(day=date(2026, 11, 12), points=("Utbildning av skolor",))

    text = words_of(built(OPERATIONAL, meeting=meeting)).split("\n")

    assert "12 november 2026" in text
    points = next(
        one
        for one in section(built(OPERATIONAL, meeting=meeting), "agenda").blocks
        if isinstance(one, Points)
    )
    told = [point[0].text for point in points.points]
    assert told[-2:] == ["Utbildning av skolor", "Nya åtgärder, nästa möte"]


def test_actions_stand_with_those_not_done_first() -> None:
    actions = (
        MeetingAction(
            "A1", "Byt skrivare", "Leverantörens leveransansvarige", date(2026, 10, 1), date(2026, 10, 2)
        ),
        MeetingAction("A2", "Lista accesspunkter", "Avtalsförvaltare", date(2026, 11, 1)),
        MeetingAction("A3", "Informera skolor", "Avtalsförvaltare", date(2026, 12, 1)),
    )

    found = table(built(TACTICAL, meeting=Meeting(actions=actions)), "actions")

    assert [(cells[0].text, cells[4].text) for cells in found.rows] == [
        ("A2", "försenad sedan 2026-11-01"),
        ("A3", "inte klar"),
        ("A1", "klar 2026-10-02"),
    ]


def test_open_and_overdue_tickets_are_counted_and_the_worst_named() -> None:
    open_ones = tuple(
        ticket(f"INC{number}", ended_at=None, used=9 * 3600 + number * 60) for number in range(1, 30)
    )
    document = built(
        OPERATIONAL, results=make_results(tickets=open_ones), open_cases=OpenCases(open=120, overdue=29)
    )

    assert "120 ärenden var öppna när underlaget var känt, varav 29 hade passerat sin tidsgräns." in words_of(
        document
    )
    assert table(document, "overdue").rows[0][0].text == "INC29"  # 9 h 29 min of 8 h
    assert len(table(document, "overdue").rows) == 25


def test_what_nobody_counted_is_said_to_be_unknown() -> None:
    assert "Hur många ärenden som är öppna är inte känt." in words_of(built(OPERATIONAL))


def test_coming_maintenance_is_listed_unknown_or_none() -> None:
    planned = (PlannedMaintenance("T3", "", KNOWN_AT + 86_400, KNOWN_AT + 90_000),)

    assert row(built(OPERATIONAL, maintenance=planned), "maintenance", "Server")[1] == "2026-11-10 06:00"
    assert "Inget underhåll är planerat." in words_of(built(OPERATIONAL, maintenance=()))
    assert "ingen källa uppger det" in words_of(built(OPERATIONAL))


def test_the_operational_meeting_sees_what_was_not_told_and_what_waits() -> None:
    document = built(OPERATIONAL)

    assert row(document, "deviations", "2026-10")[1].startswith("K05")
    assert [cells[0].text for cells in table(document, "exclusions").rows] == ["E2"]


def test_the_tactical_meeting_sees_the_credits_and_what_became_of_them() -> None:
    assert {"levels", "credits", "ledger", "plans"} <= set(section_names(built(TACTICAL)))


def test_the_strategic_meeting_sees_score_segments_thresholds_and_the_decision() -> None:
    names = section_names(built(STRATEGIC, earlier=earlier_results(5)))

    assert {"score", "scores", "segments", "credit-months", "decision-clock", "changes"} <= set(names)


def test_the_score_of_each_month_at_hand_stands_with_its_band() -> None:
    found = table(built(STRATEGIC, earlier=earlier_results(11)), "scores")

    assert len(found.rows) == 12
    assert [cell.text for cell in found.rows[-1]] == ["2026-10", "70,0 till 90,0", "Godtagbar till God"]


def test_the_decision_clock_counts_from_the_day_of_the_report() -> None:
    # 9 November 2026 to 31 December 2027: 417 days
    assert "417 dagar kvar" in words_of(built(STRATEGIC))


def test_without_a_register_the_room_for_changes_is_not_known() -> None:
    assert "Inget register över avtalsändringar har lästs." in words_of(built(STRATEGIC))


def test_with_a_register_the_room_for_changes_is_told() -> None:
    register = weigh_changes((), (), None, TODAY)

    assert register.net == Decimal(0)
    assert "Summa\n0\n0 kr\n0 kr" in words_of(built(STRATEGIC, changes=register))
