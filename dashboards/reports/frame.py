"""The first page of every report: title, letterhead, what stands on it, and its foot."""

from collections.abc import Iterable
from dataclasses import replace

from dashboards.document.model import Document, Edition, Manner, Paragraph, Section, public_edition, runs
from dashboards.report.head import evaluation_entries
from dashboards.report.seal import seal_text
from dashboards.reports.telling import Telling


def make_document(
    telling: Telling,
    title: str,
    sections: Iterable[Section | None],
    edition: Edition,
    subtitle: str = "",
) -> Document:
    """Return the document of `sections`, of which the public edition leaves out the confidential ones."""
    words, head = telling.words, telling.report.head
    made = Document(
        language=words.language,
        kind=words.text("Contract follow-up"),
        title=title,
        subtitle=subtitle or f"{head.title}, {head.period}",
        letterhead=_letterhead(telling, edition),
        stamps=tuple(_stamps(telling)),
        sections=tuple(one for one in sections if one is not None),
        edition=edition,
        created=telling.sources.today.isoformat(),
        footer=words.text(
            "Made by supplierwatch from the results of the evaluation named above. It shows what measurement"
            " gives; what follows from it people decide."
        ),
    )
    return public_edition(made) if edition is Edition.PUBLIC else replace(made, edition=edition)


def _letterhead(telling: Telling, edition: Edition) -> tuple[tuple[str, str], ...]:
    words, context = telling.words, telling.context
    card = context.contract.contract
    shown = words.text("Public") if edition is Edition.PUBLIC else words.text("Confidential")
    facts = [(one.term, one.text) for one in evaluation_entries(context)]
    return (
        (words.text("Registry number"), card.reference),
        (words.text("Date"), words.day(telling.sources.today)),
        (words.text("Customer"), card.customer),
        (words.text("Supplier"), card.supplier),
        (words.text("Period"), telling.report.head.period),
        (words.text("Edition"), shown),
        (words.text("Seal"), seal_text(context)),
        *facts,
    )


def _stamps(telling: Telling) -> Iterable[Paragraph]:
    words, head = telling.words, telling.report.head
    if head.unfinished:
        yield Paragraph(runs(words.text("The period is not over."), " ", head.unfinished), Manner.INCOMPLETE)
    if head.banner:
        yield Paragraph(runs(head.banner), Manner.ASSUMED)
