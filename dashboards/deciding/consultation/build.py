"""The summary of a consultation (remissammanställning): who replied, stances, topics, each view.

No share is printed: of a few bodies it says less than their names.
"""

from collections.abc import Iterator, Sequence

from dashboards.deciding.consultation.findings import ConsultationFindings
from dashboards.document.model import (
    Block,
    Cell,
    Column,
    Manner,
    Paragraph,
    Run,
    Section,
    Table,
    runs,
)
from dashboards.document.traces import figure
from dashboards.wording.words import Wording, marked
from evaluator.core.deciding.consultation.summary import TopicCount
from evaluator.decisions.consultation import Point, Reply, Stance

_STANCES = {
    Stance.APPROVES: marked("Approves"),
    Stance.APPROVES_WITH_CHANGES: marked("Approves with changes"),
    Stance.NO_OBJECTION: marked("Has no objection"),
    Stance.NO_OPINION: marked("Abstains from an opinion"),
    Stance.REFERS_BACK: marked("Wants the matter to be completed"),
    Stance.OBJECTS: marked("Objects"),
}


def build_consultation_sections(findings: ConsultationFindings, words: Wording) -> tuple[Section, ...]:
    """Return the summary: who was asked and replied, stances, views, topics and what became of points."""
    blocks: list[Block] = []
    if findings.file.is_assumed:
        told = words.text("Nobody was consulted: bodies, replies and points here are assumptions.")
        blocks.append(Paragraph(runs(told), Manner.ASSUMED))
    blocks += [_matter(findings, words), _counts(findings, words), *_silent(findings, words)]
    blocks += [_stances(findings, words), _views(findings, words)]
    if findings.summary.topics:
        blocks += [_topics(findings, words), _points(findings, words)]
    return (Section("consultation", words.text("Consultation replies"), tuple(blocks)),)


def missing_of_consultation(findings: ConsultationFindings, words: Wording) -> tuple[str, ...]:
    """Return what leaves the consultation incomplete, a sentence each; empty where nothing does."""
    missing = findings.summary.missing + findings.summary.awaited
    if not missing:
        return ()
    told = words.text("Bodies that were asked and have not replied:")
    return (f"{told} {words.listing(findings.body(name, words) for name in missing)}",)


def stance_word(stance: Stance, words: Wording) -> str:
    """Return the words for a stance."""
    return words.text(_STANCES[stance])


def _matter(findings: ConsultationFindings, words: Wording) -> Paragraph:
    file = findings.file
    told = words.text(
        "{title} ({reference}) was sent for consultation on {sent} with replies due by {due}.",
        title=file.title.in_language(words.language),
        reference=file.reference or words.text("no registry number stated"),
        sent=words.long_day(file.sent_on),
        due=words.long_day(file.reply_by),
    )
    return Paragraph(runs(told))


def _counts(findings: ConsultationFindings, words: Wording) -> Paragraph:
    summary = findings.summary

    def count(names: Sequence[str], key: str) -> Run:
        return figure(words.number(len(names)), findings.trace(key))

    parts: list[str | Run] = [words.text("Replied:") + " ", count(summary.replied, "replies")]
    parts += [" " + words.text("of") + " ", count(summary.asked, "bodies"), " " + words.text("bodies asked")]
    parts += [", " + words.text("of which after the last day:") + " ", count(summary.late, "replies"), "."]
    if summary.unasked:
        parts += [" " + words.text("Replied without having been asked:") + " "]
        parts += [count(summary.unasked, "replies"), f" ({_names(summary.unasked, findings, words)})."]
    return Paragraph(runs(*parts))


def _names(names: Sequence[str], findings: ConsultationFindings, words: Wording) -> str:
    return words.listing(findings.body(name, words) for name in names)


def _silent(findings: ConsultationFindings, words: Wording) -> Iterator[Paragraph]:
    summary = findings.summary
    if summary.missing:
        told = words.text("No reply has come from")
        names = _names(summary.missing, findings, words)
        yield Paragraph(runs(f"{told} {names}."), Manner.INCOMPLETE)
    if summary.awaited:
        told = words.text("Time is left to reply for")
        yield Paragraph(runs(f"{told} {_names(summary.awaited, findings, words)}."), Manner.INCOMPLETE)


