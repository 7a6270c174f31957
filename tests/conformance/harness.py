"""Cases of the shared conformance material, and the table of those that we decide differently on purpose.

`differences/<file>.toml` says of a file of cases:

* `of`: whose cases they are; `cases`: how many there are; `reached_by`: which of our settings reach
  their rules; `run_in`: the test that runs them, where that is not one of this folder.
* `[[differs]]`, one for each case that we decide differently: `case` (its name), `ours` (what we answer),
  `theirs` (what its source expects) and `reason`. TOML has no word for it: "null" stands for no value.
* `[later]`: what comes `with` a later part of the product: `operations`, the number of `cases` with these,
  and `keys` of answers that are not compared until then.

A case in the table must still give the answer stated there; every other must give what its source expects.
"""

import json
import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from tests.shared_material import SHARED, shared

DIFFERENCES = Path(__file__).parent / "differences"
Answer = Callable[[dict[str, Any]], dict[str, Any]]
"""An adapter: from the input of a case to our answer, with the keys of what is expected."""

asked: dict[str, set[str]] = {}
"""The operations of each file that the tests imported so far have asked for; "" stands for all."""


def cases(file: str, *operations: str) -> list[Any]:
    """Return the cases of `file` with one of `operations` (all, where none is named) as parameters.

    Where the shared material is missing, one parameter stands for them whose test is skipped.
    """
    asked.setdefault(file, set()).update(operations or [""])
    path = SHARED / "conformance" / f"{file}.json"
    if not path.exists():
        return [pytest.param(None, id="missing")]
    found = json.loads(path.read_text(encoding="utf-8"))["cases"]
    return [
        pytest.param(case, id=case["name"])
        for case in found
        if not operations or case["input"]["op"] in operations
    ]


@lru_cache
def statement(file: str) -> dict[str, Any]:
    """Return what `differences/<file>.toml` says; nothing where there is no such file."""
    path = DIFFERENCES / f"{file}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


@lru_cache
def differences(file: str) -> dict[str, dict[str, Any]]:
    """Return the cases of `file` that we decide differently, by name."""
    return {entry["case"]: entry for entry in statement(file).get("differs", [])}


def wrong_in(
    file: str, case: Any, answer: Answer, same: Callable[[Any, Any], bool] | None = None
) -> dict[str, Any]:
    """Return where our answer to `case` is not what is expected of it, or not the one in the table.

    Only the keys that the case expects are compared, by `same` where one is given and else by equality. Keys
    that come with a later part of the product are not. A case in the table that no longer differs is wrong
    there too, as is one without a reason.
    """
    shared(f"conformance/{file}.json")
    equal = same if same is not None else _is_equal
    expected = expected_of(file, case)
    ours = answer(case["input"])
    stated = differences(file).get(case["name"])
    if stated is None:
        return dict(_unequal(ours, expected, equal))
    wrong: dict[str, Any] = dict(_unequal(ours, without_words(stated["ours"]), equal))
    if not _unequal(ours, expected, equal):
        wrong["table"] = "it no longer differs; take it out"
    if not stated["reason"].strip():
        wrong["reason"] = "the table gives none"
    return wrong


def expected_of(file: str, case: Any) -> dict[str, Any]:
    """Return what the source of a case expects, less what is no figure or comes later."""
    left_out = {"tolerance", *statement(file).get("later", {}).get("keys", [])}
    return {key: value for key, value in case["expected"].items() if key not in left_out}


def without_words(found: Any) -> Any:
    """Return what a table states with None for each "null"."""
    if isinstance(found, dict):
        return {key: without_words(value) for key, value in found.items()}
    if isinstance(found, list):
        return [without_words(value) for value in found]
    return None if found == "null" else found


def _unequal(
    ours: dict[str, Any], stated: dict[str, Any], equal: Callable[[Any, Any], bool]
) -> dict[str, tuple[Any, Any]]:
    """Return of each key whose values differ ours, and the one stated."""
    return {
        key: (ours.get(key, "no answer"), value)
        for key, value in stated.items()
        if key not in ours or not equal(ours[key], value)
    }


def _is_equal(ours: Any, theirs: Any) -> bool:
    return bool(ours == theirs)
