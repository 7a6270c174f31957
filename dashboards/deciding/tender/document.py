"""The annex put together: as sections of the decision basis, and as a document of its own."""

from collections.abc import Iterator

from dashboards.deciding.tender.clauses import options_section
from dashboards.deciding.tender.contract import contract_section
from dashboards.deciding.tender.levels import levels_section
from dashboards.deciding.tender.requirements import requirements_section
from dashboards.deciding.tender.seasons import seasons_section
from dashboards.deciding.tender.sizes import sizes_section, units_section
from dashboards.deciding.tender.telling import Telling
from dashboards.deciding.tender.times import outages_section, times_section
from dashboards.deciding.tender.volumes import peaks_section, volumes_section
from dashboards.document.model import Block, Document, Manner, Paragraph, Points, Run, Section, runs
from dashboards.wording.words import Wording, marked
from evaluator.core.deciding.tender.findings import Missing, TenderFindings

_MISSING = {
    Missing.TENDER_FILE: marked(
        "There is no tender.yaml: nobody has stated what the next contract shall demand."
    ),
    Missing.REQUIREMENTS: marked("There are no requirements."),
    Missing.NEXT_CONTRACT: marked("There is no draft of the next contract."),
    Missing.BACK_TEST: marked("No draft was held against history."),
    Missing.MONTHS: marked("Some of the months were never evaluated."),
}


def build_tender_sections(findings: TenderFindings, words: Wording) -> tuple[Section, ...]:
    """Return the annex as sections, each with a name that begins with `tender-`."""
    telling = Telling(findings, words)
    return (
        basis_section(telling),
        volumes_section(telling),
        peaks_section(telling),
        seasons_section(telling),
        sizes_section(telling),
        units_section(telling),
        levels_section(telling),
        times_section(telling),
        outages_section(telling),
        requirements_section(telling),
        contract_section(telling),
        options_section(telling),
    )


def build_tender_document(findings: TenderFindings, words: Wording, created: str = "1970-01-01") -> Document:
    """Return the annex as a document of its own; `created` is the day in its properties (ISO)."""
    telling, card = Telling(findings, words), findings.contract.contract
    return Document(
        language=words.language,
        kind=words.text("Annex to the tender documents"),
        title=words.text("Volumes, reached levels and requirements"),
        subtitle=card.title.in_language(words.language),
        letterhead=(
            (words.text("Contract"), f"{card.reference} {card.title.in_language(words.language)}"),
            (words.text("Months"), telling.span),
            (words.text("Data set"), findings.basis.inputs[:16]),
        ),
        stamps=tuple(_stamps(telling)),
        sections=build_tender_sections(findings, words),
        created=created,
        footer=f"{card.reference} \N{MIDDLE DOT} {telling.span}",
    )


def basis_section(telling: Telling) -> Section:
    """Return what the annex rests on, and what it cannot say."""
    words, basis = telling.words, telling.findings.basis
    blocks: list[Block] = [
        Paragraph(
            runs(
                words.text(
                    "The annex tells what tenderers need to know of the service as it is: volumes, peaks and"
                    " reached levels as measured, and what shall be demanded, with the way it is checked."
                )
            ),
            Manner.LEAD,
        ),
        telling.told(
            marked("It rests on {months} months with results ({span})."),
            Manner.PLAIN,
            months=telling.figure(words.number(len(basis.with_results))),
            span=telling.span,
        ),
    ]
    if basis.without_results:
        told = words.text(
            "Months without results, which are in no sum: {months}.", months=", ".join(basis.without_results)
        )
        blocks.append(Paragraph(runs(told), Manner.INCOMPLETE))
    missing = [words.text(_MISSING[one]) for one in telling.findings.missing]
    if missing:
        blocks.append(Points(tuple(runs(text) for text in missing)))
    return Section("tender-basis", words.text("What the annex rests on"), tuple(blocks))


def _stamps(telling: Telling) -> Iterator[Paragraph]:
    words = telling.words
    if telling.contract.contract.targets_are_assumed:
        told = words.text("No target of the present contract is agreed: all are assumptions.")
        yield Paragraph((Run(told),), Manner.ASSUMED)
    if telling.findings.missing:
        told = words.text("The annex is not complete: see what it rests on.")
        yield Paragraph((Run(told),), Manner.INCOMPLETE)
