"""The command `needs`."""

from typing import TYPE_CHECKING, Annotated

import typer

from supplierwatch.cli.options import AsJson, Language
from supplierwatch.cli.session import session_of, write_json

if TYPE_CHECKING:
    from dashboards.deciding.needs.findings import NeedsFindings
    from dashboards.document.model import Section
    from dashboards.wording import Wording

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def needs(
    context: typer.Context,
    language: Language = None,
    unit: Annotated[
        str | None, typer.Option(help="Only what this unit, or its segment, voiced.", show_default="all")
    ] = None,
    *,
    gaps: Annotated[bool, typer.Option("--gaps", help="Only the trace and what is not covered.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the needs by voice, the requirements and measures that answer them, and what became of each."""
    from dashboards.deciding.needs.document import needs_document
    from dashboards.wording import wording
    from supplierwatch.cli.sections import print_sections
    from supplierwatch.deciding.latest import read_latest
    from supplierwatch.deciding.missing_files import no_file
    from supplierwatch.deciding.needs import assess_needs
    from supplierwatch.ledgers import day_of
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    results = read_latest(watch, session.environment, session.now())
    findings = assess_needs(watch, results, day_of(session.now(), watch))
    if findings is None:
        raise no_file("needs.yaml", watch.folder, "needs")
    words, unit = wording(language or watch.settings.language), _known(unit, findings)
    if as_json:
        write_json(needs_document(findings, unit))
    else:
        print_sections(_sections(findings, unit, words, only_gaps=gaps), words)


def _sections(
    findings: "NeedsFindings", unit: str | None, words: "Wording", *, only_gaps: bool
) -> tuple["Section", ...]:
    from dashboards.deciding.needs import build_needs_sections, build_unit_needs_sections
    from dashboards.deciding.needs.trace import build_trace

    if unit is not None:
        return build_unit_needs_sections(findings, unit, words)
    return (build_trace(findings, words),) if only_gaps else build_needs_sections(findings, words)


def _known(unit: str | None, findings: "NeedsFindings") -> str | None:
    """Return the id of a unit named by its id or label; refuse one that the contract has not."""
    from collector.errors import NothingFound

    if unit is None:
        return None
    units = {one.label.casefold(): one.id for one in findings.contract.units}
    units |= {one.id.casefold(): one.id for one in findings.contract.units}
    voiced = {one.unit for need in findings.file.needs for one in need.voices if one.unit is not None}
    units |= {one.casefold(): one for one in voiced}
    if unit.casefold() not in units:
        told = ", ".join(sorted(voiced)) or "none"
        raise NothingFound(f"there is no unit {unit!r}; units that voiced a need: {told}")
    return units[unit.casefold()]
