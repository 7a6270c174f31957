"""Pictures of tickets and outages: each cycle, hold, limit, prober and counted part has its place."""

from typing import Any

from collector.records import ServiceState, TicketState
from dashboards.explanation.pictures import Look, Sign, Timeline
from dashboards.wording import wording
from evaluator.contract.clocks import Party
from evaluator.contract.parts import Label
from evaluator.core.clock.timeline import Segment
from evaluator.explain import ClockExplanation, TicketExplanation
from evaluator.explain_outage import AgreedWindow, OutageExplanation, Sighting
from evaluator.results.published import OutageJudgement, TicketJudgement
from supplierwatch.cli.outage_picture import draw_outage
from supplierwatch.cli.telling import Telling
from supplierwatch.cli.ticket_picture import draw_ticket
from tests.dashboards.builders import contract_content, make_contract

START = 1_791_180_000  # Monday 2026-10-05 08:00 in Stockholm
HOUR = 3600
CLOCK = contract_content()["clocks"]["resolution"] | {
    "longest_wait": [{"in": ["waiting_user"], "at_most": {"time": "2 h"}, "then": "runs"}]
}
CONTRACT = make_contract(clocks={"resolution": CLOCK})
TELLING = Telling(CONTRACT, wording("en"), CONTRACT.contract.zone)


def segment(first: int, last: int, state: TicketState, **changes: Any) -> Segment:
    usual: dict[str, Any] = {
        "starts_at": START + first * HOUR,
        "ends_at": START + last * HOUR,
        "state": state,
        "runs": state is TicketState.ACTIVE,
        "party": Party.SUPPLIER if state is TicketState.ACTIVE else Party.USER,
        "open_seconds": (last - first) * HOUR,
        "counts": True,
    }
    return Segment(**(usual | changes))


def clock(*segments: Segment, **changes: Any) -> ClockExplanation:
    usual: dict[str, Any] = {
        "clock": "resolution",
        "label": Label(sv="lösningstid", en="resolution time"),
        "hours_label": None,
        "started_at": START,
        "stopped_at": START + 6 * HOUR,
        "used": sum(one.open_seconds for one in segments if one.runs),
        "waiting": {},
        "reopened": 0,
        "cancelled": False,
        "unmapped": False,
        "segments": segments,
    }
    return ClockExplanation(**(usual | changes))


def ticket(*clocks: ClockExplanation, judgements: tuple[TicketJudgement, ...] = ()) -> TicketExplanation:
    return TicketExplanation("T-1", "desk", START, "", "T1", "", "P2", "P2", (), clocks, judgements)


def judged(used: int, due: int) -> TicketJudgement:
    return TicketJudgement(
        indicator="K05",
        period="2026-10",
        evaluation=1,
        used=used * HOUR,
        limit=4 * HOUR,
        in_working_days=False,
        missed=True,
        unknown=False,
        left_out_by="",
        due_at=START + due * HOUR,
    )


def drawn(found: TicketExplanation) -> Timeline:
    picture = draw_ticket(found, found.clocks, TELLING)
    assert picture is not None
    return picture


def test_work_waiting_holding_and_the_end_look_different() -> None:
    states = (
        segment(0, 1, TicketState.ACTIVE),
        segment(1, 3, TicketState.WAITING_USER),
        segment(3, 5, TicketState.WAITING_USER, runs=True, happened=("beyond_longest_wait",)),
        segment(5, 6, TicketState.WAITING_THIRD, party=None),
        segment(6, 9, TicketState.RESOLVED, counts=False, party=None),
    )
    [lane] = drawn(ticket(clock(*states))).lanes
    assert [one.look for one in lane.stretches] == [
        Look.RUNS,
        Look.WAITS_USER,
        Look.HELD,
        Look.OVER,
        Look.OVER,
    ]
    assert lane.label == "resolution time: 3\u00a0h used"


def test_start_restart_stop_and_limit_have_signs() -> None:
    states = (segment(0, 2, TicketState.ACTIVE), segment(2, 6, TicketState.ACTIVE, happened=("reset",)))
    [lane] = drawn(ticket(clock(*states), judgements=(judged(6, 4),))).lanes
    assert [(one.sign, one.at - START) for one in lane.markers] == [
        (Sign.START, 0),
        (Sign.RESET, 2 * HOUR),
        (Sign.STOP, 6 * HOUR),
        (Sign.DUE, 4 * HOUR),
    ]


def test_each_cycle_has_a_lane_and_the_limit_of_its_own_case() -> None:
    first = clock(segment(0, 1, TicketState.ACTIVE), cycle=0, cycles=2)
    second = clock(segment(1, 6, TicketState.ACTIVE), cycle=1, cycles=2)
    lanes = drawn(ticket(first, second, judgements=(judged(5, 5),))).lanes
    assert [lane.label.split(":")[0] for lane in lanes] == [
        "resolution time, cycle 1 of 2",
        "resolution time, cycle 2 of 2",
    ]
    assert [Sign.DUE in {one.sign for one in lane.markers} for lane in lanes] == [False, True]


def test_a_clock_that_has_not_stopped_is_drawn_until_now() -> None:
    found = drawn(ticket(clock(segment(0, 9, TicketState.ACTIVE), started_at=None, stopped_at=None)))
    assert found.ends_at > START + 9 * HOUR
    assert found.lanes[0].markers == ()
    assert "not stopped" in found.description


def test_a_ticket_without_any_clock_has_no_picture() -> None:
    assert draw_ticket(ticket(), (), TELLING) is None


def outage(ends: int | None, *judgements: OutageJudgement, **changes: Any) -> OutageExplanation:
    usual: dict[str, Any] = {
        "service": "T3",
        "unit": "",
        "starts_at": START,
        "ends_at": None if ends is None else START + ends * HOUR,
        "sightings": (
            Sighting("probe", "", START - HOUR, ServiceState.UP, None),
            Sighting("probe", "", START, ServiceState.DOWN, 40),
        ),
        "maintenance": (AgreedWindow("W1", "", START + HOUR, START + 2 * HOUR, None),),
        "judgements": judgements,
    }
    return OutageExplanation(**(usual | changes))


def counted(hours: int, seen_by: str = "probe") -> OutageJudgement:
    ends_at = START + 3 * HOUR
    return OutageJudgement("K09b", "2026-10", 1, "", START, ends_at, "down", hours * HOUR, 0, 40, "", seen_by)


def test_an_outage_has_a_lane_for_each_prober_for_maintenance_and_for_what_counted() -> None:
    picture = draw_outage(outage(3, counted(2)), TELLING)
    assert [lane.label for lane in picture.lanes] == [
        "Outage",
        "probe",
        "Agreed maintenance",
        "K09b, October 2026: 2\u00a0h counted",
    ]
    # three hours on a Monday morning, less the one of maintenance
    parts = [(one.starts_at - START, one.ends_at - START) for one in picture.lanes[3].stretches]
    assert parts == [(0, HOUR), (2 * HOUR, 3 * HOUR)]
    assert picture.open_hours


def test_who_saw_it_in_tickets_has_a_lane_too() -> None:
    picture = draw_outage(outage(3, counted(2, "probe, desk")), TELLING)
    lane = next(lane for lane in picture.lanes if lane.label == "desk")
    assert [one.words for one in lane.stretches] == ["saw it"]


def test_an_outage_still_on_is_drawn_until_an_hour_after_the_last_that_was_seen() -> None:
    picture = draw_outage(outage(None, maintenance=()), TELLING)
    assert picture.lanes[0].stretches[0].ends_at == START + HOUR
    assert "still on" in picture.description
