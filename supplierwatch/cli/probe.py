"""The command `probe`."""

from typing import TYPE_CHECKING, Annotated

import typer

from supplierwatch.cli.options import AsJson
from supplierwatch.cli.session import result_console, session_of, write_json

if TYPE_CHECKING:
    from pathlib import Path

    from collector.probing.outcome import Sample
    from collector.probing.settings import ProbesFile

# ruff: noqa: PLC0415 - imports wait inside the functions, so that --help answers at once


def probe(
    context: typer.Context,
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Look at every target once, show it, and end.")
    ] = False,
    seconds: Annotated[
        int | None, typer.Option("--for", min=1, metavar="SECONDS", help="End after so many seconds.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="Name of the prober.", show_default="as in probes.yaml")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look at the targets of probes.yaml until told to stop, and write what is seen to the spool.

    Needs neither the store nor the other files of the watch; `collect` gathers what was written.
    """
    import asyncio

    from supplierwatch.probe_files import load_probes
    from supplierwatch.probing import check_probe_extra
    from supplierwatch.serving.log import log_to_standard_error

    session = session_of(context)
    terms = load_probes(session.folder)
    if name is not None:
        # Read again as a whole: a name that leaves the spool is refused as in the file.
        terms = _renamed(terms, name)
    check_probe_extra()
    log_to_standard_error(quiet=session.quiet)
    folder = session.folder.absolute()
    if not once:
        asyncio.run(_run(folder, terms, seconds))
        return
    samples = asyncio.run(_once(folder, terms))
    if as_json:
        write_json({"samples": [sample.as_record() for sample in samples]})
    else:
        _print(samples)


def _renamed(terms: "ProbesFile", name: str) -> "ProbesFile":
    from pydantic import ValidationError

    from collector.errors import Problem, ProblemsFound
    from collector.probing.settings import ProbesFile

    try:
        return ProbesFile.model_validate({**terms.model_dump(exclude_unset=True), "prober": name})
    except ValidationError as error:
        raise ProblemsFound(
            [Problem(repr(name), "letters, digits, space, _ . and -", path="--name")]
        ) from error


async def _run(folder: "Path", terms: "ProbesFile", seconds: int | None) -> None:
    import asyncio
    import signal

    from supplierwatch.probing import opened_prober, tell

    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if seconds is not None:
        loop.call_later(seconds, stop.set)
    async with opened_prober(folder, terms, terms.prober, tell) as prober:
        await prober.run(stop)


async def _once(folder: "Path", terms: "ProbesFile") -> "list[Sample]":
    from supplierwatch.probing import opened_prober, tell

    async with opened_prober(folder, terms, terms.prober, tell) as prober:
        return await prober.once()


def _print(samples: "list[Sample]") -> None:
    from rich.table import Table

    table = Table()
    for column in ("probe", "service", "unit", "state", "why", "ms", "tries"):
        table.add_column(column)
    for one in samples:
        record = one.as_record()
        why = "" if one.result == one.state else one.result
        table.add_row(
            *(record[key] for key in ("probe", "service", "unit", "state")),
            why,
            record["milliseconds"],
            record["tries"],
        )
    result_console().print(table)
