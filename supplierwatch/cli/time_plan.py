"""The command `time-plan`."""

from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from supplierwatch.cli.options import AsJson, Language
from supplierwatch.cli.session import session_of, write_bytes, write_json

if TYPE_CHECKING:
    from dashboards.document.forms import DocumentForm

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once

_DAYS = ["%Y-%m-%d"]


def time_plan(
    context: typer.Context,
    language: Language = None,
    today: Annotated[
        datetime | None,
        typer.Option(formats=_DAYS, help="The day it is asked on.", show_default="today"),
    ] = None,
    start: Annotated[
        datetime | None,
        typer.Option(
            formats=_DAYS, help="When what is left of the plan begins.", show_default="as in the file"
        ),
    ] = None,
    certainty: Annotated[
        str | None,
        typer.Option(help="How sure to be in time, such as '80 %'.", show_default="as in the file"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(help="Write a document: a file ending in .pdf, .docx, .html, .xlsx, .csv or .json."),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show from when on a new procurement is too late, the plan backward, and what a bridge must cover."""
    from dashboards.deciding.time_plan import build_time_plan_document, build_time_plan_sections
    from dashboards.deciding.time_plan.json_form import time_plan_json
    from dashboards.document.forms import render_document
    from dashboards.wording import wording
    from supplierwatch.cli.sections import print_sections
    from supplierwatch.deciding.missing_files import no_file
    from supplierwatch.deciding.time_plan import assess_time_plan
    from supplierwatch.ledgers import day_of
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    findings = assess_time_plan(
        watch,
        day_of(session.now(), watch) if today is None else today.date(),
        start=None if start is None else start.date(),
        certainty=None if certainty is None else _certainty(certainty),
    )
    if findings is None:
        raise no_file("time_plan.yaml", watch.folder, "time-plan")
    words = wording(language or watch.settings.language)
    if output is not None:
        document = build_time_plan_document(findings, watch.versions.latest.contract, words)
        write_bytes(session, output, render_document(document, _form_of(output)))
    elif as_json:
        write_json(time_plan_json(findings, words.language))
    else:
        print_sections(build_time_plan_sections(findings, words), words)


def _certainty(text: str) -> Fraction:
    from evaluator.contract.parts import read_quantity

    allowed = "a share between 0 and 1, such as '80 %' or 0.8"
    try:
        found = Fraction(read_quantity(text))
    except ValueError:
        raise _wrong(f"{text!r} is no certainty", allowed) from None
    if not 0 < found < 1:
        raise _wrong(f"{text!r} is no certainty", allowed)
    return found


def _form_of(path: Path) -> "DocumentForm":
    from dashboards.document.forms import DocumentForm

    try:
        return DocumentForm(path.suffix.removeprefix("."))
    except ValueError:
        raise _wrong(
            f"no document ends in {path.suffix!r}", ", ".join(f".{one}" for one in DocumentForm)
        ) from None


def _wrong(found: str, allowed: str) -> Exception:
    from collector.errors import Problem, ProblemsFound

    return ProblemsFound([Problem(found, allowed)])
