"""Which files a source reads, what leaves it, and where it goes on."""

import gzip
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from collector.errors import ProblemsFound, SourceUnreadable
from collector.mapping import read_mapping
from collector.records import FactKind
from collector.source import Page
from collector.sources import SOURCES, open_source
from collector.sources.event_log import EventLogSource
from collector.sources.files import FileSource
from tests.collector.sources.helpers import EVENT_LOG, delivered

HEADER = "number,time,state,owner\n"


def event(ticket: str, hour: int = 8) -> str:
    return f"{ticket},2026-03-01T{hour:02}:00:00Z,New,Anna\n"


def source(*files: Path, page_rows: int = 2, **changed: Any) -> FileSource:
    return EventLogSource(
        "tickets", files, read_mapping({**EVENT_LOG, **changed}), b"secret", page_rows=page_rows
    )


def tickets(pages: list[Page]) -> list[list[str]]:
    return [page.rows["number"].tolist() for page in pages]


def test_every_type_of_mapping_has_its_source() -> None:
    assert sorted(SOURCES) == [
        "event_log",
        "maintenance",
        "measurements",
        "samples",
        "service_states",
        "stated_outages",
        "stated_tickets",
        "statements",
        "ticket_table",
        "xes",
    ]


def test_a_source_has_a_name_and_the_system_that_identifies_its_tickets(tmp_path: Path) -> None:
    mapping = read_mapping(EVENT_LOG)
    opened = open_source("feed", [tmp_path / "a.csv"], mapping)
    assert (opened.name, opened.system) == ("feed", "feed")
    assert open_source("feed", [], mapping, system="servicenow").system == "servicenow"


def test_files_below_the_root_are_known_by_their_path_from_there_so_that_a_moved_folder_is_not_read_again(
    tmp_path: Path,
) -> None:
    mapping = read_mapping({key: value for key, value in EVENT_LOG.items() if key != "persons"})
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
    first = delivered(here, HEADER + event("A"))
    (page,) = open_source("tickets", [first], mapping, root=here).fetch(None)
    assert page.origin == first.name
    moved = delivered(there, HEADER + event("A"))
    assert list(open_source("tickets", [moved], mapping, root=there).fetch(page.cursor)) == []


def test_only_mapped_columns_leave_a_source(tmp_path: Path) -> None:
    (page,) = source(delivered(tmp_path, HEADER + event("A"))).fetch(None)
    assert "owner" not in page.rows
    assert "Anna" not in page.rows.to_csv()


def test_a_person_leaves_a_source_as_a_keyed_hash_only(tmp_path: Path) -> None:
    path = delivered(tmp_path, HEADER + event("A") + event("B") + "C,2026-03-01T08:00:00Z,New,\n")
    keep = {"fields": {"owner": "owner"}, "persons": ["owner"]}
    (page,) = source(path, page_rows=9, **keep).fetch(None)
    first, second, blank = page.rows["owner"].tolist()
    assert first == second
    assert len(first) == 24
    assert blank == ""


def test_a_mapping_that_keeps_persons_needs_a_secret() -> None:
    mapping = read_mapping({**EVENT_LOG, "fields": {"owner": "owner"}, "persons": ["owner"]})
    with pytest.raises(ProblemsFound, match="has no secret for their hashes"):
        open_source("tickets", [], mapping)


def test_pages_follow_the_files_in_their_order(tmp_path: Path) -> None:
    first = delivered(tmp_path, HEADER + event("A") + event("B") + event("C"), "1.csv")
    second = delivered(tmp_path, HEADER + event("D"), "2.csv")
    pages = list(source(first, second).fetch(None))
    assert tickets(pages) == [["A", "B"], ["C"], ["D"]]
    assert [page.origin for page in pages] == [first.as_posix(), first.as_posix(), second.as_posix()]


