"""The decision basis of the demonstration: DOCX and PDF, in both languages."""

from pathlib import Path

from collector.store.database import Database
from dashboards.document.forms import DocumentForm
from evaluator.results.published import PeriodResults
from supplierwatch.deciding.archived import keep_documents
from supplierwatch.deciding.decision_basis import make_documents, read_basis
from supplierwatch.deciding.saving import save_documents
from supplierwatch.watch import Watch

FOLDER = "decision"


def save_decision_basis(
    watch: Watch, database: Database, results: PeriodResults, now: int
) -> tuple[Path, ...]:
    """Write the decision basis of `results` as it stands at `now`: into the watch's folder and the archive.

    Raises SupplierwatchError where the libraries of the extra `reports` are not installed.
    """
    folder = watch.folder / FOLDER
    folder.mkdir(exist_ok=True)
    reading = read_basis(watch, database, results, now)
    made = [one for language in ("sv", "en") for one in make_documents(reading, language, folder)]
    paths = save_documents(made, (DocumentForm.DOCX, DocumentForm.PDF), folder)
    keep_documents(database, results, made, paths, now)
    return paths
