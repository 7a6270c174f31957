"""The officer's report (tjänsteutlåtande) with the sections of a Swedish board paper (domain.md 2.1)."""

from collections.abc import Iterator

from dashboards.deciding.basis.changed import changed_section
from dashboards.deciding.basis.consequences import consequences
from dashboards.deciding.basis.letterhead import letterhead, signature_block
from dashboards.deciding.basis.measured import joined, measured_paragraphs, term_sentences
from dashboards.deciding.basis.sources import Area, BasisSources
from dashboards.deciding.basis.stamps import assumed_text, stamps
from dashboards.deciding.basis.telling import SLOTS, Telling, fill
from dashboards.document.model import Block, Document, Manner, Paragraph, Points, Run, Runs, Section
from dashboards.wording.words import Wording
from evaluator.decisions.decision import Consultation, DecisionFile, EarlierDecision, Heard

DECISION_FILE = "decision.yaml"


def build_officers_report(
    sources: BasisSources, words: Wording, annexes: tuple[tuple[str, str], ...]
) -> Document:
    """Return the officer's report; `annexes` are number and title of each of its annexes.

    No proposal and no opinion is made up: where people wrote none a place is left for it.
    """
    telling = Telling(sources, words)
    decision = sources.decision
    title = _title(telling)
    return Document(
        language=words.language,
        kind=words.text("OFFICER'S REPORT"),
        title=title,
        subtitle=""
        if decision is None or decision.consultation is None
        else _kind(words, decision.consultation),
        letterhead=letterhead(
            telling,
            sources.results.contract.contract.reference if decision is None else decision.reference,
            None if decision is None else decision.officer,
            None if decision is None else decision.board,
        ),
        stamps=stamps(telling),
        sections=tuple(_sections(telling, annexes)),
        created=sources.today.isoformat(),
        footer=assumed_text(telling),
    )


def _title(telling: Telling) -> str:
    decision, words = telling.sources.decision, telling.words
    if decision is not None:
        return decision.title.in_language(words.language)
    return telling.sources.results.contract.contract.title.in_language(words.language)


def _kind(words: Wording, asked: Consultation) -> str:
    return words.text("Consultation from {body}", body=asked.asked_by.in_language(words.language))


def _sections(telling: Telling, annexes: tuple[tuple[str, str], ...]) -> Iterator[Section]:
    words = telling.words
    yield Section("proposal", words.text("Proposal for decision"), tuple(_proposal(telling)))
    yield Section("summary", words.text("Summary"), tuple(_summary(telling)))
    yield Section("matter", words.text("The matter"), tuple(_matter(telling)))
    yield Section("preparation", words.text("How the matter was prepared"), tuple(_preparation(telling)))
    yield Section("opinion", words.text("The administration's views"), tuple(_opinion(telling)))
    yield consequences(telling)
    yield from changed_section(telling)
    yield Section("annexes", words.text("Annexes"), tuple(_annexes(words, annexes)))


def _proposal(telling: Telling) -> Iterator[Block]:
    words, decision = telling.words, telling.sources.decision
    if decision is not None and decision.proposals:
        yield Points(
            tuple((Run(one.in_language(words.language)),) for one in decision.proposals), is_numbered=True
        )
    else:
        yield telling.place("proposal", words.text("what is proposed, in numbered points."))
    if decision is not None:
        yield signature_block(telling, decision.signatories, decision.signatures)


def _summary(telling: Telling) -> Iterator[Block]:
    words = telling.words
    yield telling.place("summary", words.text("the summary: half a page that stands alone."))
    for paragraph in measured_paragraphs(telling):
        yield telling.measured(paragraph)
    for fact in area_facts(telling):
        yield Paragraph(fact)


def area_facts(telling: Telling) -> tuple[Runs, ...]:
    """Return what the time plan and the alternatives say in a sentence, as far as they are there."""
    parts = (telling.sources.areas.get(one) for one in (Area.TIME_PLAN, Area.ALTERNATIVES, Area.NEEDS))
    return tuple(fact for part in parts if part is not None for fact in part.facts)


