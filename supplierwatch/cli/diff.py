"""The command `diff`."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from supplierwatch.cli.session import session_of

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def diff(
    context: typer.Context,
    old: Annotated[
        str | None,
        typer.Argument(
            metavar="FROM",
            help="A day such as 2025-06-30, the id of an amendment, or a file. Left out: the version before.",
        ),
    ] = None,
    new: Annotated[
        str | None, typer.Argument(metavar="TO", help="The same. Left out: the latest version.")
    ] = None,
    months: Annotated[int, typer.Option(help="With --effect: how many finished months.")] = 24,
    language: Annotated[
        Literal["sv", "en"] | None, typer.Option(help="Language.", show_default="as in the settings")
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write a page to this file, or - for standard output.")
    ] = None,
    *,
    effect: Annotated[
        bool, typer.Option("--effect", help="Show what it would have come to on past months.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON document.")] = False,
) -> None:
    """Tell what differs between two versions of the contract, in plain words, and with what effect."""
    from dashboards.comparison.back_test import tell_effect
    from dashboards.comparison.differences import explain_differences, tell_differences
    from dashboards.comparison.documents import back_test_document, differences_document
    from dashboards.comparison.naming import Naming
    from dashboards.explanation.parts import Part
    from dashboards.wording import wording
    from supplierwatch.back_testing import back_test_watch
    from supplierwatch.cli.comparisons import Forms, Written, compared_wordings, write_comparison
    from supplierwatch.cli.progress import shown_count
    from supplierwatch.collecting import opened_store
    from supplierwatch.drafts import find_version, months_asked, version_before
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch, now = load_watch(session.folder), session.now()
    after = watch.versions.latest if new is None else find_version(new, watch)
    before = version_before(watch.versions, after) if old is None else find_version(old, watch)
    names = (old or before.first_day.isoformat(), new or after.first_day.isoformat())
    spoken = language or watch.settings.language
    told = tell_differences(before, after, Naming(before.contract, after.contract, wording(spoken)))
    document: dict[str, Any] = differences_document(told, names)
    came_to: list[Part] = []
    if effect:
        judged = months_asked(watch, now, months, None, None)
        with (
            opened_store(watch, session.environment) as database,
            shown_count(session, "judging", len(judged)) as begins,
        ):
            found = back_test_watch(watch, database, before, after, judged, now, begins)
            compared = compared_wordings(
                found, database, (before, after), ("", names[1]), spoken, show_all=False
            )
        came_to = list(tell_effect(compared))
        document["effect"] = back_test_document(compared)
    written = Written(
        explain_differences(told, names, wording(spoken), came_to),
        f"supplierwatch diff {names[0]} {names[1]}",
        lambda: document,
        lambda: "",
    )
    write_comparison(session, written, Forms(as_json, as_csv=False, html=html), spoken)
