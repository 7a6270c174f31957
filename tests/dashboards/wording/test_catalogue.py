"""The Swedish catalogue holds every message in use, and nothing else."""

import ast
import string
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from babel.messages.catalog import Message

from dashboards.wording.catalogue import read_catalogue, read_parts, read_translations
from tests.dashboards.wording.messages_in_use import messages_in_use

ROOT = Path(str(files("dashboards"))).parent


def swedish() -> list[Message]:
    return [message for message in read_catalogue("sv") if message.id]


def test_every_message_in_use_is_in_the_swedish_catalogue() -> None:
    in_use = {message.id for message in messages_in_use() if message.id}
    assert sorted(map(str, in_use - {message.id for message in swedish()})) == []


def test_the_swedish_catalogue_holds_no_message_out_of_use() -> None:
    in_use = {message.id for message in messages_in_use()}
    assert sorted(str(message.id) for message in swedish() if message.id not in in_use) == []


def test_a_message_stands_in_one_file_only() -> None:
    ids = [str(message.id) for part in read_parts("sv").values() for message in part if message.id]
    assert sorted({one for one in ids if ids.count(one) > 1}) == []


def test_no_translation_is_empty_or_fuzzy() -> None:
    for message in swedish():
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(forms), message.id
        assert not message.fuzzy, message.id


def test_a_translation_names_the_same_values_as_its_message() -> None:
    for message in swedish():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        expected = set.union(*(_names(text) for text in ids))
        assert all(_names(text) <= expected for text in forms), message.id
        assert set.union(*(_names(text) for text in forms)) == expected, message.id


def test_it_service_is_written_in_lower_case() -> None:
    for message in swedish():
        assert "IT-" not in str(message.string), message.id


def test_availability_of_a_service_is_called_drifttillganglighet() -> None:
    for message in swedish():
        if "vailability" in str(message.id):
            assert "drifttillgänglighet" in str(message.string).lower(), message.id


def test_english_needs_no_catalogue() -> None:
    assert not read_translations("en").messages


def test_no_message_is_looked_up_inside_an_f_string_where_the_extractor_cannot_see_it() -> None:
    seen = {text for message in messages_in_use() for text in _ids(message)}
    found = [message for path in _sources() for message in _lookups_in_f_strings(path)]
    assert sorted(set(found) - seen) == []


def _sources() -> Iterator[Path]:
    for package in ("dashboards", "supplierwatch"):
        yield from (ROOT / package).rglob("*.py")


def _lookups_in_f_strings(path: Path) -> Iterator[Any]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in {"text", "plural"}:
                    yield from (one.value for one in call.args[:1] if isinstance(one, ast.Constant))


def _ids(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
