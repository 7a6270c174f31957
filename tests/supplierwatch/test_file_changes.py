"""Commands change the files of a watch without harm to what people wrote there."""

import multiprocessing
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.errors import ProblemsFound, SupplierwatchError
from supplierwatch.file_changes import add_entries, add_entry, change_entry
from supplierwatch.watch import load_watch
from supplierwatch.yaml_edits import YamlText, as_content
from supplierwatch.yaml_files import parse_document

WRITTEN = """\
# Who decides: the contract board.
exclusions:
  - id: X1   # the first
    proposed_by: 'supplier'
    proposed_on: 2026-10-02
    reason: "Quoted: as it was"

    evidence: |
      two
      lines
    tickets:
      - A-1
      # and perhaps more
    decision: pending  # for now
  # after the last
"""


def entry(name: str = "X2", **others: Any) -> dict[str, Any]:
    return {
        "id": name,
        "proposed_by": "supplier",
        "proposed_on": date(2026, 10, 3),
        "reason": "a: b # no comment",
        "evidence": "E",
        "tickets": ["A-1"],
        "decision": "pending",
        **others,
    }


def with_file(folder: Path, text: str) -> Path:
    path = folder / "exclusions.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_new_entry_stands_behind_the_last_and_leaves_every_other_line_alone(watch_folder: Path) -> None:
    path = with_file(watch_folder, WRITTEN)
    add_entry(path, "exclusions", entry())
    new = """\
  - id: X2
    proposed_by: supplier
    proposed_on: 2026-10-03
    reason: 'a: b # no comment'
    evidence: E
    tickets: [A-1]
    decision: pending
"""
    assert path.read_text() == WRITTEN.replace("  # after the last\n", f"{new}  # after the last\n")
    assert [one.id for one in load_watch(watch_folder).exclusions] == ["X1", "X2"]


def test_a_missing_file_is_created_with_its_schema_named(watch_folder: Path) -> None:
    path = watch_folder / "exclusions.yaml"
    path.unlink()
    add_entry(path, "exclusions", entry())
    lines = path.read_text().splitlines()
    assert lines[:4] == [
        "# yaml-language-server: $schema=schemas/exclusions.schema.json",
        "",
        "exclusions:",
        "  - id: X2",
    ]


@pytest.mark.parametrize(
    ("empty", "first_line"),
    [
        ("exclusions: [] # none\n", "exclusions: # none"),
        ("exclusions:\n", "exclusions:"),
        ("exclusions: null", "exclusions:"),
        ("# nothing yet\n", "# nothing yet"),
        ("", "exclusions:"),
    ],
)
def test_an_empty_list_takes_its_first_entry(watch_folder: Path, empty: str, first_line: str) -> None:
    path = with_file(watch_folder, empty)
    add_entry(path, "exclusions", entry())
    assert path.read_text().splitlines()[0].replace("  ", " ") == first_line
    assert [one.id for one in load_watch(watch_folder).exclusions] == ["X2"]


def test_a_list_in_one_line_stays_in_one_line() -> None:
    text = YamlText("f", "ledger: [{id: a, amount: 1}]  # short\n")
    added = text.with_entry("ledger", {"id": "b", "on": date(2026, 1, 2)})
    assert added.text == 'ledger: [{id: a, amount: 1}, {"id": "b", "on": "2026-01-02"}]  # short\n'
    changed = added.with_changes("ledger", "a", {"amount": 2, "by": "K"})
    assert changed.text == (
        'ledger: [{id: a, amount: 2, by: "K"}, {"id": "b", "on": "2026-01-02"}]  # short\n'
    )


def test_a_change_replaces_the_value_and_keeps_comments_around_it(watch_folder: Path) -> None:
    path = with_file(watch_folder, WRITTEN)
    change_entry(
        path,
        "exclusions",
        "X1",
        {"decision": "accepted", "decided_by": "Board", "decided_on": date(2026, 10, 9)},
    )
    expected = WRITTEN.replace(
        "    decision: pending  # for now\n",
        "    decision: accepted  # for now\n    decided_by: Board\n    decided_on: 2026-10-09\n",
    )
    assert path.read_text() == expected


def test_a_list_that_gains_an_entry_keeps_the_lines_it_had() -> None:
    text = YamlText("f", WRITTEN).with_changes("exclusions", "X1", {"tickets": ["A-1", "A-2"]}).text
    assert text == WRITTEN.replace("      - A-1\n", "      - A-1\n      - A-2\n")


def test_a_value_of_several_lines_is_replaced_whole() -> None:
    text = YamlText("f", WRITTEN).with_changes("exclusions", "X1", {"evidence": "one", "tickets": ["B"]}).text
    assert "    evidence: one\n    tickets: [B]\n" in text
    assert "two" not in text


def test_lists_of_entries_times_and_decimals_are_written_as_people_write_them() -> None:
    moment = datetime(2026, 10, 3, 8, tzinfo=UTC)
    new = {"id": "b", "sum": Decimal("10.50"), "at": moment, "rows": [{"n": 1, "ok": True}], "none": []}
    text = YamlText("f", "ledger:\n- id: a\n").with_entry("ledger", new).text
    assert text == (
        "ledger:\n- id: a\n- id: b\n  sum: '10.50'\n"
        '  at: "2026-10-03T08:00:00+00:00"\n  rows:\n    - n: 1\n      ok: true\n  none: []\n'
    )


