"""The command `consultation`."""

import typer

from supplierwatch.cli.options import AsJson, Language
from supplierwatch.cli.session import session_of, write_json

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def consultation(context: typer.Context, language: Language = None, *, as_json: AsJson = False) -> None:
    """Show who was consulted, who replied, the stances and points, each with the bodies behind it."""
    from dashboards.deciding.consultation import build_consultation_sections
    from dashboards.deciding.consultation.document import consultation_document
    from dashboards.wording import wording
    from supplierwatch.cli.sections import print_sections
    from supplierwatch.deciding.consultation import assess_consultation
    from supplierwatch.deciding.missing_files import no_file
    from supplierwatch.ledgers import day_of
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    findings = assess_consultation(watch, day_of(session.now(), watch))
    if findings is None:
        raise no_file("consultation.yaml", watch.folder, "consultation")
    if as_json:
        write_json(consultation_document(findings))
        return
    words = wording(language or watch.settings.language)
    print_sections(build_consultation_sections(findings, words), words)
