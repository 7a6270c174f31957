"""Sealing a month of a watch, restating it, and verifying what was sealed."""

from collections.abc import Sequence
from pathlib import Path

from collector.errors import NothingFound, Problem, ProblemsFound
from collector.store.database import Database
from collector.store.read import read_horizon
from evaluator.core.periods import Period
from evaluator.evaluate import read_results
from evaluator.prepare import Asked, Progress
from evaluator.results.published import Seal
from evaluator.results.seals import read_seals
from evaluator.sealing.archive import read_archive
from evaluator.sealing.findings import SealCheck
from evaluator.sealing.pack import pack_seal, verify_packed
from evaluator.sealing.seal import (
    OpenQuestions,
    Restatable,
    Signing,
    find_restatement,
    restate_period,
    seal_period,
)
from evaluator.sealing.verify import verify_seals
from supplierwatch.reporting import ReportForm, render_report
from supplierwatch.watch import Watch


def seal_watch(
    watch: Watch, database: Database, period: Period, signing: Signing, progress: Progress | None = None
) -> tuple[Seal, OpenQuestions]:
    """Evaluate `period` on all facts and seal it; see `seal_period` for what is refused."""
    asked = _asked(database, period, signing.now)
    return seal_period(database, watch.versions, watch.exclusions, asked, signing, progress)


def find_watch_restatement(
    watch: Watch, database: Database, period: Period, now: int, progress: Progress | None = None
) -> Restatable:
    """Return what the sealed `period` would say of all that is known now."""
    asked = _asked(database, period, now)
    return find_restatement(database, watch.versions, watch.exclusions, asked, progress)


def restate_watch(
    watch: Watch, database: Database, period: Period, signing: Signing, progress: Progress | None = None
) -> Seal:
    """Restate the sealed `period` on all facts; see `restate_period` for what is refused."""
    asked = _asked(database, period, signing.now)
    return restate_period(database, watch.versions, watch.exclusions, asked, signing, progress)


def verify_watch(watch: Watch, database: Database, period: str | None) -> Sequence[SealCheck]:
    """Return what was found of every seal (of `period`); raises NothingFound where there is none."""
    return verify_seals(database, watch.versions, watch.exclusions, period)


def pack_watch(watch: Watch, database: Database, period: Period) -> tuple[Seal, bytes]:
    """Return the last seal of `period` and its evidence pack; raises NothingFound where it is not sealed."""
    seals = read_seals(database, period.name)
    if not seals:
        raise NothingFound(f"{period.name} is not sealed; run: supplierwatch seal --period {period.name}")
    results = read_results(database, watch.versions, period.name)
    reports = {
        "results.json": render_report(results, "sv", ReportForm.JSON),
        "report-sv.html": render_report(results, "sv", ReportForm.HTML),
    }
    return seals[-1], pack_seal(database, seals[-1], reports)


def verify_pack(path: Path) -> SealCheck:
    """Return what was found of the seal in the pack at `path`, judged again from the pack alone.

    Raises ProblemsFound for a file that is no pack.
    """
    files = read_archive(path)
    try:
        return verify_packed(files)
    except (ValueError, KeyError, TypeError) as error:
        found = f"it is no evidence pack, or of another version of the program: {error}"
        raise ProblemsFound([Problem(found, "what `supplierwatch pack` wrote", file=str(path))]) from error


def _asked(database: Database, period: Period, now: int) -> Asked:
    return Asked(period.name, read_horizon(database), now)
