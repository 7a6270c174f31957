"""Verifying: what was altered is found and named."""

import json
from datetime import date

import pytest

from collector.errors import NothingFound
from collector.store.database import Database
from evaluator.results.published import Seal
from evaluator.results.seals import fold, read_document
from evaluator.sealing.findings import Part
from tests.evaluator.october import agreed, contract_content, exclusion, save_october
from tests.evaluator.sealing.sealed import (
    alter,
    restate,
    save_late,
    seal,
    sealed_october,
    texts_of,
    verify,
)


def test_what_nobody_altered_verifies_whatever_came_later(database: Database) -> None:
    sealed_october(database)
    save_late(database)
    restate(database)
    checks = verify(database)
    assert [(one.seal.restatement, one.holds) for one in checks] == [(0, True), (1, True)]
    assert texts_of(checks) == []


def test_without_a_seal_there_is_nothing_to_verify(sqlite_database: Database) -> None:
    with pytest.raises(NothingFound, match="nothing is sealed of 2026-10"):
        verify(sqlite_database, period="2026-10")


# Each alters one row of one table of results, and says how it is named.
ROWS = {
    "outcome": (
        "UPDATE outcome SET numerator = 3 WHERE indicator = 'P2' AND unit = '' AND segment = ''",
        "outcome P2/T1/after_exclusions: numerator 3, sealed 2",
    ),
    "confidence": (
        "UPDATE outcome SET confidence_low = 0.5 WHERE indicator = 'P2' AND unit = ''",
        "outcome P2/T1/after_exclusions: confidence_low 0.5, sealed",
    ),
    "service_credit": (
        "UPDATE service_credit SET amount_minor = 1 WHERE service = 'T1' AND view = 'after_exclusions'",
        "service_credit T1/after_exclusions: amount_minor 1, sealed 100000",
    ),
    "credit_line": ("DELETE FROM credit_line WHERE indicator = 'P2'", "credit_line T1/"),
    "credit_total": (
        "UPDATE credit_total SET credited_minor = 1",
        "credit_total after_exclusions: credited_minor 1",
    ),
    "score": ("UPDATE score SET low = '99'", "score: low 99, sealed"),
    "area_score": ("UPDATE area_score SET cases = 77 WHERE area = 'levels'", "area_score levels: cases 77"),
    "compared_statement": (
        "UPDATE compared_statement SET stated_numerator = 1",
        "compared_statement availability/T3: stated_numerator 1, sealed 999",
    ),
    "ticket_evidence": (
        "UPDATE ticket_evidence SET missed = 0 WHERE missed = 1",
        "ticket_evidence of A-2: not the rows that were sealed",
    ),
    "outage_evidence": (
        "UPDATE outage_evidence SET counted = 0",
        "outage_evidence of T3: not the rows that were sealed",
    ),
    "source_health": (
        "UPDATE source_health SET rejects = 9",
        "source_health monitoring: rejects 9, sealed 0",
    ),
    "calendar_used": (
        "UPDATE calendar_used SET holidays_data = '0'",
        "calendar_used always_open: holidays_data 0",
    ),
    "evaluation": ("UPDATE evaluation SET known_at = known_at + 1", "evaluation 1: known_at"),
}


@pytest.mark.parametrize("name", ROWS)
def test_an_altered_row_of_results_is_named(sealed_store: Database, name: str) -> None:
    statement, named = ROWS[name]
    alter(sealed_store, statement)
    [check] = verify(sealed_store)
    assert not check.holds
    assert any(f"results: {named}" in text for text in texts_of([check])), texts_of([check])


def test_an_altered_row_is_found_on_both_databases(database: Database) -> None:
    sealed_october(database)
    alter(database, *[ROWS["outcome"][0]])
    assert f"results: {ROWS['outcome'][1]}" in texts_of(verify(database))


def test_a_removed_row_of_evidence_is_named(sealed_store: Database) -> None:
    alter(sealed_store, "DELETE FROM ticket_evidence WHERE missed = 0 AND unit = 'F1'")
    assert (
        "results: ticket_evidence of A-3: not the rows that were sealed (2 rows, sealed 3 in all)"
        in texts_of(verify(sealed_store))
    )


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE ticket_change SET at = at - 3600 WHERE state = 6 AND ticket_id = 2", "changes of A-2"),
        ("UPDATE ticket SET opened_at = opened_at + 60 WHERE ticket_id = 1", "tickets of A-1"),
        ("DELETE FROM service_state WHERE state = 3", "states of T3"),
        ("UPDATE maintenance SET ends_at = ends_at + 3600", "maintenance of T3"),
        ("UPDATE observed SET from_at = from_at + 3600", "observed of T3"),
        ("UPDATE statement SET numerator = 1", "statements of T3"),
        ("UPDATE intake SET committed_at = committed_at + 1", "known at"),
    ],
)
def test_an_altered_fact_is_named_by_kind_and_subject(
    sealed_store: Database, statement: str, named: str
) -> None:
    alter(sealed_store, statement)
    [check] = verify(sealed_store)
    assert not check.holds
    [text] = [text for text in texts_of([check]) if text.startswith("facts: ")]
    assert named in text


def test_an_altered_contract_is_named_by_path(sealed_store: Database) -> None:
    content = contract_content()
    content["indicators"][0]["within"] = {"limit": {"time": "10 h"}}
    [check] = verify(sealed_store, agreed(content))
    assert not check.holds
    assert texts_of([check]) == [
        "contract: contract from 2026-01-01: indicators[P2].within.limit.time: '10 h', sealed '8 h'"
    ]


