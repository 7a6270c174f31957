"""The command `diff`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from supplierwatch.cli.options import AsJson, Html, Language
from supplierwatch.cli.session import Session, session_of

if TYPE_CHECKING:
    from dashboards.comparison.back_test import Compared
    from evaluator.contract.versions import ContractVersion
    from supplierwatch.watch import Watch

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
    language: Language = None,
    html: Html = None,
    *,
    effect: Annotated[
        bool, typer.Option("--effect", help="Show what it would have come to on past months.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Tell what differs between two versions of the contract, in plain words, and with what effect."""
    from dashboards.comparison.back_test import tell_effect
    from dashboards.comparison.differences import explain_differences, tell_differences
    from dashboards.comparison.documents import back_test_document, differences_document
    from dashboards.comparison.naming import Naming
    from dashboards.explanation.parts import Part
    from dashboards.wording import wording
    from supplierwatch.cli.comparisons import Forms, Written, write_comparison
    from supplierwatch.drafts import find_version, version_before
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    after = watch.versions.latest if new is None else find_version(new, watch)
    before = version_before(watch.versions, after) if old is None else find_version(old, watch)
    names = (old or before.first_day.isoformat(), new or after.first_day.isoformat())
    spoken = language or watch.settings.language
    told = tell_differences(before, after, Naming(before.contract, after.contract, wording(spoken)))
    document: dict[str, Any] = differences_document(told, names)
    came_to: list[Part] = []
    if effect:
        compared = _effect_of(session, watch, (before, after), names[1], months, spoken)
        came_to = list(tell_effect(compared))
        document["effect"] = back_test_document(compared)
    written = Written(
        explain_differences(told, names, wording(spoken), came_to),
        f"supplierwatch diff {names[0]} {names[1]}",
        lambda: document,
        lambda: "",
    )
    write_comparison(session, written, Forms(as_json, as_csv=False, html=html), spoken)


def _effect_of(
    session: Session,
    watch: "Watch",
    versions: "tuple[ContractVersion, ContractVersion]",
    name: str,
    months: int,
    language: str,
) -> "Compared":
    """What the later of two versions, called `name`, would have come to on past months beside the earlier."""
    from supplierwatch.back_testing import back_test_watch
    from supplierwatch.cli.comparisons import compared_wordings
    from supplierwatch.cli.progress import shown_count
    from supplierwatch.collecting import opened_store
    from supplierwatch.drafts import months_asked

    now = session.now()
    judged = months_asked(watch, now, months, None, None)
    with (
        opened_store(watch, session.environment) as database,
        shown_count(session, "judging", len(judged)) as begins,
    ):
        found = back_test_watch(watch, database, *versions, judged, now, begins)
        return compared_wordings(found, database, versions, ("", name), language, show_all=False)
