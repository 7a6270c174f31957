"""Normalising kept pages again: afterwards stands what a fresh fetch under the new mapping would give."""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from collector.again import normalise_again
from collector.collect import RunRecord, collect
from collector.connectors.normalising import normalise_page
from collector.connectors.rows import (
    CHANGE_PART,
    NEW,
    OLD,
    ROW_PART,
    TICKET_PART,
    UPDATED_AT,
    frame_of,
    joined_rows,
)
from collector.identifiers import content_hash
from collector.instants import format_instant
from collector.mapping import mapping_hash, read_mapping
from collector.mapping.tickets import AT, FIELD, OPENED_AT, ORDER, TICKET
from collector.records import FactKind
from collector.source import Normalised, Page, Sweep, empty_rejects
from collector.store.database import Database, open_database
from collector.store.health import read_quarantine, read_source_health
from collector.store.read import read_facts, read_horizon
from collector.store.runs import RunOutcome, save_run_start
from collector.store.save import save_page
from collector.store.schema import CONFIRMED, KEPT_PAGE, RESTATING
from tests.collector.store.pages import clock

BEGIN = 1_780_000_000
HISTORY: dict[str, Any] = {
    "type": "ticket_history",
    "fields": {"status": "state", "priority": "priority"},
    "statuses": {"New": "active", "Pending": "waiting_user", "Done": "resolved"},
    "columns": {"service": "service"},
    "values": {"service": {"Mail": "T1", "Phone": "T2"}},
    "unlisted": "keep",
}
WINDOWS: dict[str, Any] = {
    "type": "maintenance",
    "columns": {"window": "id", "starts_at": "from", "ends_at": "to", "service": "service"},
    "values": {"service": {"Mail": "T1", "Phone": "T2"}},
    "unlisted": "keep",
}
STATES: dict[str, Any] = {
    "type": "service_states",
    "columns": {"at": "at", "state": "state", "service": "service"},
    "states": {"ok": "up", "bad": "down"},
    "records": "changes_only",
    "values": {"service": {"Mail": "T1", "Phone": "T2"}},
    "unlisted": "keep",
}

SAMPLES: dict[str, Any] = {**STATES, "type": "samples", "records": "all", "max_gap": 90}


@dataclass
class Kept:
    """A source that gives its pages one after another, each at its own time; `asked` counts its fetches."""

    pages: list[Page]
    mapping: dict[str, Any]
    name: str = "desk"
    system: str = "desk"
    asked: int = 0

    @property
    def fingerprint(self) -> str:
        return mapping_hash(read_mapping(self.mapping))

    def fetch(self, cursor: str | None) -> Iterator[Page]:
        self.asked += 1
        for number in range(0 if cursor is None else int(cursor), len(self.pages)):
            yield replace(self.pages[number], cursor=str(number + 1), fetched_at=BEGIN + number)

    def normalise(self, page: Page) -> Normalised:
        return normalise_page(page, read_mapping(self.mapping), self.name)

    def under(self, **changed: Any) -> "Kept":
        return replace(self, mapping={**self.mapping, **changed})


def page_of(rows: pd.DataFrame) -> Page:
    return Page("desk: tickets", rows, "", content_hash(rows.to_csv().encode()))


@dataclass(frozen=True)
class Ticket:
    """A ticket as it is: its service, and its changes as (seconds after opening, field, old, new)."""

    key: str
    opened_at: int
    service: str
    changes: tuple[tuple[int, str, str, str], ...] = ()

    def rows(self) -> list[pd.DataFrame]:
        present = {"state": "New", "priority": "3"}
        present |= {field: new for _, field, _, new in self.changes}
        updated = self.opened_at + max((at for at, *_ in self.changes), default=0)
        ticket = {
            TICKET: [self.key],
            OPENED_AT: [format_instant(self.opened_at)],
            UPDATED_AT: [format_instant(updated)],
            "service": [self.service],
            **{name: [value] for name, value in present.items()},
        }
        changes = {
            TICKET: [self.key for _ in self.changes],
            AT: [format_instant(self.opened_at + at) for at, *_ in self.changes],
            ORDER: [str(number) for number, _ in enumerate(self.changes, start=1)],
            FIELD: [field for _, field, _, _ in self.changes],
            OLD: [old for _, _, old, _ in self.changes],
            NEW: [new for _, _, _, new in self.changes],
        }
        return [frame_of(TICKET_PART, ticket), frame_of(CHANGE_PART, changes)]


def tickets_page(*tickets: Ticket) -> Page:
    return page_of(joined_rows([frame for one in tickets for frame in one.rows()]))