def _matter(telling: Telling) -> Iterator[Block]:
    words, decision = telling.words, telling.sources.decision
    yield telling.place("matter", words.text("what is proposed, and by whom."))
    yield Paragraph(joined(term_sentences(telling)))
    if decision is not None and decision.consultation is not None:
        yield Paragraph(asked_sentence(telling, decision.consultation))
    if decision is not None and decision.earlier_decisions:
        yield Paragraph((Run(words.text("Earlier decisions:")),))
        yield Points(tuple(_earlier(telling, decision, one) for one in decision.earlier_decisions))


def asked_sentence(telling: Telling, asked: Consultation) -> Runs:
    """Return who sent what for consultation, and by when replies are due."""
    words = telling.words
    return fill(
        words.text(
            "{title} (reg. no. {reference}) is sent for consultation by {body} on {sent}; replies are due by"
            " {due}.",
            body=asked.asked_by.in_language(words.language),
            title=asked.title.in_language(words.language),
            reference=asked.reference,
            sent=SLOTS[0],
            due=SLOTS[1],
        ),
        telling.of_file(DECISION_FILE, "consultation", words.long_day(asked.sent_on)),
        telling.of_file(DECISION_FILE, "consultation", words.long_day(asked.reply_by)),
    )


def _earlier(telling: Telling, decision: DecisionFile, one: EarlierDecision) -> Runs:
    words = telling.words
    place = decision.earlier_decisions.index(one)
    return fill(
        words.text(
            "{day}, {body}, reg. no. {reference}: {what}",
            day=SLOTS[0],
            body=one.body.in_language(words.language),
            reference=one.reference,
            what=one.what.in_language(words.language),
        ),
        telling.of_file(DECISION_FILE, f"earlier_decisions[{place}]", words.day(one.day)),
    )


def _preparation(telling: Telling) -> Iterator[Block]:
    words, decision = telling.words, telling.sources.decision
    if decision is not None and decision.prepared_by is not None:
        yield Paragraph((Run(decision.prepared_by.in_language(words.language)),))
    else:
        yield telling.place("preparation", words.text("who prepared the matter, and with whom."))
    heard = () if decision is None else decision.heard
    if heard:
        yield Points(tuple(heard_words(telling, one) for one in heard))
    else:
        yield telling.lacking(words.text("It is not stated which councils and unions were heard."))
    consulted = telling.sources.areas.get(Area.CONSULTATION)
    if consulted is not None:
        for fact in consulted.facts:
            yield Paragraph(fact)


def heard_words(telling: Telling, one: Heard) -> Runs:
    """Return which body was heard when; of one not yet heard that it was not, or when it is to be."""
    words, body = telling.words, one.body.in_language(telling.words.language)
    if one.day is None:
        return (Run(words.text("{body}: not heard yet", body=body)),)
    day = telling.of_file(DECISION_FILE, "heard", words.day(one.day))
    if one.day > telling.sources.today:
        return fill(words.text("{body}: to be heard on {day}", body=body, day=SLOTS[0]), day)
    reference = f" ({one.reference})" if one.reference else ""
    return (Run(f"{body}, "), day, Run(reference))


def _opinion(telling: Telling) -> Iterator[Block]:
    words = telling.words
    yield Paragraph(
        (
            Run(
                words.text(
                    "What is measured stands in the summary and in annex 1. What follows is the"
                    " administration's judgement."
                )
            ),
        ),
        Manner.NOTE,
    )
    yield telling.place("opinion", words.text("The administration considers that ..."))
    yield telling.place(
        "opinion-alternatives",
        words.text("how the administration weighs the alternatives, and what would change it."),
    )


def _annexes(words: Wording, annexes: tuple[tuple[str, str], ...]) -> Iterator[Block]:
    yield Points(
        tuple(
            (Run(words.text("Annex {number}: {title}", number=number, title=title)),)
            for number, title in annexes
        )
    )
