"""Kept pages: what came over the network is kept as it was let in, hashed, and known when it comes again."""

import json

import pandas as pd
import pytest
import sqlalchemy as sa

from collector.errors import SourceUnreadable
from collector.records import FactKind
from collector.source import Normalised, Page, Sweep, empty_rejects
from collector.store.database import Database
from collector.store.heard import read_heard
from collector.store.intakes import SavedPage
from collector.store.kept_pages import read_last_kept
from collector.store.retention import KEPT_PAGES, remove_facts
from collector.store.runs import RunOutcome, save_run_end, save_run_start
from collector.store.save import save_page
from collector.store.schema import KEPT_PAGE, RETENTION
from tests.collector.store.pages import Facts, normalised, ticket


def rows(*values: str) -> pd.DataFrame:
    index = pd.RangeIndex(1, len(values) + 1, name="line")
    return pd.DataFrame({"#ticket": pd.Series(values, dtype="str", index=index), "state": "Öppen"}).astype(
        "str"
    )


def save_fetched(
    database: Database,
    found: pd.DataFrame,
    facts: Facts | None = None,
    *,
    fetched_at: int | None = 1000,
    reached_at: int | None = None,
    fingerprint: str = "m1",
    source: str = "desk",
) -> SavedPage:
    run = save_run_start(database, source, 1000)
    page = Page(
        "desk: tickets", found, "1", "hash of the answer", fetched_at=fetched_at, reached_at=reached_at
    )
    saved = save_page(database, source, normalised(facts or {}), page, run.id, 1000, fingerprint=fingerprint)
    save_run_end(database, run, RunOutcome.COMPLETE, 1000)
    return saved


def kept(database: Database) -> list[tuple[int, int, list[int]]]:
    """Number, time and intakes of the kept pages, in order."""
    query = sa.select(KEPT_PAGE.c.number, KEPT_PAGE.c.fetched_at, KEPT_PAGE.c.intakes)
    with database.reading() as connection:
        found = connection.execute(query.order_by(KEPT_PAGE.c.number)).all()
    return [(number, at, json.loads(intakes)) for number, at, intakes in found]


def one(key: str) -> Facts:
    return {FactKind.TICKET: [ticket(key, 100)]}


def test_a_page_from_the_network_is_kept_as_it_was(database: Database) -> None:
    save_fetched(database, rows("A", "B", "åäö\0"), one("A"))
    found = read_last_kept(database, "desk")
    assert found is not None
    assert (found.origin, found.content_hash, found.fetched_at) == (
        "desk: tickets",
        "hash of the answer",
        1000,
    )
    assert (found.fingerprint, found.intakes, found.rows) == ("m1", (1,), 3)
    pd.testing.assert_frame_equal(found.page().rows, rows("A", "B", "åäö\0"))


def test_lines_that_are_not_counted_from_one_are_kept(database: Database) -> None:
    gaps = rows("A", "B", "C").drop(index=2)
    save_fetched(database, gaps)
    found = read_last_kept(database, "desk")
    assert found is not None
    assert found.page().rows.index.to_list() == [1, 3]


def test_a_page_from_a_file_is_not_kept(database: Database) -> None:
    save_fetched(database, rows("A"), one("A"), fetched_at=None)
    assert kept(database) == []


def test_neither_a_page_without_rows_nor_keys_of_a_sweep_are_kept(database: Database) -> None:
    save_fetched(database, rows())
    run = save_run_start(database, "desk", 1000)
    swept = Normalised({}, empty_rejects(), sweep=Sweep(0, 10, frozenset({"A"}), 5))
    save_page(database, "desk", swept, Page("keys", rows("A"), "2", "", fetched_at=1), run.id, 1000)
    assert kept(database) == []


def test_the_same_page_that_brings_nothing_is_kept_once_as_seen_last(database: Database) -> None:
    save_fetched(database, rows("A"), one("A"))
    save_fetched(database, rows("B"), one("B"), fetched_at=2000)
    assert kept(database) == [(1, 1000, [1]), (2, 2000, [2])]
    save_fetched(database, rows("A"), one("A"), fetched_at=3000)
    assert kept(database) == [(2, 2000, [2]), (3, 3000, [1])]
    save_fetched(database, rows("A"), one("A"), fetched_at=4000)
    assert kept(database) == [(2, 2000, [2]), (3, 4000, [1])]


def test_another_page_that_brings_nothing_is_kept_too(database: Database) -> None:
    save_fetched(database, rows("A"), one("A"))
    save_fetched(database, rows("A", "A"), one("A"), fetched_at=2000)
    assert kept(database) == [(1, 1000, [1]), (2, 2000, [])]


def test_the_same_page_of_another_source_is_kept_for_it(database: Database) -> None:
    save_fetched(database, rows("A"))
    save_fetched(database, rows("A"), source="phone")
    assert len(kept(database)) == 2


@pytest.mark.parametrize("damage", [{"digest": "0" * 64}, {"content": b"not packed"}])
def test_a_page_that_was_damaged_is_refused(damage: dict[str, object], database: Database) -> None:
    save_fetched(database, rows("A"))
    with database.writing() as connection:
        connection.execute(sa.update(KEPT_PAGE).values(damage))
    found = read_last_kept(database, "desk")
    assert found is not None
    with pytest.raises(SourceUnreadable, match=r"1970-01-01T00:16:40.* is not what was kept"):
        found.page()


def test_kept_pages_are_removed_by_when_they_were_seen_last(database: Database) -> None:
    save_fetched(database, rows("A"), fetched_at=1000)
    save_fetched(database, rows("B"), fetched_at=2000)
    removal = remove_facts(database, KEPT_PAGES, 2000, 5000)
    assert removal is not None
    assert (removal.kind, removal.rows, removal.up_to) == ("raw_pages", 1, 2000)
    assert [at for _, at, _ in kept(database)] == [2000]
    with database.reading() as connection:
        assert len(connection.execute(sa.select(RETENTION)).all()) == 1


def test_a_source_is_known_up_to_the_latest_instant_a_page_told(database: Database) -> None:
    save_fetched(database, rows("A"), reached_at=500)
    save_fetched(database, rows("B"), reached_at=400)
    save_fetched(database, rows("C"))
    [heard] = read_heard(database)
    assert heard.reached_at == 500


def test_a_page_that_brings_nothing_else_still_says_up_to_when_the_source_is_known(
    database: Database,
) -> None:
    save_fetched(database, rows("A"))
    assert save_fetched(database, rows(), reached_at=900).number is None
    assert read_heard(database)[0].reached_at == 900


def test_a_source_that_never_said_is_known_up_to_no_instant(database: Database) -> None:
    save_fetched(database, rows("A"))
    assert read_heard(database)[0].reached_at is None
