"""The archive of reports: each one once, by versions, and what was kept is what is given out."""

import multiprocessing
import zlib
from dataclasses import replace

import pytest
import sqlalchemy as sa

from collector.errors import NothingFound, SupplierwatchError
from collector.store.database import Database, open_database
from supplierwatch.archiving import store
from supplierwatch.archiving.differences import differences
from supplierwatch.archiving.store import (
    Archived,
    Identity,
    Kept,
    Making,
    find_damaged,
    find_scheduled,
    keep,
    keep_scheduled,
    read_archived,
    read_content,
    read_one,
    read_versions,
)
from supplierwatch.archiving.tables import ARCHIVED_REPORT

REPORT = Identity("service", "2026-10", "", "public", "sv", "pdf")
MADE = Making(evaluation=30, restatement=None, made_at=1_800_000_000, made_by="supplierwatch")
KEY = "2026-10/board|service||public|sv|pdf"


def kept(database: Database, content: bytes, report: Identity = REPORT, made: Making = MADE) -> Kept:
    with database.writing() as connection:
        return keep(connection, report, made, content)


def scheduled(database: Database, content: bytes) -> Archived:
    with database.writing() as connection:
        return keep_scheduled(connection, KEY, REPORT, MADE, content)


def make_scheduled(address: str) -> int:
    with open_database(address) as database:
        return scheduled(database, b"the report").number


def damage(database: Database, packed: bytes) -> None:
    with database.writing() as connection:
        connection.execute(sa.update(ARCHIVED_REPORT).values(packed=packed))


def test_a_report_is_given_out_byte_by_byte_as_it_was_kept(database: Database) -> None:
    content = bytes(range(256)) * 100
    found = kept(database, content)
    assert (found.is_new, found.report.version, found.report.size) == (True, 1, 25_600)
    with database.reading() as connection:
        assert read_content(connection, read_one(connection, found.report.number)) == content


def test_the_same_content_is_kept_once(database: Database) -> None:
    first = kept(database, b"one")
    later = kept(database, b"one", made=replace(MADE, made_at=MADE.made_at + 60))
    assert (later.is_new, later.report) == (False, first.report)
    with database.reading() as connection:
        assert len(read_archived(connection)) == 1


def test_other_content_is_the_next_version_and_says_what_it_differs_in(database: Database) -> None:
    kept(database, b"one")
    restated = replace(MADE, evaluation=31, restatement=1)
    assert kept(database, b"two", made=restated).report.version == 2
    assert kept(database, b"three", made=restated).report.version == 3
    with database.reading() as connection:
        versions = read_versions(connection, REPORT)
    assert [differences(versions, one) for one in versions] == [
        (),
        ("evaluation 30 -> 31", "restatement none -> 1"),
        ("the same results; the day it was made, what people did or wrote since, or the program",),
    ]


@pytest.mark.parametrize("part", ["kind", "period", "scope", "edition", "language", "form"])
def test_reports_that_differ_in_anything_are_counted_apart(part: str, sqlite_database: Database) -> None:
    kept(sqlite_database, b"one")
    other = kept(sqlite_database, b"one", replace(REPORT, **{part: "other"}))
    assert (other.is_new, other.report.version) == (True, 1)


def test_a_scheduled_report_that_is_tried_again_is_the_one_that_was_made_first(database: Database) -> None:
    first = scheduled(database, b"as it was before the crash")
    again = scheduled(database, b"as it would be now")
    assert again == first
    with database.reading() as connection:
        assert len(read_archived(connection)) == 1
        assert find_scheduled(connection, KEY) == first
        assert find_scheduled(connection, "2026-11/board") is None


def test_two_processes_at_once_make_one(database: Database) -> None:
    address = str(database.url.render_as_string(hide_password=False))
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        numbers = pool.map(make_scheduled, [address] * 2)
    assert numbers[0] == numbers[1]
    with database.reading() as connection:
        assert [one.version for one in read_archived(connection)] == [1]


@pytest.mark.parametrize("packed", [b"no longer packed", zlib.compress(b"another"), b""])
def test_a_report_that_is_not_what_was_kept_is_found_and_never_given_out(
    packed: bytes, sqlite_database: Database
) -> None:
    report = kept(sqlite_database, b"content").report
    assert list(find_damaged(sqlite_database)) == [(report, True)]
    damage(sqlite_database, packed)
    assert list(find_damaged(sqlite_database)) == [(report, False)]
    with sqlite_database.reading() as connection, pytest.raises(SupplierwatchError, match="its hash differs"):
        read_content(connection, report)


def test_a_bomb_in_the_archive_is_not_unpacked_beyond_the_size_of_its_report(
    sqlite_database: Database,
) -> None:
    report = kept(sqlite_database, b"content").report
    damage(sqlite_database, zlib.compress(bytes(10_000_000)))
    with sqlite_database.reading() as connection, pytest.raises(SupplierwatchError, match="its hash differs"):
        read_content(connection, report)


def test_a_number_that_is_in_no_archive_is_told(sqlite_database: Database) -> None:
    with sqlite_database.reading() as connection, pytest.raises(NothingFound, match="no report 7"):
        read_one(connection, 7)


def test_what_is_too_large_is_refused(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LARGEST_REPORT", 5)
    with pytest.raises(SupplierwatchError, match="has 6 bytes; the archive takes 5"):
        kept(sqlite_database, b"longer")


@pytest.mark.parametrize(
    ("report", "name"),
    [
        (REPORT, "2026-10-service-public-sv.pdf"),
        (replace(REPORT, edition="confidential"), "2026-10-sv.pdf"),
        (replace(REPORT, kind="unit", scope="north", form="xlsx"), "2026-10-unit-north-public-sv.xlsx"),
        (replace(REPORT, kind="half_year", edition="confidential"), "2026-10-half-year-confidential-sv.pdf"),
    ],
)
def test_a_file_is_named_by_what_it_is(report: Identity, name: str) -> None:
    assert report.file_name == name


def test_a_unit_that_a_source_named_leads_to_no_other_folder() -> None:
    report = replace(REPORT, kind="unit", scope="../../north desk\r\nBcc: x")
    assert report.file_name == "2026-10-unit-.._.._north_desk__Bcc__x-public-sv.pdf"
