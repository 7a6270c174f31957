"""The dialogue back: what became of each need and why, who decided, who was told, and who still waits."""

from collections.abc import Iterator, Sequence

from dashboards.deciding.needs.cells import mark_cell, number_cell, run_cell, text_cell
from dashboards.deciding.needs.findings import NeedsFindings
from dashboards.deciding.needs.words import status_word, voices_key
from dashboards.document.model import Block, Cell, Column, Manner, Paragraph, Run, Section, Table, runs
from dashboards.document.traces import figure
from dashboards.wording import Wording
from evaluator.core.deciding.needs.dialogue import Owed, concerns_unit, overdue, voices_of_unit
from evaluator.core.deciding.needs.ratings import shown_voices
from evaluator.decisions.needs import Need, Status, Voice


def build_dialogue(findings: NeedsFindings, words: Wording) -> Section:
    """Return what became of each need, and the answers that are overdue."""
    needs = [one.need for one in findings.assessment.needs]
    return Section(
        "needs-dialogue",
        words.text("What became of the needs"),
        (
            _lead(findings, words),
            _table("needs-dialogue-table", needs, findings, words),
            *_overdue(findings, words),
        ),
    )


def _lead(findings: NeedsFindings, words: Wording) -> Paragraph:
    parts: list[str | Run] = []
    for status in Status:
        number = sum(one.answer.status is status for one in findings.file.needs)
        if number > 0:
            parts.append(("; " if parts else "") + status_word(status, words) + ": ")
            parts.append(findings.count(number, "needs", words))
    owed = findings.assessment.owed
    told = [one for one in owed if one.answered_on is not None]
    parts += [
        (". " if parts else "") + words.text("Answers given to those who voiced a need:") + " ",
        findings.count(len(told), "needs", words),
        " " + words.text("of") + " ",
        findings.count(len(owed), "needs", words),
        ".",
    ]
    return Paragraph(runs(*parts))


def _table(name: str, needs: Sequence[Need], findings: NeedsFindings, words: Wording) -> Table:
    columns = (
        Column(words.text("Need"), share=3),
        Column(words.text("Status"), share=2),
        Column(words.text("What became of it, and why"), share=4),
        Column(words.text("Decided when and by whom"), share=2),
        Column(words.text("Answered to whom"), share=3),
    )
    rows = tuple(_row(need, findings, words) for need in needs)
    return Table(name, words.text("What became of each need"), columns, rows)


def _row(need: Need, findings: NeedsFindings, words: Wording) -> tuple[Cell, ...]:
    answer = need.answer
    why = [one.in_language(words.language) for one in (answer.what, answer.why) if one is not None]
    decided = [] if answer.decided_on is None else [words.day(answer.decided_on)]
    decided += [] if answer.decided_by is None else [answer.decided_by]
    return (
        text_cell(f"{need.id} {need.text.in_language(words.language)}"),
        text_cell(status_word(answer.status, words)),
        text_cell(" ".join(why)),
        text_cell(", ".join(decided)),
        text_cell("; ".join(_told(need, findings, words))),
    )


def _told(need: Need, findings: NeedsFindings, words: Wording) -> Iterator[str]:
    for one in need.answer.answered:
        who = findings.group(one.group, words) if one.group is not None else findings.unit(one.unit or "")
        yield f"{who} {words.day(one.on)}"


def who_waits(owed: Owed, findings: NeedsFindings, words: Wording) -> str:
    """Return who is owed an answer: the unit in its group, or the group."""
    group = findings.group(owed.group, words)
    return f"{findings.unit(owed.unit)} ({group.lower()})" if owed.unit else group


def _overdue(findings: NeedsFindings, words: Wording) -> Iterator[Block]:
    late = overdue(findings.assessment.owed)
    undated = [one for one in findings.assessment.owed if one.due is None and one.answered_on is None]
    if undated:
        told = words.text("No day is set by which these are answered:")
        names = words.listing(dict.fromkeys(one.need for one in undated))
        yield Paragraph(runs(f"{told} {names}."), Manner.INCOMPLETE)
    if not late:
        yield Paragraph(runs(words.text("No answer is overdue.")))
        return
    columns = (
        Column(words.text("Need"), share=2),
        Column(words.text("Who waits"), share=8),
        Column(words.text("To be answered by"), share=3),
        Column(words.text("Days overdue"), is_number=True, share=3),
    )
    rows = tuple(_overdue_row(one, findings, words) for one in late)
    yield Table("needs-overdue", words.text("Answers that are overdue"), columns, rows)


