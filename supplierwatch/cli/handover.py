"""The command `handover`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from supplierwatch.cli.options import Language
from supplierwatch.cli.session import Session, session_of

# ruff: noqa: PLC0415 - imports wait inside the functions, so that --help answers at once


def handover(
    context: typer.Context,
    today: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day it is told for.", show_default="today"),
    ] = None,
    language: Language = None,
    form: Annotated[
        Literal["text", "pdf", "docx", "html", "xlsx", "json"], typer.Option("--format", help="Form.")
    ] = "text",
    output: Annotated[
        Path | None, typer.Option(help="File to write.", show_default="a file in the reports folder")
    ] = None,
    freeze: Annotated[
        Path | None,
        typer.Option(help="Write the figures of the supplier that leaves to this file, and tell its hash."),
    ] = None,
    months: Annotated[int, typer.Option(min=1, max=60, help="How many months are frozen.")] = 12,
    last: Annotated[
        str | None, typer.Option(help="The last month frozen.", show_default="the last finished month")
    ] = None,
) -> None:
    """Show how exit and transfer stand: gates, milestones, units, tickets at the switch, the first months."""
    session = session_of(context)
    if freeze is not None:
        _freeze(session, freeze, months, last)
        return
    _show(session, today, language, form, output)


def _freeze(session: Session, path: Path, months: int, last: str | None) -> None:
    from collector.identifiers import content_hash
    from supplierwatch.cli.session import write_text
    from supplierwatch.collecting import opened_store
    from supplierwatch.deciding.baseline_file import baseline_bytes
    from supplierwatch.deciding.handover import freeze_baseline
    from supplierwatch.periods_asked import find_period
    from supplierwatch.reporting import save_bytes
    from supplierwatch.watch import load_watch

    watch = load_watch(session.folder)
    period = find_period(last, session.now(), watch.zone, "--last")
    with opened_store(watch, session.environment) as database:
        baseline = freeze_baseline(watch, database, period.name, months)
    content = baseline_bytes(baseline)
    save_bytes(content, path)
    names = list(baseline.months)
    session.say(f"wrote {path}: {len(names)} months, {names[0]} to {names[-1]}")
    write_text(content_hash(content))


def _show(
    session: Session, today: datetime | None, language: str | None, form: str, output: Path | None
) -> None:
    from collector.instants import to_datetime
    from dashboards.deciding.handover import build_handover_document, build_handover_sections
    from dashboards.document.forms import DocumentForm, render_document
    from dashboards.wording import wording
    from supplierwatch.cli.sections import print_sections
    from supplierwatch.collecting import opened_store
    from supplierwatch.deciding.handover import assess_handover
    from supplierwatch.deciding.missing_files import no_file
    from supplierwatch.reporting import save_bytes
    from supplierwatch.watch import load_watch

    watch = load_watch(session.folder)
    day = today.date() if today is not None else to_datetime(session.now()).astimezone(watch.zone).date()
    with opened_store(watch, session.environment) as database:
        findings = assess_handover(watch, database, day)
    if findings is None:
        raise no_file("handover.yaml", watch.folder, "handover")
    words = wording(language or watch.settings.language)
    if form == "text":
        print_sections(build_handover_sections(findings, words), words)
        return
    document = build_handover_document(findings, watch.versions.latest.contract, words)
    path = output or watch.reports_folder / f"handover-{day}-{words.language}.{form}"
    session.say(f"wrote {save_bytes(render_document(document, DocumentForm(form)), path)}")
