"""The meeting that a pack is for, from the register of meetings."""

from datetime import date

from dashboards.reports.kinds import ReportKind
from dashboards.reports.sources import Meeting, MeetingAction
from evaluator.decisions.meetings import Action, MeetingLevel, MeetingsFile

_LEVELS = {
    ReportKind.MEETING_OPERATIONAL: MeetingLevel.OPERATIONAL,
    ReportKind.MEETING_TACTICAL: MeetingLevel.TACTICAL,
    ReportKind.MEETING_STRATEGIC: MeetingLevel.STRATEGIC,
}


def meeting_of(register: MeetingsFile, kind: ReportKind, today: date) -> Meeting:
    """Return the next meeting of a kind on or after `today`, with the actions that come before it.

    These are all of the last meeting, and of earlier ones those that are not done. Raises KeyError for a kind
    of report that is for no meeting.
    """
    own = sorted((one for one in register.meetings if one.level is _LEVELS[kind]), key=lambda one: one.day)
    ahead = [one for one in own if one.day >= today]
    held = [one for one in own if one.day < today]
    actions = [action for one in held[:-1] for action in one.actions if action.done_on is None]
    actions += [action for one in held[-1:] for action in one.actions]
    return Meeting(
        day=ahead[0].day if ahead else None,
        points=ahead[0].points if ahead else (),
        actions=tuple(_action(one) for one in actions),
    )


def _action(found: Action) -> MeetingAction:
    return MeetingAction(found.id, found.what, found.responsible, found.due, found.done_on)
