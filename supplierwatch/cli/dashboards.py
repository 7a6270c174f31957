"""The command `dashboards`: writes Grafana dashboards to files, or pushes them to a Grafana."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.grafana.audiences import Audience
from supplierwatch.cli.options import Language
from supplierwatch.cli.session import complain, session_of, write_text

if TYPE_CHECKING:
    from supplierwatch.grafana_push import Pushed
    from supplierwatch.grafana_settings import GrafanaSettings

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once

dashboards_app = typer.Typer(
    name="dashboards",
    no_args_is_help=True,
    help="Grafana dashboards: write them to files, or push them to a Grafana.",
)


ForAudience = Annotated[
    Audience, typer.Option(help="For whom: units and the supplier see what their role of the store reads.")
]


@dashboards_app.command("write")
def write(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where to; `sv` and `en` are made below it.")],
    audience: ForAudience = Audience.CUSTOMER,
) -> None:
    """Write the dashboards as files for Grafana's provisioning, with links to this watch's pages."""
    from dashboards.grafana.files import write_dashboards
    from supplierwatch.watch import load_watch

    session = session_of(context)
    written = write_dashboards(folder, load_watch(session.folder).settings.web.base, audience)
    session.say(f"wrote {len(written)} dashboards below {folder}")


@dashboards_app.command("push")
def push(
    context: typer.Context,
    address: Annotated[
        str | None, typer.Option(help="Address of Grafana.", show_default="as in the settings")
    ] = None,
    token_env: Annotated[
        str | None,
        typer.Option(help="Environment variable that holds the token.", show_default="as in the settings"),
    ] = None,
    language: Language = None,
    audience: ForAudience = Audience.CUSTOMER,
) -> None:
    """Push the dashboards to Grafana, and mark amendments, seals and misses there, each once.

    Dashboards of the same identifiers are replaced. Data sources are left alone; those that are missing are
    named.
    """
    from dashboards.wording import wording
    from supplierwatch.collecting import opened_store
    from supplierwatch.grafana import Grafana
    from supplierwatch.grafana_push import push as push_to
    from supplierwatch.grafana_push import read_marks
    from supplierwatch.settings_parts import read_secret
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    settings = watch.settings.grafana
    place = _address(address, settings)
    token = read_secret(token_env or settings.token_env, "the token of Grafana", session.environment)
    grafana = Grafana(place, token, settings.timeout_seconds)
    for one in (language,) if language else settings.languages:
        with opened_store(watch, session.environment) as database:
            marks = read_marks(database, watch.versions, wording(one), session.now(), audience)
        _tell(push_to(grafana, marks, one, watch.settings.web.base, audience))


def _address(given: str | None, settings: "GrafanaSettings") -> str:
    from collector.errors import SupplierwatchError
    from supplierwatch.grafana_settings import check_grafana_address

    if given is None and settings.address is None:
        raise SupplierwatchError(
            "no Grafana is named. Name one with --address, or as grafana.address in supplierwatch.yaml"
        )
    try:
        return check_grafana_address(given or str(settings.address))
    except ValueError as error:
        raise SupplierwatchError(f"the address of Grafana cannot be used: {error}") from None


def _tell(pushed: "Pushed") -> None:
    write_text(
        f"{pushed.language}: {len(pushed.dashboards)} dashboards pushed, "
        f"{pushed.annotations} annotations written"
    )
    for path in pushed.dashboards:
        write_text(f"  {path}")
    for uid in pushed.missing:
        complain(f"warning: Grafana has no data source {uid}; panels that read it stay empty until it has")
