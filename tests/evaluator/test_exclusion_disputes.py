"""A dispute from claim to restatement (acceptance test N8), with a decision after the month was sealed."""

from datetime import date

from collector.store.database import Database
from collector.store.read import read_horizon
from evaluator.core.outcomes import Verdict, View
from evaluator.decisions.exclusions import Decision
from evaluator.evaluate import evaluate_period, read_results
from tests.evaluator.october import WHOLE_T1, agreed, exclusion, outcome_of, save_october
from tests.evaluator.sealing.sealed import DAY, SEALED, restate, seal, texts_of, verify

# Asked on 2 November, and accepted on the day after October was sealed.
CLAIM = exclusion("U-1", "accepted", tickets=["A-2"], decided_on=date(2026, 12, 21))


def test_a_decision_after_sealing_leaves_the_seal_alone_and_makes_a_restatement(database: Database) -> None:
    save_october(database)
    first = seal(database, exclusions=[CLAIM])
    sealed = read_results(database, agreed(), "2026-10")
    # Nobody had decided when it was sealed: missed as it is, met if the claim is accepted.
    assert [one.decision for one in sealed.exclusions] == [Decision.PENDING]
    assert outcome_of(sealed, "P2", WHOLE_T1).verdict is Verdict.MISSED
    assert outcome_of(sealed, "P2", WHOLE_T1, View.IF_PENDING_ACCEPTED).verdict is Verdict.MET
    # Evaluating again after the decision gives what was sealed.
    horizon, later = read_horizon(database), SEALED + DAY
    again = evaluate_period(database, agreed(), [CLAIM], "2026-10", horizon, later)
    assert outcome_of(again, "P2", WHOLE_T1).verdict is Verdict.MISSED
    made = restate(database, now=later, exclusions=[CLAIM])
    assert (first.restatement, made.restatement) == (0, 1)
    assert made.content_hash != first.content_hash
    assert any("P2" in one.subject for one in made.differences)
    restated = read_results(database, agreed(), "2026-10")
    assert outcome_of(restated, "P2", WHOLE_T1).verdict is Verdict.MET
    assert [one.decision for one in restated.exclusions] == [Decision.ACCEPTED]
    assert texts_of(verify(database, exclusions=[CLAIM])) == []
