"""The words of paragraphs of a DOCX, as somebody sees them: without what tracked changes deleted."""

from collections.abc import Iterator

from collector.errors import SupplierwatchError
from dashboards.document.docx_lists import ListReader
from dashboards.document.docx_package import Tree, w
from dashboards.document.texts import plain_text
from dashboards.document.written import WrittenParagraph, WrittenRun

_DEEPEST = 60
_SKIPPED = frozenset(
    w(name) for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tcPr", "trPr")
)
_TEXTS = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-", w("softHyphen"): "\u00ad"}


def paragraphs_in(parts: list[Tree], lists: ListReader) -> Iterator[WrittenParagraph]:
    """Yield the paragraphs in `parts`, also those in tables and controls, without prompts."""
    for part in parts:
        yield from _paragraphs(part, lists, 0)


def runs_in(paragraph: Tree) -> tuple[WrittenRun, ...]:
    """Return the words of a paragraph, neighbours of one manner together."""
    merged: list[WrittenRun] = []
    for run in _runs(paragraph, 0):
        last = merged[-1] if merged else None
        if last is not None and (last.is_strong, last.is_slanted) == (run.is_strong, run.is_slanted):
            merged[-1] = WrittenRun(last.text + run.text, run.is_strong, run.is_slanted)
        elif run.text != "":
            merged.append(run)
    return tuple(merged)


def shows_prompt(control: Tree) -> bool:
    """Return whether a content control shows what it asks for, as nobody has written there."""
    told = control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}")
    return told is not None and _is_on(told)


def _paragraphs(part: Tree, lists: ListReader, depth: int) -> Iterator[WrittenParagraph]:
    _guard(depth)
    if part.tag in _SKIPPED or (part.tag == w("sdt") and shows_prompt(part)):
        return
    if part.tag == w("p"):
        yield WrittenParagraph(runs_in(part), lists.kind_of(part))
        return
    for child in part:
        yield from _paragraphs(child, lists, depth + 1)


def _runs(part: Tree, depth: int) -> Iterator[WrittenRun]:
    _guard(depth)
    for child in part:
        if child.tag in _SKIPPED or (child.tag == w("sdt") and shows_prompt(child)):
            continue
        if child.tag == w("r"):
            text = "".join(_told(one) for one in child)
            yield WrittenRun(plain_text(text), _has(child, "b"), _has(child, "i"))
        else:
            yield from _runs(child, depth + 1)


def _told(part: Tree) -> str:
    if part.tag == w("t"):
        return part.text or ""
    return _TEXTS.get(part.tag, "")


def _has(run: Tree, name: str) -> bool:
    told = run.find(f"{w('rPr')}/{w(name)}")
    return told is not None and _is_on(told)


def _is_on(told: Tree) -> bool:
    return told.get(w("val"), "1") not in {"0", "false", "off", "none"}


def _guard(depth: int) -> None:
    if depth > _DEEPEST:
        raise SupplierwatchError(
            f"the document has parts within parts more than {_DEEPEST} deep; this is no usual document"
        )