def test_a_source_goes_on_after_any_page(tmp_path: Path) -> None:
    first = delivered(tmp_path, HEADER + event("A") + event("B") + event("C"), "1.csv")
    second = delivered(tmp_path, HEADER + event("D"), "2.csv")
    pages = list(source(first, second).fetch(None))
    for done, page in enumerate(pages):
        assert tickets(list(source(first, second).fetch(page.cursor))) == tickets(pages[done + 1 :])


def test_going_on_inside_a_file_keeps_the_order_of_a_second(tmp_path: Path) -> None:
    path = delivered(tmp_path, HEADER + event("A") * 3)
    opened = source(path)
    first = next(opened.fetch(None))
    (second,) = opened.fetch(first.cursor)
    assert opened.normalise(second).facts[FactKind.TICKET_CHANGE]["sequence"].tolist() == [2]


def test_a_finished_file_yields_nothing_until_it_changes(tmp_path: Path) -> None:
    path = delivered(tmp_path, HEADER + event("A"))
    (page,) = source(path).fetch(None)
    assert list(source(path).fetch(page.cursor)) == []
    delivered(tmp_path, HEADER + event("A") + event("B"))
    assert tickets(list(source(path).fetch(page.cursor))) == [["A", "B"]]


def test_another_mapping_reads_everything_again(tmp_path: Path) -> None:
    path = delivered(tmp_path, HEADER + event("A"))
    (page,) = source(path).fetch(None)
    assert len(list(source(path, fields={"owner": "owner"}, persons=["owner"]).fetch(page.cursor))) == 1


def test_a_file_that_is_no_longer_there_is_forgotten(tmp_path: Path) -> None:
    first = delivered(tmp_path, HEADER + event("A"), "1.csv")
    (page,) = source(first).fetch(None)
    second = delivered(tmp_path, HEADER + event("B"), "2.csv")
    (page,) = source(second).fetch(page.cursor)
    assert "1.csv" not in page.cursor


def test_a_file_with_only_a_header_is_finished_with_an_empty_page(tmp_path: Path) -> None:
    path = delivered(tmp_path, HEADER)
    (page,) = source(path).fetch(None)
    assert page.rows.empty
    assert list(source(path).fetch(page.cursor)) == []


def test_a_truncated_file_yields_no_page_at_all(tmp_path: Path) -> None:
    whole = gzip.compress((HEADER + "".join(event(f"T{n}") for n in range(999))).encode())
    path = delivered(tmp_path, whole[:-20], "delivery.csv.gz")
    with pytest.raises(SourceUnreadable, match="damaged or cut off"):
        next(source(path).fetch(None))


def test_pages_of_a_file_before_a_damaged_one_stand(tmp_path: Path) -> None:
    good = delivered(tmp_path, HEADER + event("A"), "1.csv")
    empty = delivered(tmp_path, "", "2.csv")
    pages = source(good, empty).fetch(None)
    assert tickets([next(pages)]) == [["A"]]
    with pytest.raises(SourceUnreadable, match="empty"):
        next(pages)


@pytest.mark.parametrize("cursor", ["nonsense", "[]", '{"mapping": "x"}'])
def test_a_cursor_of_another_kind_of_source_is_refused(tmp_path: Path, cursor: str) -> None:
    with pytest.raises(SourceUnreadable, match="not one of a source of files"):
        next(source(delivered(tmp_path, HEADER)).fetch(cursor))


def test_only_the_last_page_of_a_full_delivery_is_complete(tmp_path: Path) -> None:
    first = delivered(tmp_path, HEADER + event("A") + event("B") + event("C"), "1.csv")
    second = delivered(tmp_path, HEADER + event("D"), "2.csv")
    pages = list(source(first, second, full_delivery=True).fetch(None))
    assert [page.complete for page in pages] == [False, False, True]
    assert not any(page.complete for page in source(first, second).fetch(None))