def rows_page(**columns: list[str]) -> Page:
    return page_of(joined_rows([frame_of(ROW_PART, columns)]))


def standing(database: Database) -> dict[str, list[dict[Any, Any]]]:
    """Every fact that stands, without the numbers of the store."""
    horizon = read_horizon(database)
    found = {}
    for kind in FactKind:
        frame = read_facts(database, kind, horizon, keys=True).drop(columns="ticket_id", errors="ignore")
        rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
        found[kind.value] = sorted(rows, key=repr)
    return {kind: rows for kind, rows in found.items() if rows}


def open_rejects(database: Database) -> list[tuple[str, str]]:
    """Reason and fields of what stands in quarantine; lines are those of the page that was read."""
    found = read_quarantine(database, read_horizon(database), 1000)
    return sorted(zip(found["reason"], found["fields"], strict=True))


def fresh(source: Kept, template: Path, folder: Path) -> Database:
    """A new database that got the pages of `source` by a fresh fetch."""
    number = len(list(folder.glob("fresh*")))
    database = open_database(f"sqlite:///{shutil.copy(template, folder / f'fresh{number}.db')}")
    assert collect(source, database, clock(BEGIN)).outcome is RunOutcome.COMPLETE
    return database


def again(source: Kept, database: Database, at: int = BEGIN + 1000) -> RunRecord:
    record = collect(source, database, clock(at))
    assert record.outcome is RunOutcome.COMPLETE, record.problem
    return record


def broken_off(source: Kept, database: Database, steps: int, at: int) -> None:
    """Normalise again as a process would that is killed after so many steps."""
    run = save_run_start(database, source.name, at)
    pages = normalise_again(source, database, clock(at), run.id)
    for _ in range(steps):
        if next(pages, None) is None:
            break


OPEN = Ticket("1", BEGIN, "Mail", ((60, "state", "New", "Pending"),))
DONE = Ticket("1", BEGIN, "Mail", ((60, "state", "New", "Pending"), (90, "state", "Pending", "Done")))


def test_a_status_that_is_mapped_later_is_read_from_kept_pages_without_asking_the_system(
    database: Database,
) -> None:
    source = Kept([tickets_page(DONE)], {**HISTORY, "statuses": {"New": "active", "Done": "resolved"}})
    collect(source, database, clock(BEGIN))
    assert read_source_health(database, read_horizon(database))[0].unmapped == {"Pending": 1}
    source = source.under(statuses=HISTORY["statuses"])
    run = save_run_start(database, "desk", BEGIN + 1000)
    saved = [step.saved for step in normalise_again(source, database, clock(BEGIN + 1000), run.id)]
    assert (sum(one.changed for one in saved), sum(one.new for one in saved), source.asked) == (1, 0, 1)
    assert read_source_health(database, read_horizon(database))[0].unmapped == {}


def test_the_former_reading_stays_as_it_was_known_then(database: Database) -> None:
    source = Kept([tickets_page(DONE)], {**HISTORY, "statuses": {"New": "active", "Done": "resolved"}})
    collect(source, database, clock(BEGIN))
    before = read_horizon(database)
    known = read_facts(database, FactKind.TICKET_CHANGE, before)
    again(source.under(statuses=HISTORY["statuses"]), database)
    assert read_facts(database, FactKind.TICKET_CHANGE, before).equals(known)


def test_under_the_same_mapping_nothing_is_read_again(database: Database) -> None:
    source = Kept([tickets_page(DONE)], HISTORY)
    collect(source, database, clock(BEGIN))
    assert again(source, database).pages == 0


def test_a_ticket_is_never_seen_in_an_older_state_in_between(database: Database) -> None:
    source = Kept([tickets_page(OPEN), tickets_page(DONE)], HISTORY)
    collect(source, database, clock(BEGIN))
    source = source.under(statuses={**HISTORY["statuses"], "Pending": "waiting_third"})
    run = save_run_start(database, "desk", BEGIN + 1000)
    for _ in normalise_again(source, database, clock(BEGIN + 1000), run.id):
        changes = read_facts(database, FactKind.TICKET_CHANGE, read_horizon(database))
        # Opened, pending, done: statuses at 0, 60 and 90 seconds, and the priority at the opening.
        assert changes["at"].to_list() == [BEGIN, BEGIN, BEGIN + 60, BEGIN + 90]


