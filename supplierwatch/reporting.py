"""Writing the report of a period in its forms."""

from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from collector.errors import SupplierwatchError
from dashboards.report import render_csv, render_html, render_json
from evaluator.results.published import PeriodResults


class ReportForm(StrEnum):
    """The forms of a report."""

    HTML = "html"
    JSON = "json"
    CSV = "csv"


_RENDERERS = {
    ReportForm.HTML: render_html,
    ReportForm.JSON: render_json,
    ReportForm.CSV: render_csv,
}


def render_report(results: PeriodResults, language: str, form: ReportForm) -> str:
    """Return the report of `results` in `language` (`sv` or `en`)."""
    return _RENDERERS[form](results, language)


def report_name(results: PeriodResults, language: str, form: ReportForm) -> str:
    """Return the file name of a report, `2026-10-sv.html`."""
    return f"{results.period.name}-{language}.{form}"


def save_report(text: str, path: Path) -> Path:
    """Write a rendered report to `path` and return it, whole or not at all.

    Raises SupplierwatchError where it cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise SupplierwatchError(f"the report cannot be written to {path}: {error.strerror}") from error
    return path