def test_an_altered_exclusion_is_named(sqlite_database: Database) -> None:
    save_october(sqlite_database)
    seal(sqlite_database, exclusions=[exclusion("U-1", "rejected", tickets=["A-2"])])
    texts = texts_of(verify(sqlite_database, exclusions=[exclusion("U-1", "accepted", tickets=["A-2"])]))
    assert "exclusions: exclusion U-1.decision: 'accepted', sealed 'rejected'" in texts


def test_a_removed_exclusion_is_named(sqlite_database: Database) -> None:
    save_october(sqlite_database)
    seal(sqlite_database, exclusions=[exclusion("U-1", "rejected", tickets=["A-2"])])
    assert any(
        text.startswith("exclusions: exclusion U-1: nothing") for text in texts_of(verify(sqlite_database))
    )


def test_a_decision_made_after_the_seal_alters_nothing_of_it(sqlite_database: Database) -> None:
    save_october(sqlite_database)
    seal(sqlite_database, exclusions=[exclusion("U-1", "pending", tickets=["A-2"])])
    later = exclusion("U-1", "accepted", tickets=["A-2"], decided_on=date(2026, 12, 28))
    same_day = exclusion("U-1", "accepted", tickets=["A-2"], decided_on=date(2026, 12, 20))
    assert texts_of(verify(sqlite_database, exclusions=[later])) == []
    assert texts_of(verify(sqlite_database, exclusions=[same_day])) == []


@pytest.mark.parametrize(
    "change",
    [
        "sealed_by = 'somebody'",
        "reason = 'another'",
        "sealed_at = sealed_at - 1",
        "restatement = 7",
        "evaluation = evaluation",
        "fingerprints = ''",
    ],
)
def test_an_altered_seal_is_named(sealed_store: Database, change: str) -> None:
    # The one that changes nothing verifies.
    alter(sealed_store, f"UPDATE seal SET {change}")  # noqa: S608 - our own text
    [check] = verify(sealed_store)
    if change == "evaluation = evaluation":
        assert check.holds
    else:
        assert "record: the record of seal 1 was altered: its hash is another one" in texts_of([check])


def test_an_altered_document_is_named(sealed_store: Database) -> None:
    document = read_document(sealed_store, 1)
    document["period"] = "2026-11"
    alter(sealed_store, "UPDATE seal SET document = :text", text=fold(json.dumps(document).encode()))
    texts = texts_of(verify(sealed_store))
    assert "document: the document of seal 1 is not what was sealed: its hash is another one" in texts


def test_a_document_that_is_no_text_of_ours_is_named(sealed_store: Database) -> None:
    alter(sealed_store, "UPDATE seal SET document = 'AAAA'")
    assert any("cannot be unfolded" in text for text in texts_of(verify(sealed_store)))


def test_an_altered_row_of_a_restatement_is_named(sealed_store: Database) -> None:
    save_late(sealed_store)
    restate(sealed_store)
    alter(sealed_store, "UPDATE seal_difference SET after = '5' WHERE position = 0")
    first, second = verify(sealed_store)
    assert first.holds
    assert texts_of([second]) == ["record: the record of seal 2 was altered: its hash is another one"]


def two_seals(database: Database) -> Seal:
    """Restate the sealed October; return the restatement."""
    save_late(database)
    return restate(database)


def test_a_seal_that_was_taken_away_is_missed(sealed_store: Database) -> None:
    two_seals(sealed_store)
    alter(sealed_store, "DELETE FROM seal WHERE number = 1")
    assert "record: seal 1 is missing before seal 2" in texts_of(verify(sealed_store))


def test_a_seal_put_in_the_place_of_another_is_found_by_the_next(sealed_store: Database) -> None:
    two_seals(sealed_store)
    alter(sealed_store, "UPDATE seal SET record_hash = 'forged' WHERE number = 1")
    texts = texts_of(verify(sealed_store))
    assert "record: seal 2 does not follow on the seal before it" in texts


def test_another_program_that_judges_otherwise_is_told_and_fails_nothing(
    sealed_store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evaluator.sealing.reckoning.program_version", lambda: "9.9.9+other")
    monkeypatch.setattr("evaluator.sealing.reckoning.content_of", _without_money)
    [check] = verify(sealed_store)
    assert check.holds
    assert texts_of([check])[0].startswith("reckoning: program 9.9.9+other judges otherwise")
    assert {one.part for one in check.findings} == {Part.RECKONING}


def test_this_program_judging_otherwise_fails(
    sealed_store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evaluator.sealing.reckoning.content_of", _without_money)
    [check] = verify(sealed_store)
    assert not check.holds
    assert any("judged again: service_credit T1/" in text for text in texts_of([check]))


def _without_money(results: object, currency: str) -> object:
    from dataclasses import replace  # noqa: PLC0415 - stands for another program in two tests only

    from evaluator.sealing.content import content_of  # noqa: PLC0415 - as above

    return content_of(replace(results, credits=()), currency)  # type: ignore[type-var, arg-type]  # as above


def test_more_findings_of_a_kind_than_people_read_are_counted(sealed_store: Database) -> None:
    alter(sealed_store, "UPDATE outcome SET known = 0, expected = 1, sample_size = 77, misses = 5")
    texts = texts_of(verify(sealed_store))
    assert any(text.startswith("results: and ") and text.endswith("more of this kind") for text in texts)