def test_a_row_that_is_understood_now_stands_in_quarantine_no_longer(database: Database) -> None:
    source = Kept([tickets_page(replace(DONE, service="Print"))], {**HISTORY, "unlisted": "quarantine"})
    collect(source, database, clock(BEGIN))
    rejects = open_rejects(database)
    health = read_source_health(database, read_horizon(database))[0]
    assert (len(rejects) > 0, health.rejects) == (True, len(rejects))
    words = {"Mail": "T1", "Phone": "T2", "Print": "T3"}
    again(source.under(values={"service": words}, unlisted="quarantine"), database)
    assert open_rejects(database) == []
    assert read_source_health(database, read_horizon(database))[0].rejects == 0
    assert [row["service"] for row in standing(database)["ticket"]] == ["T3"]


def test_a_ticket_that_is_no_longer_understood_is_withdrawn_and_put_aside(database: Database) -> None:
    source = Kept([tickets_page(OPEN), tickets_page(replace(DONE, service="Print"))], HISTORY)
    collect(source, database, clock(BEGIN))
    record = again(source.under(unlisted="quarantine"), database)
    # Gone are its opening, two later statuses and its priority; its first status is not mapped any more.
    assert record.removed == 4
    found = standing(database)
    assert list(found) == ["ticket_change"]
    assert [(row["field"], row["state"]) for row in found["ticket_change"]] == [("status", 0)]
    assert len(open_rejects(database)) == 4


def test_reading_kept_pages_again_ends_where_time_is_up_and_goes_on_with_the_next_run(
    database: Database,
) -> None:
    tickets = [Ticket(str(number), BEGIN + number, "Mail") for number in range(4)]
    source = Kept([tickets_page(one) for one in tickets], HISTORY)
    collect(source, database, clock(BEGIN))
    source = source.under(values={"service": {"Mail": "T9"}})
    source.asked = 0
    looked = iter([False, True])
    first = collect(source, database, clock(BEGIN + 1000), is_time_up=lambda: next(looked))
    # Nothing new is asked before all is read again: an older page would overrule it.
    assert (first.outcome, first.pages, source.asked) == (RunOutcome.COMPLETE, 2, 0)
    (warning,) = first.warnings
    assert warning.found == (
        "time was up before the kept pages of source 'desk' were read under its new mapping: 2 are left, and "
        "nothing new was asked"
    )
    collect(source, database, clock(BEGIN + 2000))
    assert source.asked == 1
    assert [row["service"] for row in standing(database)["ticket"]] == ["T9"] * 4


def test_a_run_reads_one_kept_page_again_though_time_was_up_when_it_began(database: Database) -> None:
    source = Kept([tickets_page(OPEN), tickets_page(DONE)], HISTORY)
    collect(source, database, clock(BEGIN))
    source = source.under(values={"service": {"Mail": "T9"}})
    record = collect(source, database, clock(BEGIN + 1000), is_time_up=lambda: True)
    assert record.pages == 1


def test_a_run_tells_how_many_rows_left_quarantine(database: Database) -> None:
    source = Kept([tickets_page(replace(DONE, service="Print"))], {**HISTORY, "unlisted": "quarantine"})
    collect(source, database, clock(BEGIN))
    rejects = len(open_rejects(database))
    words = {"Mail": "T1", "Phone": "T2", "Print": "T3"}
    record = again(source.under(values={"service": words}, unlisted="quarantine"), database)
    assert record.resolved == rejects


def test_a_service_that_is_called_otherwise_leaves_no_state_under_its_former_name(database: Database) -> None:
    page = rows_page(at=[format_instant(BEGIN)], state=["bad"], service=["Mail"])
    source = Kept([page], STATES)
    collect(source, database, clock(BEGIN))
    again(source.under(values={"service": {"Mail": "T9"}}), database)
    assert [row["service"] for row in standing(database)["service_state"]] == ["T9"]


def test_a_source_goes_on_after_a_page_that_was_damaged_and_its_facts_stay(database: Database) -> None:
    source = Kept([tickets_page(DONE)], HISTORY)
    collect(source, database, clock(BEGIN))
    before = standing(database)
    with database.writing() as connection:
        connection.execute(sa.update(KEPT_PAGE).values(digest="0" * 64))
    record = again(source.under(statuses={"New": "active", "Done": "closed", "Pending": "active"}), database)
    assert standing(database) == before
    assert [str(one) for one in record.warnings if "was damaged" in str(one)] != []


