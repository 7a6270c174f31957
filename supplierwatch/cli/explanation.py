"""Explanations for people, in words and pictures, and for programs, as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum, IntEnum
from typing import Any

from pydantic import BaseModel
from rich.console import Group

from collector.instants import format_instant
from dashboards.explanation.figures import explain_figure
from dashboards.explanation.json_form import figure_document
from dashboards.explanation.parts import Explained
from dashboards.wording import wording
from evaluator.explain import TicketExplanation
from supplierwatch.cli.drawing import draw
from supplierwatch.cli.outage_explanation import tell_outage
from supplierwatch.cli.session import result_console
from supplierwatch.cli.telling import Telling
from supplierwatch.cli.ticket_explanation import tell_ticket
from supplierwatch.explaining import Explanations, FigureExplanation, contract_of
from supplierwatch.watch import Watch


def tell_all(explanations: Explanations, watch: Watch, language: str, *, all_clocks: bool) -> list[Explained]:
    """Return what happened and what was made of it in `language`, times in the contract's zone."""
    told = []
    for one in explanations:
        if isinstance(one, FigureExplanation):
            told.append(explain_figure(one.facts, one.subject))
            continue
        telling = Telling(contract_of(watch, one), wording(language), watch.zone)
        if isinstance(one, TicketExplanation):
            told.append(tell_ticket(one, telling, all_clocks=all_clocks))
        else:
            told.append(tell_outage(one, telling))
    return told


def print_explanation(told: Sequence[Explained], language: str) -> None:
    """Print explanations as sentences, tables and pictures of text."""
    words = wording(language)
    result_console().print(Group(*(part for one in told for part in draw(one, words))))


def as_document(explanations: Explanations) -> dict[str, Any]:
    """Return explanations as one JSON document; instants as text in UTC, lengths of time in seconds."""
    figures = [one for one in explanations if isinstance(one, FigureExplanation)]
    if figures:
        return {"figures": [figure_document(one.facts, one.key, one.subject) for one in figures]}
    kind = "tickets" if all(isinstance(one, TicketExplanation) for one in explanations) else "outages"
    return {kind: [_plain("", one) for one in explanations]}


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if is_dataclass(value):
        return {field.name: _plain(field.name, getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {_plain("", key): _plain("", entry) for key, entry in value.items()}
    if name == "open_hours" and value is not None:
        return [[format_instant(end) for end in pair] for pair in value]
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
