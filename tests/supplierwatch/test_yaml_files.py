"""How YAML files are read, and how bad ones are refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from collector.errors import Problem, ProblemsFound
from supplierwatch import yaml_files
from supplierwatch.yaml_files import read_document, write_path


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "file.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refused(folder: Path, text: str | bytes) -> list[Problem]:
    with pytest.raises(ProblemsFound) as error:
        read_document(written(folder, text))
    return list(error.value.problems)


def test_values_are_plain_and_dates_stay_text(tmp_path: Path) -> None:
    text = 'a: 2026-10-01\nb: on\nc: 0.5\nd: [1, 0x10, true, null, "5"]\ne: 07:00\n'
    content = read_document(written(tmp_path, text)).content
    assert content == {
        "a": "2026-10-01",
        "b": "on",
        "c": 0.5,
        "d": [1, 16, True, None, "5"],
        "e": "07:00",
    }


def test_every_key_and_list_entry_knows_its_line(tmp_path: Path) -> None:
    document = read_document(written(tmp_path, "# first\na:\n  - x: 1\n    y: 2\n  - x: 3\n"))
    assert document.line(("a",)) == 2
    assert document.line(("a", 0, "y")) == 4
    assert document.line(("a", 1)) == 5


def test_a_missing_key_has_the_line_of_what_it_belongs_to(tmp_path: Path) -> None:
    document = read_document(written(tmp_path, "a:\n  - x: 1\n  - x: 3\n"))
    assert document.line(("a", 1, "missing", "deeper")) == 3


def test_a_byte_order_mark_is_no_content(tmp_path: Path) -> None:
    assert read_document(written(tmp_path, b"\xef\xbb\xbfa: 1\n")).content == {"a": 1}


def test_broken_syntax_names_its_line(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "a: 1\nb: [1, 2\nc: 3\n")
    assert problem.line == 3
    assert "this is not YAML" in problem.found


def test_a_tab_as_indentation_names_its_line(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "a:\n\tb: 1\n")
    assert problem.line == 2


def test_all_doubled_keys_are_found_with_both_lines(tmp_path: Path) -> None:
    problems = refused(tmp_path, "a: 1\nb: {x: 1, x: 2}\na: 2\n")
    assert [(problem.line, problem.found) for problem in problems] == [
        (2, "the key x stands here and on line 2"),
        (3, "the key a stands here and on line 1"),
    ]


def test_a_file_that_is_not_utf8_names_byte_and_line(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "a: 1\nb: å\n".encode("latin-1"))
    assert problem.line == 2
    assert problem.found == "byte 9 (hexadecimal e5) is not UTF-8"


def test_a_control_character_names_its_line(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "a: 1\nb: \x07\n")
    assert problem.line == 2


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_an_empty_file_is_refused(tmp_path: Path, text: str) -> None:
    [problem] = refused(tmp_path, text)
    assert problem.found == "the file is empty"


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match=r"missing\.yaml: there is no such file"):
        read_document(tmp_path / "missing.yaml")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="there is no such file"):
        read_document(tmp_path)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_files, "LARGEST_FILE", 10)
    [problem] = refused(tmp_path, "a: 12345678901\n")
    assert problem.found == "the file is too large"


def test_an_alias_bomb_is_refused(tmp_path: Path) -> None:
    # Ten aliases on each of ten levels would unfold to 10^10 values.
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    problems = refused(tmp_path, "\n".join(lines))
    assert problems[-1].found == "the file unfolds to more than 300000 values"


def test_an_alias_inside_itself_is_refused(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "a: &a\n  b: *a\n")
    assert problem.found == "an alias names something it stands in itself"


def test_an_ordinary_alias_is_followed(tmp_path: Path) -> None:
    assert read_document(written(tmp_path, "a: &a [1]\nb: *a\n")).content == {"a": [1], "b": [1]}


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system ['true']", "!own value", "!!set {a, b}"])
def test_a_tag_is_refused_and_constructs_nothing(tmp_path: Path, tag: str) -> None:
    [problem] = refused(tmp_path, f"a: 1\nb: {tag}\n")
    assert problem.line == 2
    assert problem.found.startswith("the tag")


def test_a_merge_key_is_refused(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "a: &a {x: 1}\nb:\n  <<: *a\n")
    assert problem.line == 3


def test_values_nested_too_deep_are_refused(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "a: " + "[" * 1000 + "]" * 1000)
    assert problem.found == "values are nested too deep"


def test_a_word_of_yaml_1_1_in_an_old_file_is_refused(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "%YAML 1.1\n---\na: on\n")
    assert "'on' is no value" in problem.found


def test_two_documents_in_one_file_are_refused(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "a: 1\n---\nb: 2\n")
    assert "another document" in problem.found


def test_a_path_names_list_entries_by_their_id() -> None:
    content = {"indicators": [{"id": "K01"}, {"id": "K05", "bands": [{"points": 1}]}]}
    assert write_path(("indicators", 1, "bands", 0, "points"), content) == "indicators[K05].bands[#1].points"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text("abc -#å", max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=3)
        ),
        max_leaves=10,
    ).filter(lambda content: content is not None)
)
def test_what_another_writer_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, content: object
) -> None:
    path = tmp_path_factory.mktemp("yaml") / "file.yaml"
    YAML(typ="safe", pure=True).dump({"content": content}, path)
    assert read_document(path).content == {"content": content}