def test_a_full_delivery_is_read_whole_again_when_any_file_changed_or_is_gone(tmp_path: Path) -> None:
    first = delivered(tmp_path, HEADER + event("A"), "1.csv")
    second = delivered(tmp_path, HEADER + event("B"), "2.csv")
    *_, last = source(first, second, full_delivery=True).fetch(None)
    assert list(source(first, second, full_delivery=True).fetch(last.cursor)) == []
    assert tickets(list(source(first, full_delivery=True).fetch(last.cursor))) == [["A"]]
    delivered(tmp_path, HEADER + event("C"), "2.csv")
    again = source(first, second, full_delivery=True).fetch(last.cursor)
    assert tickets(list(again)) == [["A"], ["C"]]


def test_a_full_delivery_that_was_broken_off_starts_anew(tmp_path: Path) -> None:
    path = delivered(tmp_path, HEADER + event("A") + event("B") + event("C"))
    first = next(source(path, full_delivery=True).fetch(None))
    assert tickets(list(source(path, full_delivery=True).fetch(first.cursor))) == [["A", "B"], ["C"]]


def test_a_full_delivery_without_a_row_removes_nothing(tmp_path: Path) -> None:
    (page,) = source(delivered(tmp_path, HEADER), full_delivery=True).fetch(None)
    assert not page.complete


def test_facts_do_not_depend_on_the_size_of_pages(tmp_path: Path) -> None:
    path = delivered(tmp_path, HEADER + "".join(event(f"T{n % 7}", n % 24) for n in range(60)))
    found = []
    for page_rows in (7, 20, 100):
        opened = source(path, page_rows=page_rows)
        frames = [opened.normalise(page).facts[FactKind.TICKET_CHANGE] for page in opened.fetch(None)]
        found.append(pd.concat(frames).sort_values(["ticket", "at", "sequence"]).reset_index(drop=True))
    pd.testing.assert_frame_equal(found[0], found[1])
    pd.testing.assert_frame_equal(found[0], found[2])


XES = """<log><trace><string key="concept:name" value="A"/><event>
<string key="concept:name" value="New"/><date key="time:timestamp" value="2026-03-01T08:00:00Z"/>
</event></trace></log>"""


@pytest.mark.parametrize("zone", [None, "Europe/Stockholm"])
def test_a_log_in_xes_has_its_usual_columns_and_is_checked_whole_first(
    tmp_path: Path, zone: str | None
) -> None:
    mapping = read_mapping({"type": "xes", "columns": {"status": "concept:name"}, "time_zone": zone})
    path = delivered(tmp_path, XES, "log.xes")
    (page,) = open_source("t", [path], mapping).fetch(None)
    assert page.rows["trace:concept:name"].tolist() == ["A"]
    with pytest.raises(SourceUnreadable, match="no well-formed XML"):
        next(open_source("t", [delivered(tmp_path, XES[:-3], "cut.xes")], mapping).fetch(None))


def test_a_log_in_another_encoding_is_read_when_the_mapping_names_it(tmp_path: Path) -> None:
    path = delivered(tmp_path, (HEADER + event("Ärende")).encode("cp1252"))
    assert tickets(list(source(path, encoding="cp1252").fetch(None))) == [["Ärende"]]
    with pytest.raises(SourceUnreadable, match="is not utf-8 text"):
        next(source(path).fetch(None))


def test_a_log_may_tell_of_fields_only(tmp_path: Path) -> None:
    mapping = {
        "type": "event_log",
        "columns": {"ticket": "number", "at": "time"},
        "fields": {"step": "state"},
    }
    opened = open_source("t", [delivered(tmp_path, HEADER + event("A"))], read_mapping(mapping))
    (page,) = opened.fetch(None)
    assert opened.normalise(page).facts[FactKind.TICKET_CHANGE]["field"].tolist() == ["step"]


def test_a_full_delivery_without_files_yields_nothing() -> None:
    assert list(source(full_delivery=True).fetch(None)) == []
