"""Reading the translation catalogues.

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

DOMAIN = "supplierwatch"


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
    """Return the catalogue of `language` as translators see it."""
    place = files("dashboards.wording") / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    with place.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN, abort_invalid=True)
