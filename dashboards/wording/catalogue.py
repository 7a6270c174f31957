"""Reading the translation catalogues: one file for each part of the product.

Message ids are the English wording itself, so English needs no catalogue. The `.po` text is read at run
time, once per language: there is no build step that a changed translation could be forgotten in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po


@dataclass(frozen=True)
class Translations:
    """The wording of one language: messages by id, and plural forms (one, many) by the id of the singular."""

    messages: Mapping[str, str]
    plurals: Mapping[str, tuple[str, str]]


@cache
def read_translations(language: str) -> Translations:
    """Return the translations to `language`, empty for English, whose wording is the ids themselves."""
    if language == "en":
        return Translations(MappingProxyType({}), MappingProxyType({}))
    messages: dict[str, str] = {}
    plurals: dict[str, tuple[str, str]] = {}
    for message in read_catalogue(language):
        if isinstance(message.id, tuple) and isinstance(message.string, tuple):
            plurals[message.id[0]] = (message.string[0], message.string[1])
        elif isinstance(message.id, str) and isinstance(message.string, str) and message.id:
            messages[message.id] = message.string
    return Translations(MappingProxyType(messages), MappingProxyType(plurals))


def read_catalogue(language: str) -> Catalog:
    """Return the catalogues of `language` as one."""
    whole = Catalog(locale=language)
    for part in read_parts(language).values():
        for message in part:
            whole[message.id] = message
    return whole


def read_parts(language: str) -> dict[str, Catalog]:
    """Return each catalogue of `language` by the name of its file, as translators see it."""
    folder = files("dashboards.wording") / "locale" / language / "LC_MESSAGES"
    found = {}
    for place in sorted(folder.iterdir(), key=lambda one: one.name):
        if place.name.endswith(".po"):
            with place.open("rb") as file:
                name = place.name.removesuffix(".po")
                found[name] = read_po(file, locale=language, domain=name, abort_invalid=True)
    return found
