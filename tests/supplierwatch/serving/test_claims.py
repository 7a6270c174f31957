"""Claims on both kinds of database: one process at a time, and a crashed one's work is taken over."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from collector.store.database import Database
from supplierwatch.serving.claims import (
    FIRST_PAUSE,
    KEPT_RUNS,
    LONGEST_PAUSE,
    LONGEST_PROBLEM,
    Claim,
    claim,
    pause_after,
    remember_job,
    remove_old_runs,
    renew,
    save_end,
)
from supplierwatch.serving.due import Due
from supplierwatch.serving.job_names import JobName, Outcome
from supplierwatch.serving.schedules import Occurrence
from supplierwatch.serving.tables import JOB_RUN, LEASE

JOB, NOW, LEASE_SECONDS = JobName.COLLECT, 1_790_000_000, 120
DUE = Due((Occurrence("one", NOW - 5),))


@pytest.fixture
def known(database: Database) -> Database:
    """A database whose services know the job."""
    remember_job(database, JOB, NOW - 100)
    return database


def take(database: Database, holder: str, due: Due = DUE, now: int = NOW) -> Claim | None:
    return claim(database, JOB, due, holder, LEASE_SECONDS, now)


def let_the_lease_run_out(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(sa.update(LEASE).values(until=1))


def runs(database: Database) -> list[dict[str, object]]:
    with database.reading() as connection:
        found = connection.execute(sa.select(JOB_RUN).order_by(JOB_RUN.c.due_at)).mappings()
        return [dict(row) for row in found]


def test_a_job_is_known_from_when_it_was_first_seen(known: Database) -> None:
    assert remember_job(known, JOB, NOW) == NOW - 100


def test_an_occurrence_is_claimed_by_one_process(known: Database) -> None:
    assert take(known, "a") == Claim(JOB, DUE.occurrences[0], "a", 0)
    assert take(known, "b") is None


def test_what_was_done_is_not_claimed_again(known: Database) -> None:
    claimed = take(known, "a")
    assert claimed is not None
    assert save_end(known, claimed, Outcome.DONE, NOW + 7)
    assert (take(known, "a"), take(known, "b")) == (None, None)
    [found] = runs(known)
    assert (found["outcome"], found["ended_at"], found["problem"], found["attempts"]) == (
        "done",
        NOW + 7,
        "",
        0,
    )


def test_the_work_of_a_crashed_process_is_taken_over_when_its_lease_runs_out(known: Database) -> None:
    crashed = take(known, "a")
    let_the_lease_run_out(known)
    taken = take(known, "b")
    assert taken is not None
    assert taken.holder == "b"
    assert crashed is not None
    assert not renew(known, crashed, LEASE_SECONDS)
    assert not save_end(known, crashed, Outcome.DONE, NOW)
    assert save_end(known, taken, Outcome.DONE, NOW)


def test_a_process_takes_up_at_once_what_it_could_not_end_itself(known: Database) -> None:
    # Its database was away when it wanted to record how it ended.
    take(known, "a")
    assert take(known, "a") is not None


def test_a_lease_that_is_renewed_does_not_run_out(known: Database) -> None:
    claimed = take(known, "a")
    assert claimed is not None
    let_the_lease_run_out(known)
    assert renew(known, claimed, LEASE_SECONDS)
    assert take(known, "b") is None


def test_what_is_handed_back_is_claimed_by_another_at_once(known: Database) -> None:
    claimed = take(known, "a")
    assert claimed is not None
    assert save_end(known, claimed, Outcome.HANDED_BACK, NOW)
    assert take(known, "b") is not None


def test_a_failure_is_tried_again_after_a_pause_and_counted(known: Database) -> None:
    first = take(known, "a")
    assert first is not None
    save_end(known, first, Outcome.FAILED, NOW, "x" * 10_000)
    assert take(known, "b", now=NOW + FIRST_PAUSE - 1) is None
    second = take(known, "b", now=NOW + FIRST_PAUSE)
    assert second is not None
    assert second.attempts == 1
    save_end(known, second, Outcome.FAILED, NOW + FIRST_PAUSE, "no")
    following = Due((Occurrence("two", NOW + FIRST_PAUSE),))
    assert take(known, "a", following, NOW + FIRST_PAUSE + 1) is None
    third = take(known, "a", following, NOW + 3 * FIRST_PAUSE)
    assert third is not None
    assert third.attempts == 2
    save_end(known, third, Outcome.DONE, NOW + 3 * FIRST_PAUSE)
    assert [row["attempts"] for row in runs(known)] == [2, 0]


def test_a_long_problem_is_cut(known: Database) -> None:
    claimed = take(known, "a")
    assert claimed is not None
    save_end(known, claimed, Outcome.FAILED, NOW, "x" * 10_000)
    assert len(str(runs(known)[0]["problem"])) == LONGEST_PROBLEM


def test_pauses_double_up_to_the_longest() -> None:
    assert [pause_after(failures) for failures in (1, 2, 3, 5, 6, 1000)] == [
        30,
        60,
        120,
        480,
        900,
        LONGEST_PAUSE,
    ]


def test_reports_are_claimed_one_by_one_whatever_became_of_another(known: Database) -> None:
    due = Due((Occurrence("2026-09", NOW - 9), Occurrence("2026-10", NOW - 5)), each=True)
    first = take(known, "a", due)
    assert first is not None
    save_end(known, first, Outcome.FAILED, NOW)
    second = take(known, "a", due)
    assert second is not None
    assert (first.occurrence.name, second.occurrence.name, second.attempts) == ("2026-09", "2026-10", 0)


def test_nothing_is_written_where_nothing_is_to_be_done(known: Database) -> None:
    claimed = take(known, "a")
    assert claimed is not None
    save_end(known, claimed, Outcome.DONE, NOW)
    before = runs(known)
    assert take(known, "b") is None
    assert runs(known) == before


def test_runs_long_over_are_removed_but_the_last_that_went_well(known: Database) -> None:
    old = NOW - KEPT_RUNS
    for name, at, outcome in (
        ("a", old - 30, Outcome.DONE),
        ("b", old - 20, Outcome.DONE),
        ("c", old - 10, None),
    ):
        due = Due((Occurrence(name, at),), each=True)
        claimed = take(known, "p", due)
        assert claimed is not None
        save_end(known, claimed, outcome or Outcome.FAILED, NOW)
    remove_old_runs(known, JOB, NOW)
    assert [row["occurrence"] for row in runs(known)] == ["b", "c"]


def test_the_claim_of_a_holder_that_was_replaced_cannot_end_a_run(known: Database) -> None:
    claimed = take(known, "a")
    assert claimed is not None
    assert not save_end(known, replace(claimed, holder="b"), Outcome.DONE, NOW)
    assert runs(known)[0]["outcome"] == "running"
