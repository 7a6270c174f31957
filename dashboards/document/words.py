"""The words that forms add by themselves: page numbers, notes, what sets paragraphs apart."""

from dashboards.document.model import Judgement, Manner, Origin
from dashboards.wording.words import Wording, marked

_MANNERS = {
    Manner.MEASURED: marked("Measurement"),
    Manner.JUDGED: marked("Assessment"),
    Manner.INCOMPLETE: marked("Incomplete basis"),
    Manner.ASSUMED: marked("Assumption"),
}
_ORIGINS = {
    Origin.RESULT: marked("measured result"),
    Origin.FILE: marked("stated in a file"),
    Origin.SIMULATION: marked("simulated"),
    Origin.PUBLISHED: marked("published by others"),
}


def manner_word(manner: Manner, words: Wording) -> str:
    """Return the word that names a manner; nothing for those that are not set apart."""
    return words.text(_MANNERS[manner]) if manner in _MANNERS else ""


def origin_words(origin: Origin, words: Wording) -> str:
    """Return what a figure follows from, in words."""
    return words.text(_ORIGINS[origin])


def placeholder(judgement: Judgement, words: Wording) -> str:
    """Return what stands in an empty place for a judgement, in brackets, as forms to fill in have it."""
    asks = judgement.asks.replace("[", "(").replace("]", ")")
    return words.text("[Write here: {asks}]", asks=asks)


def statement_word(words: Wording) -> str:
    """Return the word over a place where people write."""
    return words.text("Statement")


def notes_heading(words: Wording) -> str:
    """Return the heading of the notes."""
    return words.text("Sources of the figures")


def confidential_words(words: Wording) -> str:
    """Return what each page of a confidential edition says."""
    return words.text("Confidential edition: examine for secrecy before it is handed out")


def confidential_part_words(words: Wording) -> str:
    """Return what stands under the heading of a section that the public edition leaves out."""
    return words.text("Confidential part: not in the public edition")


def no_rows_words(words: Wording) -> str:
    """Return what stands in a table without rows."""
    return words.text("No rows")


def page_pattern(words: Wording) -> str:
    """Return how pages are numbered, with {number} and {total} to fill in."""
    return words.text("Page {number} of {total}", number="{number}", total="{total}")
