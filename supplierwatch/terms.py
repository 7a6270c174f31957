"""From YAML content to models, and from a model's complaints to problems with file, line and path."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError

from collector.errors import ProblemsFound
from supplierwatch.known_keys import find_places, known_keys, known_tags
from supplierwatch.yaml_files import Document, KeyPath, read_document

T = TypeVar("T")
Complaint = Mapping[str, Any]
Member = tuple[KeyPath, str]
"""A place where a value may follow one of several models, and one of these models."""

Located = tuple[KeyPath, list[Member], Complaint]

TAG_KEYS = ("kind", "type", "event")
"""The keys whose value says which of several models an entry follows."""

_LONGEST_SHOWN = 80
_END_OF_A_MONTH = r"-(0[1-9]|1[0-2])$"
"""How the patterns of texts end that name a month."""
_IN_WORDS = {
    "string_pattern_mismatch": "text of the form {pattern}",
    "string_too_short": "some words",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "date_from_datetime_parsing": "a date such as 2026-10-31",
    "date_parsing": "a date such as 2026-10-31",
    "datetime_from_date_parsing": "a time with its zone, such as 2026-10-05T08:00:00+02:00",
    "datetime_parsing": "a time with its zone, such as 2026-10-05T08:00:00+02:00",
    "dict_type": "keys with values",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "list_type": "a list",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "string_type": "text",
    "too_long": "a list of at most {max_length}",
    "too_short": "a list of at least {min_length}",
    "tuple_type": "a list",
}


def load_terms(path: Path, model: type[T]) -> T:
    """Read the YAML file at `path` as a `model`.

    Raises ProblemsFound with every problem of the file, each with its line and the path to its key.
    """
    return validate_terms(read_document(path), TypeAdapter(model))


def validate_terms(document: Document, adapter: TypeAdapter[T]) -> T:
    """Return what `document` says as the model of `adapter`; raises ProblemsFound as `load_terms` does."""
    try:
        return adapter.validate_python(document.content)
    except ValidationError as error:
        complaints = explain(error, document.content, adapter.json_schema())
        raise ProblemsFound(document.problem(path, *words) for path, words in complaints) from error


class Words(NamedTuple):
    """What was found, what is allowed, how to mend it; the rule of the linter and its arithmetic, if any."""

    found: str
    allowed: str = ""
    remedy: str = ""
    rule: str = ""
    arithmetic: str = ""


def explain(error: ValidationError, content: Any, schema: dict[str, Any]) -> list[tuple[KeyPath, Words]]:
    """Return what a model of `schema` complains about in `content`: the path in the file, and the words."""
    complaints = [dict(complaint) for complaint in error.errors(include_url=False)]
    return [
        (path, words)
        for place, complaint in _best_members(complaints, content)
        for path, words in [_in_words(place, complaint, content, schema)]
    ]


def _best_members(complaints: list[dict[str, Any]], content: Any) -> Iterator[tuple[KeyPath, Complaint]]:
    # Where a value may follow one of several models, Pydantic complains about each. The one with the
    # fewest complaints is what the writer most likely meant.
    located = [(*_locate(complaint, content), complaint) for complaint in complaints]
    counts: dict[Member, int] = {}
    for _, members, _ in located:
        for member in members:
            counts[member] = counts.get(member, 0) + 1
    best: dict[KeyPath, str] = {}
    for (place, name), count in counts.items():
        if place not in best or count < counts[(place, best[place])]:
            best[place] = name
    for path, members, complaint in located:
        if all(best[place] == name for place, name in members) and not _follows(path, complaint, located):
            yield path, complaint


def _follows(path: KeyPath, complaint: Complaint, located: Sequence[Located]) -> bool:
    # Pydantic counts the valid entries of a list only: one wrong entry makes it complain of the length too.
    wrong_entries = any(len(other) > len(path) and other[: len(path)] == path for other, _, _ in located)
    return complaint["type"] == "too_short" and wrong_entries


def _locate(complaint: Complaint, content: Any) -> tuple[KeyPath, list[Member]]:
    """Return the path of a complaint in the file, and the members of unions it went through."""
    path: list[str | int] = []
    members: list[Member] = []
    place, tagged = content, False
    steps = complaint["loc"]
    for position, step in enumerate(steps):
        last = position == len(steps) - 1
        if not tagged and _is_tag(place, step):
            tagged = True
        elif _leads_on(place, step):
            place, tagged = place[step], False
            path.append(step)
        elif last and complaint["type"] == "missing" and isinstance(place, dict):
            path.append(step)
        elif step != "[key]":
            members.append((tuple(path), str(step)))
    return tuple(path), members


def _is_tag(place: Any, step: Any) -> bool:
    return isinstance(place, dict) and any(key != step and place.get(key) == step for key in TAG_KEYS)


def _leads_on(place: Any, step: Any) -> bool:
    if isinstance(place, list):
        return isinstance(step, int) and step < len(place)
    return isinstance(place, dict) and step in place


def _in_words(
    path: KeyPath, complaint: Complaint, content: Any, schema: dict[str, Any]
) -> tuple[KeyPath, Words]:
    kind, context = complaint["type"], complaint.get("ctx", {})
    if kind == "extra_forbidden":
        return path, _unknown_key(path, content, schema)
    if kind == "missing":
        return path, Words(f"the key {path[-1]} is missing", "", "Add it")
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        return _wrong_tag(path, complaint, content, schema)
    if kind == "secret":
        return path, Words(str(complaint["msg"]), "", str(context.get("remedy", "")))
    if kind == "at_path":
        # What several parts of a model have to do with each other is known better than where the model is.
        told = {name: str(context[name]) for name in ("remedy", "rule", "arithmetic") if name in context}
        return (*path, *context["path"]), Words(str(complaint["msg"]), **told)
    if isinstance(complaint["input"], Fraction):
        # A quantity that was understood, and then found too small or too large.
        complaint = {**complaint, "input": _at(path, content)}
    return path, Words(*_found_and_allowed(kind, complaint, context))


def _at(path: KeyPath, content: Any) -> Any:
    for step in path:
        content = content[step]
    return content


def _found_and_allowed(kind: str, complaint: Complaint, context: Mapping[str, Any]) -> tuple[str, str]:
    message = str(complaint["msg"]).removeprefix("Value error, ")
    found = _show(complaint["input"])
    if kind in {"enum", "literal_error"}:
        return found or "keys with values", str(context["expected"])
    if kind == "value_error":
        return (message, "") if found is None else (found, message)
    if kind == "string_pattern_mismatch" and str(context["pattern"]).endswith(_END_OF_A_MONTH):
        return found or "nothing", "a month such as 2026-10"
    allowed = _IN_WORDS.get(kind, message.removeprefix("Input should be ")).format(**context)
    return found or _kind_of(complaint["input"]), allowed


def _unknown_key(path: KeyPath, content: Any, schema: dict[str, Any]) -> Words:
    known = known_keys(find_places(schema, content, path[:-1]))
    close = difflib.get_close_matches(str(path[-1]), known, n=2)
    remedy = f"Did you mean {' or '.join(close)}?" if close else "Check its spelling, or remove it"
    return Words(f"the key {path[-1]} is not known", ", ".join(known), remedy)


def _wrong_tag(
    path: KeyPath, complaint: Complaint, content: Any, schema: dict[str, Any]
) -> tuple[KeyPath, Words]:
    key = str(complaint["ctx"]["discriminator"]).strip("'")
    allowed = ", ".join(known_tags(find_places(schema, content, path)))
    if complaint["type"] == "union_tag_not_found":
        return (*path, key), Words(f"the key {key} is missing", allowed, "Add it")
    return (*path, key), Words(repr(complaint["ctx"]["tag"]), allowed)


def _show(found: Any) -> str | None:
    if isinstance(found, dict | list | tuple) or not isinstance(found, str | int | float | None):
        return None
    text = "nothing" if found is None else repr(found)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def _kind_of(found: Any) -> str:
    return "keys with values" if isinstance(found, dict) else f"a list of {len(found)}"
