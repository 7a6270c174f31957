"""What people wrote in a document's places, and putting it back when the figures are refreshed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from dashboards.document.model import Block, Document, Judgement, Section
from dashboards.wording import wording

_ORPHANS = "kept-text"
_DASH = "\u2013"


class ListKind(StrEnum):
    """Whether a paragraph is a point of a list."""

    NONE = "none"
    BULLET = "bullet"
    NUMBER = "number"


@dataclass(frozen=True)
class WrittenRun:
    """Some written words in one manner."""

    text: str
    is_strong: bool = False
    is_slanted: bool = False


@dataclass(frozen=True)
class WrittenParagraph:
    """A written paragraph, or a point of a list."""

    runs: tuple[WrittenRun, ...]
    list_kind: ListKind = ListKind.NONE

    @property
    def text(self) -> str:
        """The words without their manner."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Written:
    """What stands in one place."""

    paragraphs: tuple[WrittenParagraph, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The paragraphs as text; points of lists begin with a dash or their number."""
        told, number = [], 0
        for paragraph in self.paragraphs:
            number = number + 1 if paragraph.list_kind is ListKind.NUMBER else 0
            told.append(_mark(paragraph.list_kind, number) + paragraph.text)
        return tuple(told)


def written_of(texts: tuple[str, ...]) -> Written:
    """Return plain paragraphs as something written."""
    return Written(tuple(WrittenParagraph((WrittenRun(text),)) for text in texts))


def with_written(document: Document, written: Mapping[str, Written]) -> Document:
    """Return `document` with what people wrote in its places.

    What was written in a place that the document has no longer is not lost: it stands in a section at the
    end.
    """
    sections = tuple(_filled(section, written) for section in document.sections)
    names = {judgement.name for judgement in document.judgements()}
    orphans = {name: text for name, text in written.items() if name not in names and text.paragraphs}
    if orphans:
        sections = (*sections, _orphan_section(orphans, document.language))
    return replace(document, sections=sections)


def _filled(section: Section, written: Mapping[str, Written]) -> Section:
    return replace(
        section,
        blocks=tuple(_filled_block(block, written) for block in section.blocks),
        sections=tuple(_filled(one, written) for one in section.sections),
    )


def _filled_block(block: Block, written: Mapping[str, Written]) -> Block:
    if isinstance(block, Judgement) and block.name in written:
        return replace(block, written=written[block.name].texts)
    return block


def _orphan_section(orphans: Mapping[str, Written], language: str) -> Section:
    words = wording(language)
    blocks = tuple(
        Judgement(
            name,
            words.text("Written under {name}, a place that the document no longer has", name=name),
            text.texts,
        )
        for name, text in orphans.items()
    )
    # Nobody knows any more whether its place was confidential.
    return Section(_ORPHANS, words.text("Written text whose place is gone"), blocks, is_confidential=True)


def _mark(kind: ListKind, number: int) -> str:
    return {ListKind.NONE: "", ListKind.BULLET: f"{_DASH} ", ListKind.NUMBER: f"{number}. "}[kind]
