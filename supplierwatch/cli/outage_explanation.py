"""One outage in the terminal: who saw it, what maintenance was agreed, and what counted of it."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.table import Table

from evaluator.explain_outage import OutageExplanation
from supplierwatch.cli.ticket_explanation import WORDS, plain


def draw_outage(found: OutageExplanation, zone: ZoneInfo) -> Iterator[RenderableType]:
    """Yield the parts that explain an outage, ready to print."""
    yield plain(_head(found, zone))
    yield _table(
        "What was seen",
        ("when", "prober", "unit", "state", "users hit"),
        [
            (
                WORDS.instant(one.at, zone),
                one.prober,
                one.unit,
                one.state.name.lower(),
                _number(one.users_affected),
            )
            for one in found.sightings
        ],
    )
    yield _table(
        "Agreed maintenance",
        ("window", "unit", "from", "to", "announced"),
        [
            (
                one.window,
                one.unit,
                WORDS.instant(one.starts_at, zone),
                WORDS.instant(one.ends_at, zone),
                _instant(one.announced_at, zone, none="not stated"),
            )
            for one in found.maintenance
        ],
    )
    yield _table(
        "What was made of it",
        ("period", "indicator", "state", "counted", "in maintenance", "users hit", "left out by"),
        [
            (
                one.period,
                one.indicator,
                one.state,
                WORDS.duration(one.counted),
                WORDS.duration(one.planned),
                _number(one.users_affected),
                one.left_out_by,
            )
            for one in found.judgements
        ],
    )


def _head(found: OutageExplanation, zone: ZoneInfo) -> str:
    where = f"{found.service}, unit {found.unit}" if found.unit else found.service
    ended = _instant(found.ends_at, zone, none="now")
    return f"Outage of {where}: {WORDS.instant(found.starts_at, zone)} to {ended}"


def _table(title: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> RenderableType:
    if not rows:
        return plain(f"{title}: nothing.")
    table = Table(title=title, title_justify="left")
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(plain(cell) for cell in row))
    return table


def _instant(instant: int | None, zone: ZoneInfo, *, none: str) -> str:
    return none if instant is None else WORDS.instant(instant, zone)


def _number(number: int | None) -> str:
    return "" if number is None else WORDS.number(number)
