"""The agenda of a meeting and what the last one agreed."""

from dashboards.document.model import Block, Points, Section, runs
from dashboards.reports.kinds import ReportKind
from dashboards.reports.telling import Telling, columns, figure_cell, plain, table_of, text_cell
from dashboards.wording.words import marked

_AGENDAS = {
    ReportKind.MEETING_OPERATIONAL: (
        marked("Actions of the last meeting"),
        marked("Open and overdue tickets"),
        marked("Coming maintenance"),
        marked("Deviations to be told"),
        marked("Exclusions that wait for a decision"),
        marked("New actions, next meeting"),
    ),
    ReportKind.MEETING_TACTICAL: (
        marked("Actions of the last meeting"),
        marked("Service levels of the month"),
        marked("Credits: calculated, claimed, credited, waived, disputed"),
        marked("Action plans"),
        marked("Trend and forecast"),
        marked("New actions, next meeting"),
    ),
    ReportKind.MEETING_STRATEGIC: (
        marked("Actions of the last meeting"),
        marked("Score over twelve months"),
        marked("Segments: who is served worst"),
        marked("Thresholds reached and rights they give"),
        marked("Forecast and decision clock"),
        marked("Changes of the contract and the room left"),
        marked("New actions, next meeting"),
    ),
}


def agenda_section(telling: Telling, kind: ReportKind) -> Section:
    """Return the agenda: the standing points of this kind of meeting, then those of its own."""
    words, meeting = telling.words, telling.sources.meeting
    points = [words.text(one) for one in _AGENDAS[kind]]
    last = points.pop()
    day = (
        words.text("The day of the meeting is not stated.")
        if meeting.day is None
        else words.long_day(meeting.day)
    )
    return Section(
        "agenda",
        words.text("Agenda"),
        (plain(day), Points(tuple(runs(one) for one in (*points, *meeting.points, last)), is_numbered=True)),
    )


def actions_section(telling: Telling) -> Section:
    """Return the actions that the last meeting agreed: what is not done first, the latest due last."""
    words, today = telling.words, telling.sources.today
    actions = sorted(
        telling.sources.meeting.actions, key=lambda one: (one.done_on is not None, one.due, one.id)
    )
    trace = telling.command_trace("meeting.yaml")
    rows = []
    for one in actions:
        if one.done_on is not None:
            state = words.text("done {day}", day=words.day(one.done_on))
        elif one.due < today:
            state = words.text("overdue since {day}", day=words.day(one.due))
        else:
            state = words.text("not done")
        rows.append(
            (
                text_cell(one.id),
                text_cell(one.what),
                text_cell(one.responsible),
                figure_cell(words.day(one.due), trace, words.day(one.due)),
                text_cell(state),
            )
        )
    headings = columns((words.text("No"), 1), (words.text("What"), 4), (words.text("Responsible"), 2))
    headings += columns((words.text("Due"), 2), (words.text("State"), 2))
    heading = words.text("Actions of the last meeting")
    block: Block = plain(words.text("No action of an earlier meeting is noted."))
    if rows:
        block = table_of("actions", heading, headings, rows)
    return Section("actions", heading, (block,))
