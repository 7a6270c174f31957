"""The time plan as a document of its own."""

from dashboards.deciding.time_plan.sections import build_time_plan_sections
from dashboards.document.model import Document, Manner, Paragraph, runs
from dashboards.wording.words import Wording
from evaluator.contract.contract import Contract
from evaluator.core.deciding.time_plan.findings import TimeFindings
from evaluator.decisions.time_plan_parts import said


def build_time_plan_document(findings: TimeFindings, contract: Contract, words: Wording) -> Document:
    """Return the time plan of `contract` as a document; what is assumed is stamped on its first page."""
    card = contract.contract
    assumed = findings.plan.assumed
    return Document(
        language=words.language,
        kind=words.text("Time plan"),
        title=words.text("Time plan for a new procurement"),
        subtitle=card.title.in_language(words.language),
        letterhead=(
            (words.text("Reference"), card.reference),
            (words.text("As of"), words.day(findings.today)),
        ),
        stamps=() if assumed is None else (Paragraph(runs(said(assumed, words.language)), Manner.ASSUMED),),
        sections=build_time_plan_sections(findings, words),
        created=findings.today.isoformat(),
        footer=card.customer,
    )
