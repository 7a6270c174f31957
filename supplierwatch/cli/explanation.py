"""Explanations for people, as tables, and for programs, as JSON."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum, IntEnum
from typing import Any

from pydantic import BaseModel
from rich.console import Group, RenderableType

from collector.instants import format_instant
from dashboards.wording import wording
from evaluator.explain import TicketExplanation
from supplierwatch.cli.outage_explanation import draw_outage
from supplierwatch.cli.session import result_console
from supplierwatch.cli.telling import Telling
from supplierwatch.cli.ticket_explanation import draw_ticket
from supplierwatch.explaining import Explanations, contract_of
from supplierwatch.watch import Watch


def print_explanation(explanations: Explanations, watch: Watch, language: str, *, all_clocks: bool) -> None:
    """Print what happened and what was made of it in `language`, times in the contract's zone."""
    parts: list[RenderableType] = []
    for one in explanations:
        telling = Telling(contract_of(watch, one), wording(language), watch.zone)
        if isinstance(one, TicketExplanation):
            parts += draw_ticket(one, telling, all_clocks=all_clocks)
        else:
            parts += draw_outage(one, telling)
    result_console().print(Group(*parts))


def as_document(explanations: Explanations) -> dict[str, Any]:
    """Return explanations as one JSON document; instants as text in UTC, lengths of time in seconds."""
    kind = "tickets" if all(isinstance(one, TicketExplanation) for one in explanations) else "outages"
    return {kind: [_plain("", one) for one in explanations]}


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if is_dataclass(value):
        return {field.name: _plain(field.name, getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {_plain("", key): _plain("", entry) for key, entry in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(name, entry) for entry in value]
    return _scalar(name, value)


def _scalar(name: str, value: Any) -> Any:
    if isinstance(value, IntEnum):
        return value.name.lower()
    if isinstance(value, Enum):
        return value.value
    is_instant = isinstance(value, int) and (name == "at" or name.endswith("_at"))
    return format_instant(value) if is_instant else value
