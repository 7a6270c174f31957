"""The needs with each voice kept apart: how important, and how satisfied with what there is today."""

from collections.abc import Iterator

from dashboards.deciding.needs.cells import mark_cell, number_cell, run_cell, text_cell
from dashboards.deciding.needs.findings import NeedsFindings
from dashboards.deciding.needs.picture import draw_voices
from dashboards.deciding.needs.segments import build_segments
from dashboards.deciding.needs.words import count_run, voices_key, who_speaks
from dashboards.document.model import Block, Cell, Column, Manner, Paragraph, Section, Table, runs
from dashboards.wording import Wording
from evaluator.core.deciding.needs.assessment import AssessedNeed
from evaluator.core.deciding.needs.ratings import Rating
from evaluator.decisions.needs import NeedsFile


def build_voices(findings: NeedsFindings, words: Wording) -> Section:
    """Return the needs: who was heard, what each group says of each, and the picture of it."""
    blocks: list[Block] = list(assumed(findings.file, words))
    blocks += [_lead(findings, words)]
    if findings.file.needs:
        blocks += [_groups(findings, words), _occasions(findings, words), *draw_voices(findings, words)]
        blocks += [_marks(findings, words)]
        blocks += [build_segments(findings, words)] if findings.contract.segments else []
    return Section("needs", words.text("Needs"), tuple(blocks))


def assumed(file: NeedsFile, words: Wording) -> Iterator[Paragraph]:
    """Yield the warning that nobody was asked, where that is so."""
    if file.is_assumed:
        told = words.text("Nobody was asked: needs, voices, marks and requirements here are assumptions.")
        yield Paragraph(runs(told), Manner.ASSUMED)


def _lead(findings: NeedsFindings, words: Wording) -> Paragraph:
    needs, voices = len(findings.file.needs), findings.assessment.voices
    if needs == 0:
        return Paragraph(runs(words.text("The register holds no need yet.")), Manner.INCOMPLETE)
    sentence = words.text(
        "Each group's voice stands for itself. The order follows the group that finds a need most important, "
        "not a mean, so that what few ask for strongly is not hidden by many."
    )
    return Paragraph(
        runs(
            words.text("Needs in the register:") + " ",
            findings.count(needs, "needs", words),
            "; " + words.text("voices:") + " ",
            findings.count(sum(voices.values()), "needs", words),
            "; " + words.text("groups heard:") + " ",
            findings.count(len(voices), "groups", words),
            ". " + sentence,
        )
    )


def _groups(findings: NeedsFindings, words: Wording) -> Table:
    rows = []
    for group in findings.file.groups:
        asked = [need for need in findings.file.needs if any(one.group == group.id for one in need.voices)]
        trace = findings.trace("needs")
        rows.append(
            (
                text_cell(findings.group(group.id, words)),
                number_cell(findings.assessment.voices.get(group.id, 0), trace, words),
                number_cell(len(asked), trace, words),
            )
        )
    columns = (
        Column(words.text("Group"), share=3),
        Column(words.text("Voices"), is_number=True),
        Column(words.text("Needs voiced"), is_number=True),
    )
    return Table("needs-groups", words.text("Who was heard"), columns, tuple(rows))


def _occasions(findings: NeedsFindings, words: Wording) -> Table:
    rows = []
    for occasion in findings.file.occasions:
        trace = findings.trace("needs")
        day = words.day(occasion.day)
        rows.append(
            (
                text_cell(occasion.label.in_language(words.language)),
                Cell(runs(day), day),
                text_cell(occasion.reference or words.text("not stated")),
                number_cell(_voices_on(findings, occasion.id), trace, words),
            )
        )
    columns = (
        Column(words.text("Occasion"), share=4),
        Column(words.text("Day")),
        Column(words.text("Registry number"), share=2),
        Column(words.text("Voices"), is_number=True),
    )
    return Table("needs-occasions", words.text("When they were heard"), columns, tuple(rows))


def _voices_on(findings: NeedsFindings, occasion: str) -> int:
    return sum(one.occasion == occasion for need in findings.file.needs for one in need.voices)


def _marks(findings: NeedsFindings, words: Wording) -> Table:
    rows = tuple(row for one in findings.assessment.needs for row in _need_rows(one, findings, words))
    columns = (
        Column(words.text("Need"), share=4),
        Column(words.text("Group"), share=3),
        Column(words.text("Answered"), is_number=True),
        Column(words.text("Importance"), is_number=True),
        Column(words.text("Satisfaction"), is_number=True),
    )
    note = words.text(
        "Marks from 1 to 5. Groups of fewer than {number} persons are too few to be shown; they are not in "
        "the line of the groups together either. No mark: not asked.",
        number=words.number(findings.contract.reporting.smallest_group),
    )
    return Table(
        "needs-marks", words.text("Importance and satisfaction, each group for itself"), columns, rows, note
    )


def _need_rows(one: AssessedNeed, findings: NeedsFindings, words: Wording) -> Iterator[tuple[Cell, ...]]:
    name = f"{one.need.id} {one.need.text.in_language(words.language)}"
    for position, rating in enumerate(one.ratings):
        yield _rating_row(name if position == 0 else one.need.id, one.need.id, rating, findings, words)
    if one.together is not None:
        trace = findings.trace(voices_key(one.need.id))
        yield (
            text_cell(one.need.id),
            text_cell(words.text("The groups shown, together")),
            number_cell(one.together.count, trace, words),
            mark_cell(one.together.importance, trace, words),
            Cell(),
        )


def _rating_row(
    name: str, need: str, rating: Rating, findings: NeedsFindings, words: Wording
) -> tuple[Cell, ...]:
    trace = findings.trace(voices_key(need))
    return (
        text_cell(name),
        text_cell(who_speaks(rating, findings, words)),
        run_cell(count_run(rating, need, findings, words), rating.count),
        mark_cell(rating.importance, trace, words),
        mark_cell(rating.satisfaction, trace, words),
    )
