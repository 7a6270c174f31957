"""Requirements in words: each with the way it is checked; those that cannot be checked are refused."""

from collections.abc import Iterator

from dashboards.deciding.tender.telling import Telling, text_cell
from dashboards.document.model import Block, Cell, Column, Manner, Paragraph, Run, Section, Table, runs
from dashboards.document.traces import published_trace
from dashboards.wording.words import marked
from evaluator.core.deciding.tender.requirements import Refusal, RefusedRequirement, SourcedRequirement
from evaluator.decisions.needs import Check, CheckMethod, Level

_LEVELS = {Level.SHALL: marked("shall (mandatory)"), Level.SHOULD: marked("should (desirable)")}
_METHODS = {
    CheckMethod.INDICATOR: marked("Measured by {indicators}"),
    CheckMethod.INSPECTION: marked("Inspection"),
    CheckMethod.TEST: marked("Test"),
    CheckMethod.CERTIFICATE: marked("Certificate"),
    CheckMethod.REFERENCE: marked("Reference"),
}
_CASE = "Court of Justice of the European Union, C-448/01 EVN and Wienstrom, 4 December 2003"


def requirements_section(telling: Telling) -> Section:
    """Return the requirements that can stand in tender documents, and those that cannot."""
    words = telling.words
    return Section(
        "tender-requirements", words.text("Requirements and how each is checked"), tuple(_blocks(telling))
    )


def _blocks(telling: Telling) -> Iterator[Block]:
    words, found = telling.words, telling.findings.requirements
    if not (found.kept or found.refused):
        yield Paragraph(
            runs(words.text("No requirement is written down: needs.yaml and tender.yaml have none.")),
            Manner.INCOMPLETE,
        )
        return
    yield telling.told(
        marked(
            "What tenders are judged by must be possible to check, as the EU Court of Justice said of an"
            " award criterion ({case}). A requirement whose check nobody has stated is therefore not taken"
            " up here."
        ),
        Manner.NOTE,
        case=Run("C-448/01", trace=published_trace(_CASE)),
    )
    if found.kept:
        yield _kept(telling)
    if found.refused:
        yield Paragraph(
            runs(
                words.plural(
                    "{n} requirement cannot be checked and is refused:",
                    "{n} requirements cannot be checked and are refused:",
                    len(found.refused),
                )
            ),
            Manner.INCOMPLETE,
        )
        yield _refused(telling)


def _kept(telling: Telling) -> Table:
    words = telling.words
    columns = (
        Column(words.text("Requirement")),
        Column(words.text("Text"), share=4),
        Column(words.text("Level"), share=2),
        Column(words.text("Checked by"), share=4),
        Column(words.text("Needs")),
    )
    rows = tuple(
        (
            text_cell(one.requirement.id),
            text_cell(one.requirement.text.in_language(words.language)),
            text_cell(words.text(_LEVELS[one.requirement.level])),
            text_cell(_check(telling, one.requirement.check)),
            text_cell(", ".join(one.requirement.needs)),
        )
        for one in telling.findings.requirements.kept
    )
    return Table("tender-requirements-kept", words.text("Requirements that can be checked"), columns, rows)


def _check(telling: Telling, check: Check) -> str:
    words = telling.words
    names = words.listing(telling.indicator(name) for name in check.indicators)
    method = words.text(_METHODS[check.method], indicators=names)
    return method if check.how is None else f"{method}: {check.how.in_language(words.language)}"


def _refused(telling: Telling) -> Table:
    words = telling.words
    columns = (
        Column(words.text("Requirement")),
        Column(words.text("Text"), share=4),
        Column(words.text("Level"), share=2),
        Column(words.text("Why it cannot be checked"), share=3),
        Column(words.text("File"), share=2),
    )
    rows = tuple(
        (*_named(telling, one.source), text_cell(_why(telling, one)), text_cell(one.source.file))
        for one in telling.findings.requirements.refused
    )
    return Table("tender-requirements-refused", words.text("Refused requirements"), columns, rows)


def _named(telling: Telling, source: SourcedRequirement) -> Iterator[Cell]:
    words, requirement = telling.words, source.requirement
    yield text_cell(requirement.id)
    yield text_cell(requirement.text.in_language(words.language))
    yield text_cell(words.text(_LEVELS[requirement.level]))


def _why(telling: Telling, one: RefusedRequirement) -> str:
    words = telling.words
    if one.refusal is Refusal.NO_CHECK:
        return words.text("no check is stated")
    if one.refusal is Refusal.NOT_TOLD_HOW:
        return words.text("nobody has said what is looked at, by whom and when")
    return words.text("no such indicator in the next contract: {names}", names=", ".join(one.unknown))
