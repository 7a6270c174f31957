"""The documents of a decision in the archive, beside the reports."""

from pathlib import Path

from collector.store.database import Database
from dashboards.document.model import Edition
from dashboards.reports.kinds import ReportKind
from supplierwatch.archiving.store import Identity, read_archived, read_content
from supplierwatch.deciding.archived import keep_documents
from supplierwatch.deciding.decision_basis import MadeDocument
from supplierwatch.deciding.kept_writing import Kept
from tests.dashboards.builders import make_results
from tests.dashboards.reports.reporting import built

NOW = 1_800_000_000


def test_each_form_is_kept_as_it_was_written_and_the_same_once(database: Database, tmp_path: Path) -> None:
    document = built(ReportKind.SERVICE, Edition.CONFIDENTIAL)
    made = [MadeDocument("decision-annex-confidential-2026-10-sv", document, Kept())]
    path = tmp_path / "decision-annex-confidential-2026-10-sv.docx"
    path.write_bytes(b"as it was written")

    for _ in range(2):
        keep_documents(database, make_results(), made, [path], NOW)

    with database.reading() as connection:
        (kept,) = read_archived(connection)
        assert read_content(connection, kept) == b"as it was written"
    assert kept.identity == Identity(
        "decision_annex_confidential", "2026-10", "", "confidential", "sv", "docx"
    )
    assert kept.making.evaluation == make_results().evaluation.number


def test_a_reply_is_kept_under_its_unit(database: Database, tmp_path: Path) -> None:
    made = [MadeDocument("reply-school-03-2026-10-sv", built(ReportKind.SERVICE, Edition.PUBLIC), Kept())]
    path = tmp_path / "reply-school-03-2026-10-sv.pdf"
    path.write_bytes(b"%PDF")

    keep_documents(database, make_results(), made, [path], NOW, unit="school-03")

    with database.reading() as connection:
        (kept,) = read_archived(connection)
    assert kept.identity == Identity("reply", "2026-10", "school-03", "public", "sv", "pdf")
