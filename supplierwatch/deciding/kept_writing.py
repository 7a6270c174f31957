"""What people wrote in an earlier making of a document, and the figures they wrote it beside."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from collector.errors import SupplierwatchError
from collector.identifiers import canonical_json, content_hash
from dashboards.deciding.basis.changed import figures_of
from dashboards.document.model import Document
from dashboards.document.written import Written
from evaluator.core.deciding.basis.changed_figures import ChangedFigure, changed_figures

SUFFIX = ".figures.json"


@dataclass(frozen=True)
class Kept:
    """What stands in the DOCX that people edit, and what the program last knew of it.

    `beside` are the figures that stood in the document when its text was written; empty where nobody wrote.
    """

    written: Mapping[str, Written] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)

    def changed(self, figures: Mapping[str, str]) -> tuple[ChangedFigure, ...]:
        """Return which of `figures` say otherwise than when people wrote; none where nobody wrote."""
        return changed_figures(self.beside, figures) if self.written and self.beside else ()


def read_kept(folder: Path, name: str) -> Kept:
    """Return what people wrote in `NAME.docx` in `folder`; nothing where there is no such file.

    The figures a text was written beside are those of the last making before the text changed. Raises
    SupplierwatchError for a DOCX or a list of figures that cannot be read.
    """
    path = folder / f"{name}.docx"
    if not path.is_file():
        return Kept()
    from dashboards.document.docx_judgements import read_judgements  # noqa: PLC0415 - needs the extra reports

    written = read_judgements(path.read_bytes())
    known = _read_figures(folder / f"{name}{SUFFIX}")
    return Kept(written, known.beside if known.written == _hash_of(written) else known.figures)


def keep_figures(folder: Path, name: str, kept: Kept, document: Document) -> Path:
    """Write which figures `document` has, for the next making; return where."""
    figures = figures_of(document)
    content = {
        "written": _hash_of(kept.written),
        "beside": dict(kept.beside) if kept.written else figures,
        "figures": figures,
    }
    path = folder / f"{name}{SUFFIX}"
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def _hash_of(written: Mapping[str, Written]) -> str:
    return content_hash(canonical_json({name: list(one.texts) for name, one in sorted(written.items())}))


@dataclass(frozen=True)
class _Known:
    """What the last making noted: the hash of what was written, the figures beside it, and its own."""

    written: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)


def _read_figures(path: Path) -> _Known:
    if not path.is_file():
        return _Known()
    try:
        return _KNOWN.validate_json(path.read_bytes())
    except ValidationError as error:
        raise SupplierwatchError(
            f"{path} is no list of figures any more; remove it, and what moved since is not told this once"
        ) from error


_KNOWN = TypeAdapter(_Known)