def test_what_is_older_than_the_kept_pages_is_told(database: Database) -> None:
    source = Kept([tickets_page(OPEN), tickets_page(Ticket("2", BEGIN, "Mail"))], HISTORY)
    collect(source, database, clock(BEGIN))
    with database.writing() as connection:
        connection.execute(sa.delete(KEPT_PAGE).where(KEPT_PAGE.c.fetched_at == BEGIN))
    record = again(source.under(unlisted="quarantine"), database)
    [told] = record.warnings
    assert "what was fetched before 2026-05-28 nothing is kept" in str(told)
    assert "supplierwatch collect --since DAY desk" in str(told)


def swept(source: Kept, database: Database, *there: str, at: int) -> None:
    run = save_run_start(database, source.name, at)
    found = Sweep(BEGIN, BEGIN + 100, frozenset(there), 5)
    page = Page("desk: keys", pd.DataFrame(), "1", "", fetched_at=at)
    normalised = Normalised({}, empty_rejects(), sweep=found)
    save_page(database, source.name, normalised, page, run.id, at, fingerprint=source.fingerprint)


def test_a_ticket_found_gone_stays_gone_and_is_read_anew_when_it_is_there_again(database: Database) -> None:
    source = Kept([tickets_page(DONE, replace(DONE, key="2"))], HISTORY)
    collect(source, database, clock(BEGIN))
    swept(source, database, "1", at=BEGIN + 500)
    source = replace(
        source.under(statuses={"New": "active", "Pending": "active", "Done": "closed"}), pages=[]
    )
    again(source, database, BEGIN + 1000)
    assert [row["ticket"] for row in standing(database)["ticket"]] == ["1"]
    swept(source, database, "1", "2", at=BEGIN + 2000)
    again(source, database, BEGIN + 3000)
    assert [row["ticket"] for row in standing(database)["ticket"]] == ["1", "2"]
    states = [row["state"] for row in standing(database)["ticket_change"] if row["field"] == "status"]
    # Active (1) at opening and while pending, closed (7) at the end, of both.
    assert sorted(states) == [1, 1, 1, 1, 7, 7]


CHANGES: list[dict[str, Any]] = [
    {"statuses": {"New": "active", "Pending": "waiting_third", "Done": "closed"}},
    {"statuses": {"New": "active"}},
    {"unlisted": "quarantine"},
    {"values": {"service": {"Mail": "T9"}}, "unlisted": "quarantine"},
    {"fields": {"status": "state"}},
    {"identifier_prefix": "X-"},
    {"constants": {"kind": "incident"}},
    {"earliest": "2026-05-29"},
]


def random_history(chance: random.Random) -> list[Page]:
    """Pages of a dozen tickets: each page holds some whole, as they were then."""
    told: dict[str, Ticket] = {}
    pages = []
    for _ in range(chance.randrange(3, 9)):
        for number in chance.sample(range(12), chance.randrange(1, 6)):
            key = str(number)
            one = told.get(key) or Ticket(
                key, BEGIN + number * 10_000, chance.choice(["Mail", "Phone", "Print"])
            )
            told[key] = changed_ticket(one, chance)
        # An overlap repeats tickets that have not changed since.
        shown = chance.sample(sorted(told), chance.randrange(1, len(told) + 1))
        pages.append(tickets_page(*(told[key] for key in shown)))
    # What changed is always told in the end.
    pages.append(tickets_page(*told.values()) if chance.random() < 0.5 else pages[-1])
    return pages


def changed_ticket(one: Ticket, chance: random.Random) -> Ticket:
    last = max((at for at, *_ in one.changes), default=0)
    field = chance.choice(["state", "state", "priority"])
    words = {"state": ["New", "Pending", "Done"], "priority": ["3", "1", "2"]}[field]
    old = next((new for _, name, _, new in reversed(one.changes) if name == field), words[0])
    new = chance.choice([word for word in words if word != old])
    if one.changes and chance.random() < 0.1:
        # The system forgot its oldest change.
        return replace(one, changes=one.changes[1:])
    return replace(one, changes=(*one.changes, (last + chance.randrange(1, 5000), field, old, new)))


def last_of_each(pages: list[Page]) -> list[Page]:
    """What the system would tell now: each ticket once, as the last page has it that holds it."""
    rows: list[pd.DataFrame] = []
    seen: set[str] = set()
    for page in reversed(pages):
        left = page.rows[~page.rows[TICKET].isin(seen)]
        seen |= set(left[TICKET])
        rows.append(left)
    return [page_of(joined_rows(rows))]


