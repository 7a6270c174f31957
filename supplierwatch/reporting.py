"""Writing the report of a period in its forms."""

from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from collector.errors import SupplierwatchError
from collector.store.database import Database
from dashboards.report import render_csv, render_html, render_json
from evaluator.core.follow_up.summary import FollowUp
from evaluator.results.published import PeriodResults
from supplierwatch.ledgers import day_of, read_ledger
from supplierwatch.misses import read_misses
from supplierwatch.watch import Watch


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


def render_report(
    results: PeriodResults, language: str, form: ReportForm, follow_up: FollowUp | None = None
) -> str:
    """Return the report of `results` in `language` (`sv` or `en`), with what people did about them."""
    return _RENDERERS[form](results, language, follow_up)


def read_follow_up(watch: Watch, database: Database, now: int) -> FollowUp:
    """Return what people did about the results of `watch`, as it stands at `now`."""
    ledger = read_ledger(watch, database, now) if watch.versions.latest.contract.credits is not None else None
    plans, deviations = read_misses(watch, database, now)
    return FollowUp(
        read_on=day_of(now, watch),
        ledger=ledger,
        lapsing=() if ledger is None else ledger.lapsing_within(watch.settings.warn_days_before_lapse),
        plans=plans,
        deviations=deviations,
    )


def report_name(results: PeriodResults, language: str, form: ReportForm) -> str:
    """Return the file name of a report, `2026-10-sv.html`."""
    return f"{results.period.name}-{language}.{form}"


def save_report(text: str, path: Path) -> Path:
    """Write a rendered report to `path` and return it; see `save_bytes`."""
    return save_bytes(text.encode(), path)


def save_bytes(content: bytes, path: Path) -> Path:
    """Write a file to `path` and return it, whole or not at all.

    Raises SupplierwatchError where it cannot be written.
    """
    if path.is_dir():  # also where a path has no last name of its own, such as "." or "/"
        raise SupplierwatchError(f"the report cannot be written to {path}: it is a folder; name a file in it")
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise SupplierwatchError(f"the report cannot be written to {path}: {error.strerror}") from error
    return path
