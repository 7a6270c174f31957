"""Reading what people wrote in the places of a DOCX, also after Word or LibreOffice saved it anew."""

import re
from collections.abc import Iterator

from dashboards.document.docx_lists import ListReader
from dashboards.document.docx_package import DocxParts, Tree, w
from dashboards.document.docx_text import paragraphs_in, runs_in
from dashboards.document.model import Judgement
from dashboards.document.place_names import LONGEST_TITLE, is_place, name_of
from dashboards.document.words import placeholder, statement_word
from dashboards.document.written import Written, WrittenParagraph, WrittenRun
from dashboards.wording import wording
from dashboards.wording.words import LANGUAGES


def read_judgements(content: bytes) -> dict[str, Written]:
    """Return what is written in a DOCX, by the name of the place; empty places are left out.

    A place is found by the bookmark of its frame; where the frame is gone, by the tag of its content control.
    Raises SupplierwatchError where `content` is no DOCX that can be read.
    """
    parts = DocxParts(content)
    lists = ListReader(parts)
    found: dict[str, list[WrittenParagraph]] = {}
    for name, paragraphs in _frames(parts.main, lists):
        found.setdefault(name, []).extend(paragraphs)
    for name, paragraphs in _controls(parts.main, lists):
        if name not in found:
            found[name] = paragraphs
    written = {name: _tidy(paragraphs) for name, paragraphs in found.items()}
    return {name: Written(paragraphs) for name, paragraphs in written.items() if paragraphs}


def _frames(main: Tree, lists: ListReader) -> Iterator[tuple[str, list[WrittenParagraph]]]:
    for cell in main.iter(w("tc")):
        for place, label in enumerate(cell):
            bookmark = _bookmarked(label)
            if bookmark is None:
                continue
            # Programs may shorten the name of a bookmark; that of a control they keep or drop.
            names = (_control_name(control) for control in cell.iter(w("sdt")))
            name = next((name for name in names if name is not None), name_of(bookmark))
            if name is not None:
                yield name, [*_beside_label(label), *paragraphs_in(list(cell)[place + 1 :], lists)]
            break


def _bookmarked(label: Tree) -> str | None:
    """Return the bookmark of the place that a paragraph is the label of."""
    if label.tag != w("p"):
        return None
    names = (str(mark.get(w("name"), "")) for mark in label.iter(w("bookmarkStart")))
    return next((name for name in names if is_place(name)), None)


def _beside_label(label: Tree) -> Iterator[WrittenParagraph]:
    """Yield what somebody wrote on the line of the label, behind its word."""
    text = "".join(run.text for run in runs_in(label))
    for word in _statement_words():
        text = text.removeprefix(word)
    text = text.lstrip(" :")
    if text != "":
        yield WrittenParagraph((WrittenRun(text),))


def _controls(main: Tree, lists: ListReader) -> Iterator[tuple[str, list[WrittenParagraph]]]:
    for control in main.iter(w("sdt")):
        name = _control_name(control)
        if name is not None:
            yield name, list(paragraphs_in([control], lists))


def _control_name(control: Tree) -> str | None:
    """Return the name of the place that a content control is, by its tag or else its title."""
    title = _property(control, "alias")
    for word in _statement_words():
        if title.startswith(f"{word}: "):
            told = title.removeprefix(f"{word}: ")
            return _property(control, "tag") or (told if len(title) < LONGEST_TITLE else None)
    return None


def _property(control: Tree, name: str) -> str:
    found = control.find(f"{w('sdtPr')}/{w(name)}")
    return "" if found is None else str(found.get(w("val"), ""))


def _statement_words() -> tuple[str, ...]:
    return tuple(statement_word(wording(language)) for language in LANGUAGES)


def _prompt() -> re.Pattern[str]:
    """Return what the prompts of empty places look like in any language."""
    mark = "\ufffc"
    forms = [
        re.escape(placeholder(Judgement("", mark), wording(language))).replace(re.escape(mark), r"[^\]]*")
        for language in LANGUAGES
    ]
    return re.compile(rf"\s*(?:{'|'.join(forms)})\s*")


def _tidy(paragraphs: list[WrittenParagraph]) -> tuple[WrittenParagraph, ...]:
    """Return the paragraphs without prompts and without empty ones."""
    prompt = _prompt()
    told = (_without_prompt(paragraph, prompt) for paragraph in paragraphs)
    return tuple(paragraph for paragraph in told if paragraph.text.strip() != "")


def _without_prompt(paragraph: WrittenParagraph, prompt: re.Pattern[str]) -> WrittenParagraph:
    found = prompt.match(paragraph.text)
    if found is None:
        return paragraph
    left, runs = found.end(), []
    for run in paragraph.runs:
        kept = run.text[left:]
        left = max(left - len(run.text), 0)
        if kept != "":
            runs.append(WrittenRun(kept, run.is_strong, run.is_slanted))
    return WrittenParagraph(tuple(runs), paragraph.list_kind)