def _stances(findings: ConsultationFindings, words: Wording) -> Table:
    rows = tuple(
        (
            _text(stance_word(one.stance, words)),
            Cell((figure(words.number(len(one.bodies)), findings.trace("replies")),), len(one.bodies)),
            _text(_names(one.bodies, findings, words)),
        )
        for one in findings.summary.stances
    )
    columns = (
        Column(words.text("Stance"), share=2),
        Column(words.text("Bodies"), is_number=True),
        Column(words.text("Bodies behind it"), share=4),
    )
    note = words.text("Counted are the bodies asked that replied.")
    return Table("consultation-stances", words.text("Stances"), columns, rows, note)


def _views(findings: ConsultationFindings, words: Wording) -> Table:
    replies = {one.body: one for one in findings.file.replies}
    known = (*findings.summary.replied, *findings.summary.unasked)
    rows = tuple(_view(replies[name], findings, words) for name in known)
    columns = (
        Column(words.text("Body"), share=3),
        Column(words.text("Received"), share=2),
        Column(words.text("Stance"), share=2),
        Column(words.text("In a sentence"), share=6),
    )
    return Table("consultation-views", words.text("Each view in a sentence"), columns, rows)


def _view(reply: Reply, findings: ConsultationFindings, words: Wording) -> tuple[Cell, ...]:
    day = words.day(reply.received_on)
    late = " (" + words.text("late") + ")" if reply.body in findings.summary.late else ""
    apart = " (" + words.text("not asked") + ")" if reply.body in findings.summary.unasked else ""
    reference = "" if reply.reference is None else f", {reply.reference}"
    return (
        _text(findings.body(reply.body, words) + apart),
        Cell(runs(day + late + reference), day),
        _text(stance_word(reply.stance, words)),
        _text(reply.sentence.in_language(words.language)),
    )


def _topics(findings: ConsultationFindings, words: Wording) -> Table:
    rows = tuple(_topic(one, findings, words) for one in findings.summary.topics)
    columns = (
        Column(words.text("Topic"), share=2),
        Column(words.text("Bodies"), is_number=True),
        Column(words.text("Points made"), is_number=True),
        Column(words.text("Without an outcome"), is_number=True),
        Column(words.text("Bodies behind it"), share=4),
    )
    return Table("consultation-topics", words.text("Points by topic"), columns, rows)


def _topic(one: TopicCount, findings: ConsultationFindings, words: Wording) -> tuple[Cell, ...]:
    trace = findings.trace("replies")
    counts = (len(one.bodies), len(one.points), one.open)
    return (
        _text(findings.topic(one.topic, words)),
        *(Cell((figure(words.number(count), trace),), count) for count in counts),
        _text(_names(one.bodies, findings, words)),
    )


def _points(findings: ConsultationFindings, words: Wording) -> Table:
    rows = tuple(
        _point(topic.topic, body, point, findings, words)
        for topic in findings.summary.topics
        for body, point in topic.points
    )
    columns = (
        Column(words.text("Topic"), share=2),
        Column(words.text("Body"), share=2),
        Column(words.text("Point"), share=4),
        Column(words.text("Concerns"), share=2),
        Column(words.text("What became of it"), share=3),
    )
    return Table("consultation-points", words.text("Points, and what became of each"), columns, rows)


def _point(
    topic: str, body: str, point: Point, findings: ConsultationFindings, words: Wording
) -> tuple[Cell, ...]:
    concerned = [
        *point.needs,
        *point.requirements,
        *(_alternative(name, findings, words) for name in point.alternatives),
    ]
    outcome = point.outcome
    return (
        _text(findings.topic(topic, words)),
        _text(findings.body(body, words)),
        _text(point.text.in_language(words.language)),
        _text(", ".join(concerned)),
        _text(words.text("Not decided yet") if outcome is None else outcome.in_language(words.language)),
    )


def _alternative(name: str, findings: ConsultationFindings, words: Wording) -> str:
    label = findings.labels.get(name)
    return name if label is None else label.in_language(words.language)


def _text(text: str) -> Cell:
    return Cell(runs(text)) if text else Cell()
