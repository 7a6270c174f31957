"""A unit's own reply to the consultation (svar på remiss), with that unit's figures (domain.md 2.1)."""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboards.deciding.basis.changed import changed_section
from dashboards.deciding.basis.letterhead import letterhead, signature_block
from dashboards.deciding.basis.measured import joined
from dashboards.deciding.basis.officers_report import asked_sentence, heard_words
from dashboards.deciding.basis.sources import Area, BasisSources
from dashboards.deciding.basis.stamps import assumed_stamps, assumed_text
from dashboards.deciding.basis.telling import Telling
from dashboards.deciding.basis.unit_figures import unit_blocks, unit_sentences
from dashboards.document.model import Block, Document, Manner, Paragraph, Points, Run, Runs, Section
from dashboards.wording.words import Wording
from evaluator.contract.services import Unit
from evaluator.core.deciding.basis.approval import Approval, approval_of
from evaluator.decisions.decision import ReplyMatter


@dataclass(frozen=True)
class Replying:
    """Who replies: the unit, and what the file says of its reply (None: nothing, so that places are left).

    `needs` are the sections on what became of the unit's own needs.
    """

    unit: Unit
    matter: ReplyMatter | None
    needs: tuple[Section, ...] = ()


def build_reply(sources: BasisSources, replying: Replying, words: Wording) -> Document:
    """Return the reply of one unit; its opinion is a place for people, its figures are measured."""
    telling, matter = Telling(sources, words), replying.matter
    decision = sources.decision
    asked = None if decision is None else decision.consultation
    title = words.text("Reply to consultation") if asked is None else asked.title.in_language(words.language)
    return Document(
        language=words.language,
        kind=words.text("OFFICER'S REPORT"),
        title=title,
        subtitle=""
        if asked is None
        else words.text("Reply to consultation from {body}", body=asked.asked_by.in_language(words.language)),
        letterhead=letterhead(
            telling,
            "" if matter is None else matter.reference,
            None if matter is None else matter.officer,
            None if matter is None else matter.board,
        ),
        stamps=(*assumed_stamps(telling), *_nothing_stated(telling, replying)),
        sections=tuple(_sections(telling, replying)),
        created=sources.today.isoformat(),
        footer=assumed_text(telling),
    )


def _nothing_stated(telling: Telling, replying: Replying) -> Iterator[Paragraph]:
    if replying.matter is None:
        yield telling.lacking(
            telling.words.text(
                "decision.yaml says nothing of the reply of {unit}: registry number, board and officer are"
                " missing.",
                unit=replying.unit.label,
            )
        )


def _sections(telling: Telling, replying: Replying) -> Iterator[Section]:
    words = telling.words
    yield Section("proposal", words.text("Proposal for decision"), tuple(_proposal(telling, replying)))
    yield Section("summary", words.text("Summary"), tuple(_summary(telling, replying)))
    yield Section("matter", words.text("The matter"), tuple(_matter(telling)))
    yield Section(
        "preparation", words.text("How the matter was prepared"), tuple(_preparation(telling, replying))
    )
    own = Section("unit-figures", words.text("The figures of the unit"), unit_blocks(telling, replying.unit))
    yield Section(
        "opinion",
        words.text("The administration's views"),
        tuple(_opinion(telling, replying)),
        (own, *replying.needs),
    )
    yield from changed_section(telling)


def _proposal(telling: Telling, replying: Replying) -> Iterator[Block]:
    words, matter = telling.words, replying.matter
    board = "" if matter is None else matter.board.name.in_language(words.language)
    points: list[Runs] = [
        (
            Run(
                words.text(
                    "{board} refers to the officer's report as its reply to the consultation.", board=board
                )
                if board
                else words.text("The board refers to the officer's report as its reply to the consultation.")
            ),
        )
    ]
    if matter is not None:
        points += [(Run(one.in_language(words.language)),) for one in matter.proposals]
    approval = _approval(telling, replying)
    if approval is Approval.IMMEDIATE:
        points.append((Run(words.text("The decision is declared immediately approved.")),))
    yield Points(tuple(points), is_numbered=True)
    if approval is Approval.NOT_KNOWN:
        yield telling.note(
            words.text(
                "Whether the minutes must be approved at once cannot be told: the day of ordinary approval or"
                " the reply date is not stated."
            )
        )
    if matter is not None:
        yield signature_block(telling, matter.signatories)


def _approval(telling: Telling, replying: Replying) -> Approval:
    decision, matter = telling.sources.decision, replying.matter
    asked = None if decision is None else decision.consultation
    return approval_of(
        None if asked is None else asked.reply_by, None if matter is None else matter.minutes_approved_on
    )


def _summary(telling: Telling, replying: Replying) -> Iterator[Block]:
    yield telling.place("summary", telling.words.text("the summary: half a page that stands alone."))
    yield telling.measured(joined(unit_sentences(telling, replying.unit)))


def _matter(telling: Telling) -> Iterator[Block]:
    words, decision = telling.words, telling.sources.decision
    yield telling.place("matter", words.text("what is proposed, and by whom."))
    if decision is not None and decision.consultation is not None:
        yield Paragraph(asked_sentence(telling, decision.consultation))


def _preparation(telling: Telling, replying: Replying) -> Iterator[Block]:
    words, decision = telling.words, telling.sources.decision
    yield telling.place(
        "preparation",
        words.text("who prepared the reply at {unit}, and whom you asked.", unit=replying.unit.label),
    )
    if decision is not None and decision.heard:
        yield Paragraph((Run(words.text("Heard on the matter of the city:")),))
        yield Points(tuple(heard_words(telling, one) for one in decision.heard))


def _opinion(telling: Telling, replying: Replying) -> Iterator[Block]:
    words = telling.words
    yield telling.place("opinion", words.text("The administration considers that ..."))
    has_alternatives = Area.ALTERNATIVES in telling.sources.areas
    if has_alternatives:
        yield telling.place(
            "opinion-alternatives",
            words.text("what {unit} thinks of the alternatives.", unit=replying.unit.label),
        )
    yield Paragraph((Run(words.text("The figures below are measured; they are no opinion.")),), Manner.NOTE)
