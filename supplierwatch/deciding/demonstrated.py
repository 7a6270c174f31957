"""The decision basis of the demonstration: DOCX and PDF, in both languages."""

from pathlib import Path

from collector.store.database import Database
from dashboards.document.forms import DocumentForm
from evaluator.results.published import PeriodResults
from supplierwatch.deciding.decision_basis import make_documents, read_basis
from supplierwatch.deciding.saving import save_documents
from supplierwatch.watch import Watch

FOLDER = "decision"


def save_decision_basis(
    watch: Watch, database: Database, results: PeriodResults, now: int
) -> tuple[Path, ...]:
    """Write the decision basis of `results` into the folder of the watch, as it stands at `now`.

    Raises SupplierwatchError where the libraries of the extra `reports` are not installed.
    """
    folder = watch.folder / FOLDER
    folder.mkdir(exist_ok=True)
    reading = read_basis(watch, database, results, now)
    made = (one for language in ("sv", "en") for one in make_documents(reading, language, folder))
    return save_documents(made, (DocumentForm.DOCX, DocumentForm.PDF), folder)
