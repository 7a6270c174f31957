"""What `check` says of needs and consultation: gaps of the trace, and names that no other file has."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from collector.errors import Problem, Severity
from evaluator.core.deciding.needs.trace import Gap, GapKind
from evaluator.core.outcomes import Outcome
from evaluator.decisions.consultation import Point
from evaluator.decisions.needs import NeedsFile
from supplierwatch.deciding.needs import assess_register
from supplierwatch.watch import Watch
from supplierwatch.yaml_files import Document, KeyPath, read_document

_WORDS = {
    GapKind.NEED_WITHOUT_REQUIREMENT: (
        "{subject} has neither a requirement nor a reason why not",
        "Name it under needs of a requirement, or say why in without_requirement",
    ),
    GapKind.SHALL_WITHOUT_CHECK: (
        "{subject} is a shall, and nothing says how it is checked",
        "State a check, or make it a should: what cannot be checked cannot be demanded (C-448/01)",
    ),
    GapKind.INDICATOR_UNKNOWN: (
        "{by} is checked by {subject}, which is no indicator of the contract",
        "Define it in the contract or the draft of the next one, or name another",
    ),
    GapKind.SEGMENT_UNHEARD: (
        "nobody was heard in the segment {subject}",
        "Add its voices, or say in a voice which segment it speaks for",
    ),
    GapKind.REQUIREMENT_WITHOUT_NEED: (
        "no need asks for {subject}",
        "Name the needs it answers, or say in without_need why it is there",
    ),
    GapKind.INDICATOR_WITHOUT_SOURCE: (
        "{subject} is in the contract, and no source gives figures for it",
        "Name a source that does in the contract",
    ),
    GapKind.INDICATOR_NEVER_MEASURED: (
        "{subject} has a source and was never measured",
        "Look at what its source delivers",
    ),
    GapKind.INDICATOR_ANSWERS_NOTHING: (
        "{subject} is measured, and answers no need and checks no requirement",
        "Name it where it belongs, or leave it out of the next contract",
    ),
    GapKind.SOURCE_FEEDS_NOTHING: (
        "no indicator is measured from the source {subject}",
        "Name it in an indicator, or collect it no more",
    ),
}


def find_needs_gaps(watch: Watch, history: Sequence[Outcome], today: date) -> Iterator[Problem]:
    """Yield a warning for each gap between needs, requirements, indicators and sources.

    `history` are the outcomes of past months; where there are none, nothing is said of what was measured.
    """
    read, assessment = watch.deciding.needs, assess_register(watch, history or None, today)
    if read is None or assessment is None:
        return
    document = read_document(watch.folder / read.name)
    for gap in assessment.gaps:
        found, remedy = _WORDS[gap.kind]
        told = found.format(subject=gap.subject, by=gap.by)
        problem = document.problem(_place(gap, read.content), told, remedy=remedy)
        yield replace(problem, severity=Severity.WARNING)


def _place(gap: Gap, file: NeedsFile) -> KeyPath:
    name = gap.by or gap.subject
    for key, ids in (
        ("needs", [one.id for one in file.needs]),
        ("requirements", [one.id for one in file.requirements]),
    ):
        if gap.kind in _OF[key] and name in ids:
            return key, ids.index(name)
    return ("requirements",) if file.requirements else ()


_OF = {
    "needs": {GapKind.NEED_WITHOUT_REQUIREMENT},
    "requirements": {
        GapKind.SHALL_WITHOUT_CHECK,
        GapKind.INDICATOR_UNKNOWN,
        GapKind.REQUIREMENT_WITHOUT_NEED,
    },
}


def find_dangling_points(watch: Watch) -> Iterator[Problem]:
    """Yield a warning for each need, requirement or alternative of a reply that its own file has not.

    Nothing is said where that file is missing.
    """
    read, needs, alternatives = watch.deciding.consultation, watch.deciding.needs, watch.deciding.alternatives
    if read is None:
        return
    document = read_document(watch.folder / read.name)
    known: list[tuple[str, Callable[[Point], Iterable[str]], frozenset[str]]] = []
    if needs is not None:
        known += [
            ("needs", lambda point: point.needs, frozenset(one.id for one in needs.content.needs)),
            (
                "requirements",
                lambda point: point.requirements,
                frozenset(one.id for one in needs.content.requirements),
            ),
        ]
    if alternatives is not None:
        names = frozenset(one.id for one in alternatives.content.alternatives)
        known.append(("alternatives", lambda point: point.alternatives, names))
    for position, reply in enumerate(read.content.replies):
        for number, point in enumerate(reply.points):
            for key, named, there in known:
                at = ("replies", position, "points", number, key)
                yield from _unknown(document, at, named(point), there)


def _unknown(
    document: Document, path: KeyPath, names: Iterable[str], known: frozenset[str]
) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            problem = document.problem(path, f"there is no {name!r}", ", ".join(sorted(known)))
            yield replace(problem, severity=Severity.WARNING)
