"""Amendments agreed after a month was sealed: a restatement follows, and what was known before stays."""

from datetime import date

from collector.store.database import Database
from dashboards.report import render_json
from evaluator.contract.versions import ContractVersions, KnownBefore
from evaluator.evaluate import read_results
from tests.evaluator.october import (
    COLLECTED,
    agreed,
    contract_content,
    evaluate,
    save_october,
    version,
)
from tests.evaluator.sealing.sealed import DAY, SEALED, restate, seal, sealed_october, texts_of, verify


def amended(agreed_on: date) -> ContractVersions:
    """The contract, and from October on 24 hours for P2 in place of 8, agreed on a day."""
    content = contract_content()
    content["indicators"][0]["within"] = {"limit": {"time": "24 h"}}
    signed = version(date(2026, 1, 1), contract_content(), "signed")
    later = version(date(2026, 10, 1), content, "amended")
    return ContractVersions((signed, later), (KnownBefore(agreed_on, (signed,)),))


def test_an_amendment_agreed_after_sealing_leads_to_a_restatement_and_leaves_what_was_known_before(
    database: Database,
) -> None:
    sealed_october(database)
    before = render_json(read_results(database, agreed(), "2026-10"), "sv")
    versions = amended(date(2026, 12, 22))
    # The sealed month is shown as it was, by the terms it was sealed with.
    assert render_json(evaluate(database, versions=versions, now=SEALED + 3 * DAY), "sv") == before
    made = restate(database, versions=versions, now=SEALED + 3 * DAY)
    changes = {(one.subject, one.field): (one.before, one.after) for one in made.differences}
    # A-2 took 23 hours: missed of 8, kept of 24.
    assert changes["P2/T1/after_exclusions", "numerator"] == ("2", "3")
    assert changes["P2/T1/after_exclusions", "verdict"] == ("missed", "met")
    for moment in (SEALED, SEALED + DAY):
        then = evaluate(database, versions=versions, as_of=moment, now=SEALED + 9 * DAY)
        assert render_json(then, "sv") == before
    assert all(check.findings == () for check in verify(database, versions))


def test_before_the_seal_an_answer_as_of_then_knows_no_amendment_agreed_later(database: Database) -> None:
    save_october(database)
    before = render_json(evaluate(database, now=COLLECTED), "sv")
    versions = amended(date(2026, 11, 20))
    seal(database, versions=versions)
    then = evaluate(database, versions=versions, as_of=COLLECTED, now=SEALED + DAY)
    assert render_json(then, "sv") == before


def test_an_amendment_agreed_later_on_the_day_of_the_seal_alters_nothing_of_it(database: Database) -> None:
    sealed_october(database)
    assert texts_of(verify(database, amended(date(2026, 12, 20)))) == []
