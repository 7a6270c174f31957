"""Seals of months whose facts were removed after their time of keeping: said, and nothing else is excused."""

import pytest

from collector.errors import NothingFound
from collector.records import FactKind
from collector.store.database import Database
from collector.store.retention import remove_facts
from tests.collector.store.pages import save
from tests.evaluator.october import COLLECTED, NOW, evaluate, instant, save_october
from tests.evaluator.sealing.sealed import SEALED, alter, restate, seal, sealed_october, texts_of, verify
from tests.evaluator.stated import LIST, save_month, stated_ticket, whole_list

AFTER_OCTOBER = instant("2026-11-01 00:00")
REMOVED = instant("2033-01-05 08:00")


def removed(database: Database, kind: str, up_to: int = AFTER_OCTOBER) -> None:
    """Remove facts of a kind, of which there must be some."""
    assert remove_facts(database, kind, up_to, REMOVED) is not None


def test_removed_facts_are_said_with_their_hash_and_fail_nothing(database: Database) -> None:
    sealed_october(database)
    removed(database, "ticket")
    [check] = verify(database)
    assert check.holds
    [text] = texts_of([check])
    assert text.startswith("facts: 2026-10 cannot be evaluated again: facts it needs were removed after")
    assert "(ticket before 2026-11-01 on 2033-01-05)" in text
    assert "month tickets" in text
    assert "month changes" in text
    # Of states nothing was removed: they were looked at.
    assert "states" not in text


def test_a_removal_excuses_no_other_thing_that_is_missing(database: Database) -> None:
    sealed_october(database)
    removed(database, "ticket")
    alter(database, "UPDATE evaluation SET horizon = 0")
    [check] = verify(database)
    assert not check.holds
    assert any("nothing has been collected yet" in text for text in texts_of([check]))


def test_a_removal_of_what_the_month_does_not_look_at_excuses_nothing(database: Database) -> None:
    sealed_october(database)
    before = {"from_at": instant("2026-01-01 00:00"), "to_at": instant("2026-02-01 00:00")}
    seen = {"prober": "probe", "service": "T3", "unit": None}
    save(database, {FactKind.OBSERVED: [seen | before]}, at=SEALED, source="january")
    removed(database, "observed", instant("2026-03-01 00:00"))
    assert texts_of(verify(database)) == []
    alter(database, "DELETE FROM ticket_change WHERE ticket_id = 2")
    [check] = verify(database)
    assert not check.holds
    assert any(text.startswith("facts: changes of A-2: not the rows") for text in texts_of([check]))


def test_what_was_altered_is_found_beside_facts_that_were_removed(database: Database) -> None:
    sealed_october(database)
    removed(database, "observed")
    assert all(check.holds for check in verify(database))
    alter(database, "UPDATE ticket_change SET at = at - 3600 WHERE state = 6 AND ticket_id = 2")
    [check] = verify(database)
    assert not check.holds
    assert any(text.startswith("facts: changes of A-2: not the rows") for text in texts_of([check]))


def test_altered_results_are_found_where_the_facts_were_removed(database: Database) -> None:
    sealed_october(database)
    removed(database, "ticket")
    alter(database, "UPDATE outcome SET numerator = 3 WHERE indicator = 'P2' AND unit = '' AND segment = ''")
    [check] = verify(database)
    assert not check.holds
    assert "results: outcome P2/T1/after_exclusions: numerator 3, sealed 2" in texts_of([check])


def test_a_month_whose_facts_were_removed_is_not_restated(database: Database) -> None:
    sealed_october(database)
    removed(database, "ticket")
    with pytest.raises(NothingFound, match="2026-10 cannot be evaluated again"):
        restate(database)


def test_a_list_of_the_supplier_that_was_removed_is_not_taken_for_none(database: Database) -> None:
    save_month(database, whole_list())
    assert evaluate(database).reconciliation.figures != ()
    seal(database, now=SEALED)
    removed(database, "stated_ticket")
    words = r"2026-10 cannot be evaluated again.*\(stated_ticket before 2026-11-01 on 2033-01-05\)"
    with pytest.raises(NothingFound, match=words):
        evaluate(database, as_of=COLLECTED)
    with pytest.raises(NothingFound, match=words):
        restate(database)
    # No figure rests on the list, so that the seal verifies without a word.
    assert texts_of(verify(database)) == []


def test_a_list_of_another_month_that_is_looked_at_holds_as_well(database: Database) -> None:
    save_october(database)
    august = {"from_at": instant("2026-08-01 00:00"), "to_at": instant("2026-09-01 00:00")}
    save(database, {FactKind.STATED_TICKET: [stated_ticket("A-0") | august]}, at=COLLECTED, source=LIST)
    removed(database, "stated_ticket", instant("2026-09-01 00:00"))
    with pytest.raises(NothingFound, match="stated_ticket before 2026-09-01"):
        evaluate(database, now=NOW)
