"""How a panel shows its fields: names, units, colours for words, and where a figure leads."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import quote

ADDRESS = "address"
"""The hidden constant that holds the address of the built-in pages."""

GREEN, YELLOW, ORANGE, RED, GREY, BLUE = (
    "#1A7F37",
    "#9A6700",
    "#BC4C00",
    "#CF222E",
    "#6E7781",
    "#0969DA",
)


class Unit(StrEnum):
    """Units of Grafana."""

    NONE = "none"
    SHARE = "percentunit"
    DAYS = "d"
    SECONDS = "s"
    HOURS = "h"
    DAY = "time:YYYY-MM-DD"
    INSTANT = "time:YYYY-MM-DD HH:mm"


@dataclass(frozen=True)
class Word:
    """What stands for a fixed value: its text in the language shown; a colour never stands alone."""

    text: str
    colour: str | None = None


Words = dict[str, Word]


@dataclass(frozen=True)
class Field:
    """One column or series: its heading, unit, words for its values and the page its evidence is on."""

    name: str
    heading: str = ""
    unit: Unit | None = None
    words: Words | None = None
    link: str = ""
    decimals: int | None = None
    is_hidden: bool = False
    width: int | None = None


def evidence_link() -> str:
    """Return the address of the evidence of a row, whose column `evidence` holds the key."""
    return f"${{{ADDRESS}}}/evidence/${{__data.fields.evidence}}"


def page_link(path: str) -> str:
    """Return the address of the built-in page at `path`, which may name columns of the row."""
    return f"${{{ADDRESS}}}{quote(path, safe='/${}?=&_.:')}"


def mappings(words: Words) -> list[dict[str, Any]]:
    """Return the value mappings of Grafana for `words`."""
    options = {
        value: {"index": place, "text": word.text} | ({} if word.colour is None else {"color": word.colour})
        for place, (value, word) in enumerate(words.items())
    }
    return [{"type": "value", "options": options}]


def links(title: str, address: str) -> list[dict[str, Any]]:
    """Return the data link of a field."""
    return [{"title": title, "url": address, "targetBlank": True}]


def override(field: Field, link_title: str) -> dict[str, Any]:
    """Return what the panel says otherwise of one field."""
    properties: list[tuple[str, Any]] = []
    if field.is_hidden:
        properties.append(("custom.hideFrom", {"legend": True, "tooltip": True, "viz": True}))
    if field.heading:
        properties.append(("displayName", field.heading))
    if field.unit is not None:
        properties.append(("unit", field.unit.value))
    if field.decimals is not None:
        properties.append(("decimals", field.decimals))
    if field.width is not None:
        properties.append(("custom.width", field.width))
    if field.words is not None:
        properties += _worded(field.words)
    if field.link:
        properties.append(("links", links(link_title, field.link)))
    return {
        "matcher": {"id": "byName", "options": field.name},
        "properties": [{"id": name, "value": value} for name, value in properties],
    }


def _worded(words: Words) -> list[tuple[str, Any]]:
    coloured = any(word.colour is not None for word in words.values())
    cell = [("custom.cellOptions", {"type": "color-text"})] if coloured else []
    return [("mappings", mappings(words)), *cell]
