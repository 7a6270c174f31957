"""Which meeting a pack is for, and which actions come before it."""

from datetime import date
from typing import Any

from dashboards.reports.kinds import ReportKind
from dashboards.reports.meeting_of import meeting_of
from evaluator.decisions.meetings import MeetingsFile

TODAY = date(2026, 11, 9)


def held(day: str, *actions: tuple[str, str | None], level: str = "tactical", **more: Any) -> dict[str, Any]:
    made = [
        {"id": name, "what": "Lista", "responsible": "Avtalsförvaltare", "due": "2026-11-06", "done_on": done}
        for name, done in actions
    ]
    return {"level": level, "day": day, "actions": made, **more}


def register(*meetings: dict[str, Any]) -> MeetingsFile:
    return MeetingsFile.model_validate({"meetings": list(meetings)})


def test_the_next_meeting_is_the_first_of_its_kind_from_today() -> None:
    found = meeting_of(
        register(
            held("2026-12-16"),
            held("2026-11-18", points=["Tredje part"]),
            held("2026-11-11", level="operational", points=["Datorbyten"]),
            held("2026-10-14"),
        ),
        ReportKind.MEETING_TACTICAL,
        TODAY,
    )

    assert found.day == date(2026, 11, 18)
    assert found.points == ("Tredje part",)


def test_a_meeting_today_is_the_next_one() -> None:
    assert meeting_of(register(held("2026-11-09")), ReportKind.MEETING_TACTICAL, TODAY).day == TODAY


def test_all_actions_of_the_last_meeting_come_before_it_and_of_earlier_ones_those_not_done() -> None:
    found = meeting_of(
        register(
            held("2026-10-14", ("T-3", "2026-11-01"), ("T-4", None)),
            held("2026-09-16", ("T-1", "2026-10-01"), ("T-2", None)),
        ),
        ReportKind.MEETING_TACTICAL,
        TODAY,
    )

    assert [one.id for one in found.actions] == ["T-2", "T-3", "T-4"]


def test_without_a_meeting_ahead_its_day_is_not_stated() -> None:
    found = meeting_of(register(held("2026-10-14", ("T-4", None))), ReportKind.MEETING_TACTICAL, TODAY)

    assert found.day is None
    assert [one.id for one in found.actions] == ["T-4"]
