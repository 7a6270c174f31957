"""Which figures moved after people wrote, so that no text stands beside figures it never saw."""

import re
from collections.abc import Iterator

from dashboards.deciding.basis.telling import Telling, table
from dashboards.document.model import Cell, Document, Run, Section, Table, Trace, runs_of
from evaluator.core.deciding.basis.changed_figures import ChangedFigure

SECTION = "changed-figures"
_BETWEEN = " / "
_MONTH = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])\b")


def changed_section(telling: Telling) -> Iterator[Section]:
    """Yield the section with what moved; nothing where nothing did, or nobody had written."""
    words, changed = telling.words, telling.sources.changed
    if not changed:
        return
    rows = table(
        SECTION,
        words.text("Figures that have changed since the text was written"),
        [words.text("Figure"), words.text("Then"), words.text("Now")],
        (_row(telling, one) for one in changed),
    )
    warning = words.text(
        "The figures below say otherwise than when the administration wrote its judgement. Read the text"
        " against them before it is signed."
    )
    heading = words.text("Changed figures")
    yield Section(SECTION, heading, (telling.lacking(warning), rows))


def _row(telling: Telling, one: ChangedFigure) -> Iterator[str | Cell]:
    words = telling.words
    yield one.key
    yield words.text("was not there") if one.before is None else one.before
    yield words.text("is not there") if one.after is None else one.after


def figures_of(document: Document) -> dict[str, str]:
    """Return every figure of `document` that has a note, by where it stands.

    In a table it is called after section, row and column, elsewhere after the section and what explains it; a
    month in that is left out, so that the figure of another month is the same figure, moved.
    """
    found: dict[str, str] = {}
    for section in _every(document.sections):
        if section.name == SECTION:
            continue
        for block in section.blocks:
            pairs = _of_table(section, block) if isinstance(block, Table) else _of_text(section, block)
            for key, text in pairs:
                found[_unique(key, found)] = text
    return found


def _every(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _every(section.sections)


def _of_table(section: Section, block: Table) -> Iterator[tuple[str, str]]:
    for row in block.rows:
        for column, cell in zip(block.columns, row, strict=False):
            if any(run.trace is not None for run in cell.runs):
                yield _BETWEEN.join((section.heading, row[0].text, column.heading)), cell.text


def _of_text(section: Section, block: object) -> Iterator[tuple[str, str]]:
    found: list[Run] = list(runs_of(block))  # type: ignore[arg-type]  # every block but tables comes here
    for run in found:
        if run.trace is not None:
            yield _BETWEEN.join((section.heading, _explained(run.trace))), run.text


def _explained(trace: Trace) -> str:
    return _MONTH.sub("…", trace.query)


def _unique(key: str, found: dict[str, str]) -> str:
    if key not in found:
        return key
    number = 2
    while f"{key} ({number})" in found:
        number += 1
    return f"{key} ({number})"
