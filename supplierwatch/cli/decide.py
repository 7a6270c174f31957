"""The commands `decide` and `reply`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from supplierwatch.cli.options import FinishedMonth, Language
from supplierwatch.cli.session import session_of, write_text

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


class BasisForm(StrEnum):
    """The forms in which the documents of a decision are written."""

    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"
    JSON = "json"


Forms = Annotated[
    list[BasisForm] | None,
    typer.Option("--format", help="Form; may be given several times.", show_default="docx and pdf"),
]
Folder = Annotated[
    Path | None,
    typer.Option("--output", help="Folder to write to.", show_default="the folder decision in the watch"),
]


def decide(
    context: typer.Context,
    period: FinishedMonth = None,
    language: Language = None,
    forms: Forms = None,
    output: Folder = None,
    edition: Annotated[
        Literal["public", "confidential"],
        typer.Option(help="public: without the annex that is kept apart."),
    ] = "confidential",
) -> None:
    """Write the officer's report and its annexes: measured facts, and places for people's judgement.

    What people wrote in an earlier DOCX in the same folder stays, and figures that moved since are listed.
    """
    from dashboards.document.forms import DocumentForm
    from dashboards.document.model import Edition
    from dashboards.wording import wording
    from supplierwatch.collecting import opened_store
    from supplierwatch.deciding.archived import keep_documents
    from supplierwatch.deciding.decision_basis import asked_period, make_documents, read_basis
    from supplierwatch.deciding.saving import save_documents
    from supplierwatch.deciding.telling import standing_lines
    from supplierwatch.evaluating import read_watch_results
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch, now = load_watch(session.folder), session.now()
    spoken, folder = language or watch.settings.language, output or watch.folder / "decision"
    with opened_store(watch, session.environment) as database:
        results = read_watch_results(watch, database, asked_period(watch, period, now))
        reading = read_basis(watch, database, results, now)
        made = make_documents(reading, spoken, folder)
        chosen = [one for one in made if edition == "confidential" or one.document.edition is Edition.PUBLIC]
        asked = [DocumentForm(one.value) for one in forms or (BasisForm.DOCX, BasisForm.PDF)]
        paths = save_documents(chosen, asked, folder)
        keep_documents(database, results, chosen, paths, now)
    for path in paths:
        session.say(f"wrote {path}")
    for line in standing_lines(reading, wording(spoken)):
        write_text(line)


def reply(
    context: typer.Context,
    unit: Annotated[str, typer.Option(help="Unit that replies, by its id in the contract.")],
    period: FinishedMonth = None,
    language: Language = None,
    forms: Forms = None,
    output: Folder = None,
) -> None:
    """Write a unit's own reply to the consultation, with that unit's figures and places for its judgement."""
    from dashboards.document.forms import DocumentForm
    from supplierwatch.collecting import opened_store
    from supplierwatch.deciding.archived import keep_documents
    from supplierwatch.deciding.decision_basis import asked_period, read_basis
    from supplierwatch.deciding.reply import make_reply
    from supplierwatch.deciding.saving import save_documents
    from supplierwatch.evaluating import read_watch_results
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch, now = load_watch(session.folder), session.now()
    folder = output or watch.folder / "decision"
    with opened_store(watch, session.environment) as database:
        results = read_watch_results(watch, database, asked_period(watch, period, now))
        reading = read_basis(watch, database, results, now)
        made = [make_reply(reading, unit, language or watch.settings.language, folder)]
        asked = [DocumentForm(one.value) for one in forms or (BasisForm.DOCX, BasisForm.PDF)]
        paths = save_documents(made, asked, folder)
        keep_documents(database, results, made, paths, now, unit=unit)
    for path in paths:
        session.say(f"wrote {path}")
