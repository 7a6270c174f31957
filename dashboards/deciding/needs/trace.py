"""The trace from need to data source, what is not covered, and the requirements nobody can see met."""

from collections.abc import Iterator, Sequence

from dashboards.deciding.needs.cells import text_cell
from dashboards.deciding.needs.findings import NeedsFindings
from dashboards.deciding.needs.latest_figures import figure_trace, latest_outcomes
from dashboards.deciding.needs.words import (
    gap_heading,
    gap_subject,
    level_word,
    method_word,
    why_unverified,
)
from dashboards.document.model import (
    Block,
    Cell,
    Column,
    Entries,
    Manner,
    Paragraph,
    Run,
    Section,
    Table,
    runs,
)
from dashboards.wording import Wording
from evaluator.core.deciding.needs.assessment import AssessedNeed
from evaluator.core.deciding.needs.trace import IndicatorBasis, Standing, sources_of
from evaluator.decisions.needs import Level, Requirement


def build_trace(findings: NeedsFindings, words: Wording) -> Section:
    """Return the trace need, requirement, check, source, with its gaps in either direction."""
    heading = words.text("From need to data source")
    return Section(
        "needs-trace",
        heading,
        (
            _lead(findings, words),
            _table(findings, words),
            *_gaps(findings, words),
            *_unverified(findings, words),
        ),
    )


def _lead(findings: NeedsFindings, words: Wording) -> Paragraph:
    file = findings.file
    answered = [one for one in findings.assessment.needs if one.requirements]
    reasoned = [
        one
        for one in findings.assessment.needs
        if not one.requirements and one.need.without_requirement is not None
    ]
    shall = [one for one in file.requirements if one.level is Level.SHALL]
    return Paragraph(
        runs(
            words.text("Needs with a requirement:") + " ",
            *_of(findings, len(answered), len(file.needs), "needs", words),
            "; " + words.text("with a reason why there is none:") + " ",
            findings.count(len(reasoned), "needs", words),
            ". " + words.text("Requirements:") + " ",
            findings.count(len(file.requirements), "requirements", words),
            ", " + words.text("of which shall:") + " ",
            findings.count(len(shall), "requirements", words),
            ".",
        )
    )


def _of(findings: NeedsFindings, part: int, whole: int, key: str, words: Wording) -> tuple[str | Run, ...]:
    counts = findings.count(part, key, words), findings.count(whole, key, words)
    return counts[0], " " + words.text("of") + " ", counts[1]


def _table(findings: NeedsFindings, words: Wording) -> Table:
    rows = [row for one in findings.assessment.needs for row in _rows(one, findings, words)]
    rows += [
        _requirement_row(words.text("No need"), one, findings, words)
        for one in findings.file.requirements
        if not one.needs
    ]
    columns = (
        Column(words.text("Need"), share=2),
        Column(words.text("Requirement"), share=8),
        Column(words.text("Level"), share=2),
        Column(words.text("Check"), share=7),
        Column(words.text("Sources"), share=4),
        Column(words.text("Periods measured"), share=4, is_number=True),
    )
    return Table("needs-trace-table", words.text("Need, requirement, check, source"), columns, tuple(rows))


def _rows(one: AssessedNeed, findings: NeedsFindings, words: Wording) -> Iterator[tuple[Cell, ...]]:
    for requirement in one.requirements:
        yield _requirement_row(one.need.id, requirement, findings, words)
    if not one.requirements:
        reason = one.need.without_requirement
        told = (
            words.text("No requirement, and no reason stated")
            if reason is None
            else words.text("No requirement: {reason}", reason=reason.in_language(words.language))
        )
        yield (
            text_cell(one.need.id),
            text_cell(told),
            Cell(),
            text_cell(words.listing(findings.indicator(name, words) for name in one.indicators)),
            text_cell(words.listing(one.sources)),
            _months(one.indicators, findings, words),
        )


def _requirement_row(
    need: str, requirement: Requirement, findings: NeedsFindings, words: Wording
) -> tuple[Cell, ...]:
    check, known = requirement.check, findings.assessment.known
    told = f"{requirement.id} {requirement.text.in_language(words.language)}"
    if not requirement.needs and requirement.without_need is not None:
        told += f" ({requirement.without_need.in_language(words.language)})"
    ways = [findings.indicator(name, words) + _standing(name, findings, words) for name in check.indicators]
    how = "" if check.how is None else check.how.in_language(words.language)
    return (
        text_cell(need),
        text_cell(told),
        text_cell(level_word(requirement.level, words)),
        text_cell(
            ": ".join(part for part in (words.listing(ways) or method_word(check.method, words), how) if part)
        ),
        text_cell(words.listing(sources_of(check.indicators, known))),
        _months(check.indicators, findings, words),
    )


def _standing(indicator: str, findings: NeedsFindings, words: Wording) -> str:
    match findings.assessment.known.standing(indicator):
        case Standing.CONTRACT:
            return ""
        case Standing.DRAFT:
            return " (" + words.text("in the draft") + ")"
        case Standing.UNKNOWN:
            return " (" + words.text("in no contract") + ")"


def _months(indicators: Sequence[str], findings: NeedsFindings, words: Wording) -> Cell:
    results, known = findings.results, findings.assessment.known.indicators
    bases = [known[name] for name in indicators if name in known]
    if results is None or not bases:
        return Cell()
    parts: list[str | Run] = []
    for basis in bases:
        if basis.measured is None or basis.months is None:
            continue
        parts += ["; "] if parts else []
        last = next(latest_outcomes(basis.name, results), None)
        trace = None if last is None else figure_trace(f"{last.period}/{basis.name}", last.period, results)
        parts.append(Run(_of_months(basis, words), trace=trace))
    return Cell(runs(*parts))


def _of_months(basis: IndicatorBasis, words: Wording) -> str:
    return words.text(
        "{part} of {whole}", part=words.number(basis.measured or 0), whole=words.number(basis.months or 0)
    )


def _gaps(findings: NeedsFindings, words: Wording) -> Iterator[Block]:
    gaps = findings.assessment.gaps
    if not gaps:
        told = words.text("Nothing is uncovered, from needs to sources and from sources to needs.")
        yield Paragraph(runs(told))
        return
    entries = [
        (
            gap_heading(kind, words),
            runs(words.listing(gap_subject(gap, findings, words) for gap in gaps if gap.kind is kind)),
        )
        for kind in dict.fromkeys(gap.kind for gap in gaps)
    ]
    yield Paragraph(runs(words.text("What is uncovered:")), Manner.LEAD)
    yield Entries(tuple(entries))


def _unverified(findings: NeedsFindings, words: Wording) -> Iterator[Block]:
    requirements = {one.id: one for one in findings.file.requirements}
    rows = [
        (
            text_cell(f"{one.requirement} {requirements[one.requirement].text.in_language(words.language)}"),
            text_cell(level_word(one.level, words)),
            text_cell(why_unverified(one, findings, words)),
        )
        for one in findings.assessment.unverified
    ]
    if not rows:
        return
    columns = (
        Column(words.text("Requirement"), share=4),
        Column(words.text("Level")),
        Column(words.text("Why"), share=3),
    )
    yield Table(
        "needs-unverified",
        words.text("Requirements that nobody can see met today"),
        columns,
        tuple(rows),
        words.text(
            "Inspections, tests, certificates and references count as checks; whether they were made is not "
            "told here."
        ),
    )