def _overdue_row(one: Owed, findings: NeedsFindings, words: Wording) -> tuple[Cell, ...]:
    due = "" if one.due is None else words.day(one.due)
    trace = findings.trace(f"needs[{one.need}].answer")
    return (
        text_cell(one.need),
        text_cell(who_waits(one, findings, words)),
        Cell(runs(due), due),
        number_cell(one.days_overdue, trace, words),
    )


def build_unit_needs_sections(findings: NeedsFindings, unit: str, words: Wording) -> tuple[Section, ...]:
    """Return the needs that `unit`, or its segment, voiced: its own marks, and what became of each."""
    segments = {one.id: one.segment for one in findings.contract.units}
    segment = segments.get(unit, "")
    concerned = [one.need for one in findings.assessment.needs if concerns_unit(one.need, unit, segment)]
    name = findings.unit(unit)
    if not concerned:
        told = words.text("{unit} has voiced no need that is in the register.", unit=name)
        return (Section("needs-unit", name, (Paragraph(runs(told)),)),)
    waiting = {one.need: one for one in findings.assessment.owed if one.unit == unit}
    blocks: list[Block] = [
        _own_marks(concerned, unit, segments, findings, words),
        _table("needs-unit-dialogue", concerned, findings, words),
    ]
    late = overdue(waiting.values())
    if late:
        told = words.text("Not answered in time:") + " " + words.listing(one.need for one in late)
        blocks.append(Paragraph(runs(f"{told}."), Manner.INCOMPLETE))
    heading = words.text("Needs of {unit}, and what became of them", unit=name)
    return (Section("needs-unit", heading, tuple(blocks)),)


def _own_marks(
    needs: Sequence[Need], unit: str, segments: dict[str, str], findings: NeedsFindings, words: Wording
) -> Table:
    smallest = findings.contract.reporting.smallest_group
    rows: list[tuple[Cell, ...]] = []
    for need in needs:
        shown, own = list(shown_voices(need, segments, smallest)), voices_of_unit(need, unit)
        rows += [_own_row(need, voice, findings, words, is_shown=voice in shown) for voice in own]
        if not own:
            by_segment = words.text("Voiced by its segment")
            rows.append((text_cell(need.id), text_cell(by_segment), Cell(), Cell(), Cell(), Cell()))
    columns = (
        Column(words.text("Need")),
        Column(words.text("Group"), share=3),
        Column(words.text("What was said"), share=4),
        Column(words.text("Answered"), is_number=True),
        Column(words.text("Importance"), is_number=True),
        Column(words.text("Satisfaction"), is_number=True),
    )
    note = words.text(
        "Not shown is what fewer than {number} persons answered, and what would let them be computed.",
        number=words.number(smallest),
    )
    return Table("needs-unit-marks", words.text("What the unit said"), columns, tuple(rows), note)


def _own_row(
    need: Need, voice: Voice, findings: NeedsFindings, words: Wording, *, is_shown: bool
) -> tuple[Cell, ...]:
    trace = findings.trace(voices_key(need.id))
    place = text_cell(need.id), text_cell(findings.group(voice.group, words))
    if not is_shown:
        # What few said could tell who said it: their words are hidden with their marks.
        told = words.text("not stated") if voice.respondents is None else words.text("too few")
        return *place, Cell(), text_cell(told), Cell(), Cell()
    said = "" if voice.said is None else voice.said.in_language(words.language)
    count = voice.respondents
    return (
        *place,
        text_cell(said),
        Cell() if count is None else run_cell(figure(words.number(count), trace), count),
        mark_cell(voice.importance, trace, words),
        mark_cell(voice.satisfaction, trace, words),
    )
