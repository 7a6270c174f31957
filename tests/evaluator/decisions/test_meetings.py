"""The register of meetings."""

from typing import Any

import pytest
from pydantic import ValidationError

from evaluator.decisions.meetings import MeetingLevel, MeetingsFile


def action(name: str) -> dict[str, Any]:
    return {"id": name, "what": "Lista skolor", "responsible": "Avtalsförvaltare", "due": "2026-11-06"}


def held(*actions: str) -> dict[str, Any]:
    return {"level": "operational", "day": "2026-10-28", "actions": [action(name) for name in actions]}


def test_a_meeting_has_a_level_a_day_and_what_it_agreed() -> None:
    (meeting,) = MeetingsFile.model_validate({"meetings": [held("O-1")]}).meetings

    assert meeting.level is MeetingLevel.OPERATIONAL
    assert meeting.actions[0].done_on is None


def test_a_watch_may_have_no_meetings() -> None:
    assert MeetingsFile.model_validate({}).meetings == ()


def test_an_action_has_an_id_of_its_own_in_all_meetings() -> None:
    with pytest.raises(ValidationError, match="O-1 stands more than once"):
        MeetingsFile.model_validate({"meetings": [held("O-1"), held("O-1")]})