def test_line_ends_of_another_system_stay() -> None:
    text = YamlText("f", "a:\r\n  - id: x\r\n    n: 1\r\n").with_entry("a", {"id": "y", "n": 2})
    assert text.text == "a:\r\n  - id: x\r\n    n: 1\r\n  - id: y\r\n    n: 2\r\n"
    assert text.with_changes("a", "x", {"n": 3, "m": 4}).text.startswith(
        "a:\r\n  - id: x\r\n    n: 3\r\n    m: 4\r\n  - id: y"
    )


def test_a_change_that_makes_the_watch_wrong_is_refused_with_its_file_and_line(watch_folder: Path) -> None:
    path = with_file(watch_folder, WRITTEN)
    with pytest.raises(ProblemsFound) as refused:
        add_entry(path, "exclusions", entry(indicators=["NO"]))
    [problem] = refused.value.problems
    assert problem.file == str(path)
    assert "'NO'" in problem.found
    assert problem.line is not None
    assert path.read_text() == WRITTEN


def test_all_new_entries_are_written_or_none(watch_folder: Path) -> None:
    path = with_file(watch_folder, WRITTEN)
    with pytest.raises(ProblemsFound):
        add_entries(path, "exclusions", [entry("X2"), entry("X1")])
    assert path.read_text() == WRITTEN


def test_an_id_that_is_there_and_one_that_is_not_are_refused_in_plain_words(watch_folder: Path) -> None:
    path = with_file(watch_folder, WRITTEN)
    with pytest.raises(ProblemsFound, match="there is already an entry 'X1' under exclusions"):
        add_entry(path, "exclusions", entry("X1"))
    with pytest.raises(ProblemsFound, match="there is no entry 'X9' under exclusions; allowed: X1"):
        change_entry(path, "exclusions", "X9", {"reason": "r"})


@pytest.mark.parametrize("flow", ["{exclusions: [{id: a}], other: 1}\n", "exclusions: [ {id: a} ]\n"])
def test_flow_forms_are_changed_in_place(flow: str) -> None:
    changed = YamlText("f", flow).with_entry("exclusions", {"id": "b"})
    assert parse_document(changed.text, "f").content["exclusions"] == [{"id": "a"}, {"id": "b"}]


@pytest.mark.parametrize("unusual", ["exclusions: [{id: a},]\n", "{a: 1}\n"])
def test_a_form_that_cannot_be_changed_safely_is_left_to_people(unusual: str) -> None:
    with pytest.raises(ProblemsFound, match="cannot change safely"):
        YamlText("f", unusual).with_entry("exclusions", {"id": "b"})


@pytest.mark.parametrize(
    ("wrong", "found"), [("- a\n", "no list of keys"), ("exclusions: 1\n", "is no list")]
)
def test_a_file_of_another_shape_is_refused(wrong: str, found: str) -> None:
    with pytest.raises(ProblemsFound, match=found):
        YamlText("f", wrong).with_entry("exclusions", {"id": "b"})


def test_a_tag_is_refused_and_nothing_it_names_is_made(watch_folder: Path) -> None:
    path = with_file(watch_folder, 'exclusions: !!python/object/apply:os.system ["touch x"]\n')
    with pytest.raises(ProblemsFound, match="the tag"):
        add_entry(path, "exclusions", entry())


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="cannot be opened"):
        add_entry(tmp_path / "no" / "exclusions.yaml", "exclusions", entry())


def test_a_folder_that_cannot_be_written_is_said(watch_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    path = with_file(watch_folder, WRITTEN)
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(SupplierwatchError, match="No space left on device"):
        add_entry(path, "exclusions", entry())
    assert path.read_text() == WRITTEN


def test_rights_and_links_stay(watch_folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.yaml"
    kept.write_text(WRITTEN)
    kept.chmod(0o640)
    path = watch_folder / "exclusions.yaml"
    path.unlink()
    path.symlink_to(kept)
    add_entry(path, "exclusions", entry())
    assert path.is_symlink()
    assert kept.stat().st_mode & 0o777 == 0o640
    assert "X2" in kept.read_text()


def _add_several(path: Path, letter: str) -> None:
    for number in range(5):
        add_entry(path, "exclusions", entry(f"{letter}{number}"))


def test_two_commands_at_once_lose_nothing(watch_folder: Path) -> None:
    path = with_file(watch_folder, WRITTEN)
    spawn = multiprocessing.get_context("spawn")
    both = [spawn.Process(target=_add_several, args=(path, letter)) for letter in "AB"]
    for one in both:
        one.start()
    for one in both:
        one.join()
    names = {one.id for one in load_watch(watch_folder).exclusions}
    assert names == {"X1", *(f"{letter}{number}" for letter in "AB" for number in range(5))}
    assert not list(watch_folder.glob(".*.new"))


plain = st.one_of(st.text(max_size=20), st.integers(), st.booleans(), st.none(), st.dates())
values = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,6}", fullmatch=True), values, max_size=4), values)
def test_whatever_is_written_is_read_back_or_refused(new: dict[str, Any], changed: Any) -> None:
    text = YamlText("f", WRITTEN)
    with suppress(ProblemsFound):
        added = text.with_entry("exclusions", {**new, "id": "N"})
        after = added.with_changes("exclusions", "N", {"x": changed})
        said = parse_document(after.text, "f").content["exclusions"]
        assert said[1] == as_content({**new, "id": "N", "x": changed})
        assert added.text.startswith(WRITTEN.removesuffix("  # after the last\n"))
