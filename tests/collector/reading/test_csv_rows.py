"""CSV files as frames of text, each row with the line it starts at."""

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.errors import SourceUnreadable
from collector.reading.checking import check_file
from collector.reading.csv_rows import csv_frames
from collector.reading.rows import ROW_PROBLEM, TableOptions, in_pages


def rows(
    folder: Path,
    content: str | bytes,
    needed: tuple[str, ...] = ("a", "b"),
    options: TableOptions | None = None,
) -> dict[int, tuple[str, ...]]:
    path = folder / "table.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    options = options or TableOptions()
    frames = list(csv_frames(check_file(path, options.encoding), options, needed))
    return {
        line: tuple(row) for frame in frames for line, row in zip(frame.index, frame.to_numpy(), strict=True)
    }


def test_the_header_is_line_one(tmp_path: Path) -> None:
    assert rows(tmp_path, "a,b\n1,2\n3,4\n") == {2: ("1", "2"), 3: ("3", "4")}


def test_cells_stay_text_as_they_are_written(tmp_path: Path) -> None:
    assert rows(tmp_path, "a,b\n007,1e3\nNA,null\n") == {2: ("007", "1e3"), 3: ("NA", "null")}


@pytest.mark.parametrize("cell", ["=1+1", "=cmd|' /C calc'!A0", "+46", "-1", "@SUM(A1)"])
def test_a_cell_that_looks_like_a_formula_is_text(tmp_path: Path, cell: str) -> None:
    assert rows(tmp_path, f"a,b\n{cell},2\n") == {2: (cell, "2")}


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    assert rows(tmp_path, b"\xef\xbb\xbfa,b\n1,2\n") == {2: ("1", "2")}


def test_lines_may_end_as_on_windows(tmp_path: Path) -> None:
    assert rows(tmp_path, "a,b\r\n1,2\r\n") == {2: ("1", "2")}


def test_a_quoted_delimiter_quote_and_line_break_belong_to_the_cell(tmp_path: Path) -> None:
    content = 'a,b\n"1,5","say ""no"""\n"two\nlines",x\n3,4\n'
    assert rows(tmp_path, content) == {2: ("1,5", 'say "no"'), 3: ("two\nlines", "x"), 5: ("3", "4")}


def test_line_breaks_in_columns_that_are_not_read_count_too(tmp_path: Path) -> None:
    assert rows(tmp_path, 'a,text,b\n1,"x\ny\nz",2\n3,"",4\n') == {2: ("1", "2"), 5: ("3", "4")}


def test_blank_lines_count_but_are_no_rows(tmp_path: Path) -> None:
    assert rows(tmp_path, "a,b\n\n1,2\n,\n3,4\n") == {3: ("1", "2"), 5: ("3", "4")}


def test_a_header_may_be_quoted_and_span_lines(tmp_path: Path) -> None:
    assert rows(tmp_path, '"a","b\nb"\n1,2\n', ("a", "b\nb")) == {3: ("1", "2")}


def test_a_row_with_too_many_or_too_few_cells_is_put_aside_at_its_line(tmp_path: Path) -> None:
    found = rows(tmp_path, 'a,b\n1,2\n3\n4,"5\n6"\n7,8,"9\n9"\n10,11\n12\n')
    assert found == {
        2: ("1", "2", ""),
        3: ("", "", "the row has 1 cells, the header 2"),
        4: ("4", "5\n6", ""),
        6: ("", "", "the row has 3 cells, the header 2"),
        8: ("10", "11", ""),
        9: ("", "", "the row has 1 cells, the header 2"),
    }


def test_a_file_of_which_no_row_can_be_used_still_tells_its_lines(tmp_path: Path) -> None:
    assert list(rows(tmp_path, "a,b\n1\n2\n")) == [2, 3]


def test_a_file_with_only_a_header_has_no_rows(tmp_path: Path) -> None:
    assert rows(tmp_path, "a,b\n") == {}
    assert rows(tmp_path, "a,b") == {}


def test_a_quotation_mark_that_is_never_closed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"table\.csv:3: a quotation mark is never closed"):
        rows(tmp_path, 'a,b\n1,2\n3,"4\n5,6\n7,8\n')


def test_a_quotation_mark_inside_a_cell_is_a_character(tmp_path: Path) -> None:
    assert rows(tmp_path, 'a,b\n1,24" screen\n2,x\n') == {2: ("1", '24" screen'), 3: ("2", "x")}


def test_a_missing_column_is_named_with_those_present(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"column 'c' is missing; allowed: a, b\. Name the column"):
        rows(tmp_path, "a,b\n1,2\n", ("a", "c"))


def test_a_wrong_delimiter_shows_in_the_columns_present(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="columns 'a', 'b' are missing; allowed: a;b"):
        rows(tmp_path, "a;b\n1;2\n")


def test_a_column_that_is_needed_may_not_stand_twice(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="column 'a' stands more than once"):
        rows(tmp_path, "a,b,a\n1,2,3\n")


def test_a_column_that_is_not_needed_may_stand_twice(tmp_path: Path) -> None:
    assert rows(tmp_path, 'a,x,x,b\n1,"2",3,4\n') == {2: ("1", "4")}


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_other_encodings_are_read_when_named(tmp_path: Path, encoding: str) -> None:
    content = "a;b\nStröm;Åre\n".encode(encoding)
    assert rows(tmp_path, content, options=TableOptions(";", encoding)) == {2: ("Ström", "Åre")}


def test_pages_have_the_size_asked_for_and_the_last_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b\n" + "".join(f"{n},x\n" for n in range(7)))
    pages = in_pages(csv_frames(check_file(path), TableOptions(), ("a",)), 3)
    assert [page.index.tolist() for page in pages] == [[2, 3, 4], [5, 6, 7], [8]]


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8)


@settings(deadline=None)
@given(st.lists(st.tuples(CELL, CELL), max_size=12))
def test_what_is_written_as_csv_comes_back_with_its_line(table: list[tuple[str, str]]) -> None:
    expected: dict[int, tuple[str, str]] = {}
    line = 2
    for row in table:
        if row != ("", ""):
            expected[line] = row
        line += 1 + sum(cell.count("\n") for cell in row)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "source.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([("a", "b"), *table])
        assert rows(Path(folder), path.read_bytes()) == expected


def test_a_frame_without_problems_has_no_column_for_them(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,2\n")
    (frame,) = csv_frames(check_file(path), TableOptions(), ("a",))
    assert ROW_PROBLEM not in frame


def test_a_file_larger_than_a_block_keeps_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    rows_written = 300_000
    filler = "x" * 60
    path.write_text("a,b\n" + "".join(f'{n},"{filler}"\n' for n in range(rows_written)))
    frames = list(csv_frames(check_file(path), TableOptions(), ("a",)))
    assert len(frames) > 1
    (page,) = in_pages(frames, rows_written + 1)
    assert (page["a"].astype("int64") == page.index - 2).all()
    assert len(page) == rows_written


def test_a_header_that_is_too_long_for_a_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"table\.csv:1: the header cannot be read"):
        rows(tmp_path, "a," + "x" * 200_000 + "\n1,2\n")
