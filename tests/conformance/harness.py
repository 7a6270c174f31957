"""Cases of the shared conformance material, and the table of those that we decide differently on purpose.

`differences/<file>.toml` lists these: `case` (its name), `ours` (what we answer), `reason`. A case in the table must
still give the answer stated there; every other case must give what its source expects.
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


def cases(file: str, *operations: str) -> list[Any]:
    """Return the cases of `file` with one of `operations` (all, where none is named) as parameters.

    Where the shared material is missing, one parameter stands for them whose test is skipped.
    """
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
def differences(file: str) -> dict[str, dict[str, Any]]:
    """Return the cases of `file` that we decide differently, by name."""
    path = DIFFERENCES / f"{file}.toml"
    if not path.exists():
        return {}
    return {entry["case"]: entry for entry in tomllib.loads(path.read_text(encoding="utf-8"))["differs"]}


def check(file: str, case: Any, answer: Answer, same: Callable[[Any, Any], bool] | None = None) -> None:
    """Assert that our answer to `case` is what is expected of it, or the one in the table of differences.

    Only the keys that the case expects are compared, by `same` where one is given and else by equality.
    """
    shared(f"conformance/{file}.json")
    equal = same if same is not None else _is_equal
    expected = {key: value for key, value in case["expected"].items() if key != "tolerance"}
    ours = answer(case["input"])
    stated = differences(file).get(case["name"])
    if stated is None:
        wrong = {key: (ours[key], value) for key, value in expected.items() if not equal(ours[key], value)}
        assert not wrong, f"{case['name']}: ours, theirs: {wrong}"
        return
    changed = {key: (ours[key], value) for key, value in stated["ours"].items() if not equal(ours[key], value)}
    assert not changed, f"{case['name']}: ours, the table's: {changed}"
    assert any(not equal(ours[key], value) for key, value in expected.items()), (
        f"{case['name']} no longer differs; take it out of the table"
    )
    assert stated["reason"].strip()


def _is_equal(ours: Any, theirs: Any) -> bool:
    return bool(ours == theirs)
