"""The command `report`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from supplierwatch.cli.options import Language
from supplierwatch.cli.session import Session, session_of, write_bytes, write_text

if TYPE_CHECKING:
    from supplierwatch.archiving.on_demand import Given
    from supplierwatch.archiving.sources import Written
    from supplierwatch.watch import Watch

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once

Kind = Literal[
    "service",
    "meeting_operational",
    "meeting_tactical",
    "meeting_strategic",
    "supplier",
    "unit",
    "half_year",
    "public_notice",
]
_TEXTS = ("json", "csv")


def report(  # noqa: PLR0913, PLR0917 - each is an option of the command
    context: typer.Context,
    period: Annotated[
        str | None,
        typer.Option(
            help="Month such as 2026-10, or half year such as 2026-H2.",
            show_default="the last finished month, or half year",
        ),
    ] = None,
    kind: Annotated[Kind, typer.Option(help="Which report.")] = "service",
    unit: Annotated[
        str | None, typer.Option(help="Unit or segment that a unit report is of.", show_default=False)
    ] = None,
    edition: Annotated[
        Literal["public", "confidential"] | None,
        typer.Option(
            help="For whom.",
            show_default="public; confidential for the service report as HTML, JSON and CSV",
        ),
    ] = None,
    language: Language = None,
    form: Annotated[
        Literal["html", "pdf", "xlsx", "csv", "json", "docx"], typer.Option("--format", help="Form.")
    ] = "html",
    written: Annotated[
        Path | None,
        typer.Option(help="DOCX of this report in which people wrote; what they wrote is kept."),
    ] = None,
    role: Annotated[str, typer.Option(help="The role that asks for it, for the archive.")] = "on demand",
    output: Annotated[
        Path | None,
        typer.Option(
            help="File to write, or - for standard output.",
            show_default="JSON and CSV: standard output; others: a file in the reports folder",
        ),
    ] = None,
    *,
    again: Annotated[
        bool, typer.Option("--again", help="Make it anew although there is one of these results.")
    ] = False,
) -> None:
    """Write a report of a month that was evaluated, and keep it in the archive."""
    from dashboards.reports.kinds import ReportKind
    from supplierwatch.archiving.on_demand import Asked, find_report_period, give
    from supplierwatch.archiving.store import Identity
    from supplierwatch.collecting import opened_store
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    found = find_report_period(period, ReportKind(kind), watch, session.now())
    is_page = kind == "service" and form not in {"pdf", "xlsx", "docx"}
    meant = edition or ("confidential" if is_page else "public")
    identity = Identity(kind, found.name, unit or "", meant, language or watch.settings.language, form)
    asked = Asked(identity, role, again, _read_written(written))
    with opened_store(watch, session.environment) as database:
        given = give(watch, database, found, asked, session.now())
    _write(session, watch, given, output)


def _read_written(path: Path | None) -> "Written":
    if path is None:
        return {}
    from collector.errors import Problem, ProblemsFound, SupplierwatchError
    from dashboards.document.docx_judgements import read_judgements

    try:
        content = path.read_bytes()
    except OSError as error:
        found = f"{path} cannot be read: {error.strerror}"
        raise ProblemsFound([Problem(found, "a DOCX of this report", path="--written")]) from error
    try:
        return {name: one.texts for name, one in read_judgements(content).items()}
    except SupplierwatchError as error:
        raise ProblemsFound([Problem(f"{path}: {error}", path="--written")]) from error


def _write(session: Session, watch: "Watch", given: "Given", output: Path | None) -> None:
    identity = given.report.identity
    to_screen = str(output) == "-" if output is not None else identity.form in _TEXTS
    if to_screen and identity.form in {"html", *_TEXTS}:
        write_text(given.content.decode())
    else:
        path = Path("-") if to_screen else output or watch.reports_folder / identity.file_name
        write_bytes(session, path, given.content)
    if not given.is_new:
        session.say(
            f"it is number {given.report.number} of the archive, version {given.report.version}: made before "
            "of the same; --again makes it anew"
        )
