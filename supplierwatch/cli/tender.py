"""The command `tender`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from supplierwatch.cli.options import FinishedMonth, Language
from supplierwatch.cli.session import Session, session_of, write_bytes, write_file

if TYPE_CHECKING:
    from evaluator.core.deciding.tender.findings import NextDraft

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def tender(
    context: typer.Context,
    period: FinishedMonth = None,
    months: Annotated[int, typer.Option(min=1, help="How many months it looks back on.")] = 24,
    language: Language = None,
    form: Annotated[
        Literal["docx", "pdf", "html", "xlsx", "csv", "json"], typer.Option("--format", help="Form.")
    ] = "docx",
    output: Annotated[
        Path | None,
        typer.Option(
            help="File to write, or - for standard output.", show_default="a file in the reports folder"
        ),
    ] = None,
    contract: Annotated[
        Path | None,
        typer.Option(help="Write the next contract to this file instead, and list what the linter finds."),
    ] = None,
    *,
    back_test: Annotated[
        bool, typer.Option("--back-test", help="Hold the draft of the next contract against history too.")
    ] = False,
) -> None:
    """Write the annex to tender documents: measured volumes, peaks, reached levels, requirements."""
    from dashboards.deciding.tender import build_tender_document
    from dashboards.document.forms import DocumentForm, render_document
    from dashboards.wording import wording
    from supplierwatch.cli.progress import shown_count
    from supplierwatch.collecting import opened_store
    from supplierwatch.deciding.tender import assess_tender
    from supplierwatch.evaluating import read_watch_results
    from supplierwatch.ledgers import day_of
    from supplierwatch.periods_asked import find_period
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch, now = load_watch(session.folder), session.now()
    asked, today = find_period(period, now, watch.zone), day_of(now, watch)
    with (
        opened_store(watch, session.environment) as database,
        shown_count(session, "judging", months if back_test else 0) as begins,
    ):
        results = read_watch_results(watch, database, asked)
        findings = assess_tender(watch, database, results, today, months, begins if back_test else None)
    if contract is not None:
        _write_contract(session, contract, findings.draft)
        return
    spoken = language or watch.settings.language
    document = build_tender_document(findings, wording(spoken), today.isoformat())
    chosen = DocumentForm(form)
    name = f"{asked.name}-tender-{spoken}.{chosen.value}"
    write_bytes(session, output or watch.reports_folder / name, render_document(document, chosen))


def _write_contract(session: Session, path: Path, draft: "NextDraft | None") -> None:
    from collector.errors import NothingFound

    if draft is None:
        raise NothingFound(
            "no next contract is drafted: write next_contract in tender.yaml (see docs/tender.md)"
        )
    write_file(session, path, draft.text)
    for one in draft.findings:
        session.say(f"{one.rule} {'.'.join(str(step) for step in one.path)}: {one.found}. {one.remedy}")
    count = len(draft.findings)
    noun = "finding" if count == 1 else "findings"
    session.say(f"{count} {noun} of the linter; nothing in the draft is agreed")