@pytest.mark.parametrize("seed", range(4))
def test_what_stands_is_what_a_fresh_fetch_of_the_tickets_gives(
    seed: int, database: Database, sqlite_template: Path, tmp_path: Path
) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same histories in every run
    source = Kept(random_history(chance), HISTORY)
    collect(source, database, clock(BEGIN))
    at = BEGIN + 10_000
    for changed in chance.sample(CHANGES, 3):
        source = replace(source, mapping={**HISTORY, **changed})
        for _ in range(chance.randrange(3)):
            broken_off(source, database, chance.randrange(1, 6), at)
            at += 1000
        if chance.random() < 0.3:
            # The mapping changes once more before all pages are read again.
            continue
        again(source, database, at)
        at += 1000
        with fresh(replace(source, pages=last_of_each(source.pages)), sqlite_template, tmp_path) as expected:
            assert standing(database) == standing(expected)
            assert open_rejects(database) == open_rejects(expected)
    with database.reading() as connection:
        assert connection.execute(sa.select(CONFIRMED)).all() == []


def random_windows(chance: random.Random) -> list[Page]:
    """Pages of maintenance windows: some come again changed, some called otherwise."""
    pages = []
    for _ in range(chance.randrange(3, 8)):
        keys = chance.sample(range(8), chance.randrange(1, 6))
        starts = [BEGIN + chance.randrange(3) * 1000 for _ in keys]
        pages.append(
            rows_page(
                id=[str(key) for key in keys],
                **{"from": [format_instant(one) for one in starts]},
                to=[format_instant(one + chance.randrange(3) * 600) for one in starts],
                service=[chance.choice(["Mail", "Phone", "Print"]) for _ in keys],
            )
        )
    return pages


def random_states(chance: random.Random) -> list[Page]:
    pages = []
    for _ in range(chance.randrange(3, 8)):
        at = [BEGIN + chance.randrange(40) * 60 for _ in range(chance.randrange(1, 12))]
        pages.append(
            rows_page(
                at=[format_instant(one) for one in at],
                state=[chance.choice(["ok", "bad", "?"]) for _ in at],
                service=[chance.choice(["Mail", "Phone", "Print"]) for _ in at],
            )
        )
    return pages


def random_samples(chance: random.Random) -> list[Page]:
    """Pages of samples a minute apart; several begin alike and hold less than others."""
    pages = []
    for _ in range(chance.randrange(3, 8)):
        first, count = chance.randrange(3) * 10, chance.randrange(2, 12)
        at = [BEGIN + (first + number) * 60 for number in range(count)]
        states = ["bad" if one % 420 == 0 else "ok" for one in at]
        words = ["Mail"] * count
        pages.append(rows_page(at=[format_instant(one) for one in at], state=states, service=words))
    return pages


ROW_CHANGES: list[dict[str, Any]] = [
    {"unlisted": "quarantine"},
    {"values": {"service": {"Mail": "T2", "Phone": "T1"}}},
    {"values": {"service": {"Mail": "T9"}}, "unlisted": "quarantine"},
    {"earliest": "2026-05-29"},
    {},
]


@pytest.mark.parametrize("seed", range(4))
def test_what_stands_is_what_a_fresh_fetch_of_rows_gives(
    seed: int, database: Database, sqlite_template: Path, tmp_path: Path
) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same histories in every run
    mapping, pages = (WINDOWS, random_windows(chance)) if seed % 2 else (STATES, random_states(chance))
    source = Kept(pages, mapping)
    collect(source, database, clock(BEGIN))
    at = BEGIN + 10_000
    for changed in chance.sample(ROW_CHANGES, 3):
        source = replace(source, mapping={**mapping, **changed})
        for _ in range(chance.randrange(3)):
            broken_off(source, database, chance.randrange(1, 6), at)
            at += 1000
        again(source, database, at)
        at += 1000
        with fresh(source, sqlite_template, tmp_path) as expected:
            assert standing(database) == standing(expected)
    with database.reading() as connection:
        assert connection.execute(sa.select(RESTATING)).all() == []


@pytest.mark.parametrize("seed", range(4))
def test_what_was_observed_is_what_a_fresh_fetch_of_samples_gives(
    seed: int, database: Database, sqlite_template: Path, tmp_path: Path
) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same histories in every run
    source = Kept(random_samples(chance), SAMPLES)
    collect(source, database, clock(BEGIN))
    for number, longest in enumerate((60, 30, 600, 90), start=1):
        source = source.under(max_gap=longest)
        broken_off(source, database, chance.randrange(3), BEGIN + number * 10_000)
        again(source, database, BEGIN + number * 10_000 + 1000)
        with fresh(source, sqlite_template, tmp_path) as expected:
            assert standing(database)["observed"] == standing(expected)["observed"]
