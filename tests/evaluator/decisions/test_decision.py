"""The matter to be decided: what its file may say, and what it may not."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from evaluator.decisions.decision import ConfidentialPart, ConsequenceArea, DecisionFile

LABEL = {"sv": "Namn", "en": "Name"}
RISK = {
    "id": "R1",
    "what": LABEL,
    "likelihood": 4,
    "consequence": 5,
    "owner_role": "It-direktör",
    "judged_by": "Upphandlingschef",
    "judged_on": "2026-11-05",
}
REPLY = {
    "unit": "D01",
    "reference": "SDN 1",
    "board": {"name": LABEL},
    "officer": {"role": LABEL},
    "signatories": [LABEL],
}


def decision(**changes: Any) -> DecisionFile:
    return DecisionFile.model_validate(
        {
            "reference": "KS 2026/0417",
            "title": LABEL,
            "board": {"name": LABEL},
            "officer": {"role": LABEL},
            "signatories": [LABEL],
            **changes,
        }
    )


def test_what_nobody_stated_is_empty_and_no_default_proposes_anything() -> None:
    found = decision()
    assert (found.proposals, found.risks, found.signatures, found.consultation) == ((), (), (), None)


def test_a_risk_weighs_likelihood_times_consequence() -> None:
    [risk] = decision(risks=[RISK]).risks
    assert risk.weight == 20


@pytest.mark.parametrize("level", [0, 6])
def test_likelihood_lies_between_one_and_five(level: int) -> None:
    with pytest.raises(ValidationError, match="likelihood"):
        decision(risks=[{**RISK, "likelihood": level}])


def test_a_risk_stands_once() -> None:
    with pytest.raises(ValidationError, match="risk 'R1' stands twice"):
        decision(risks=[RISK, RISK])


def test_a_unit_replies_once() -> None:
    with pytest.raises(ValidationError, match="reply of 'D01' stands twice"):
        decision(replies=[REPLY, REPLY])


def test_the_reply_of_a_unit_is_found_by_its_id() -> None:
    found = decision(replies=[REPLY])
    assert found.reply_of("D02") is None
    reply = found.reply_of("D01")
    assert reply is not None
    assert reply.reference == "SDN 1"


def test_replies_are_not_due_before_the_consultation_is_sent() -> None:
    asked = {"title": LABEL, "asked_by": LABEL, "reference": "KS 1", "sent_on": "2027-03-23"}
    with pytest.raises(ValidationError, match="comes before sent_on"):
        decision(consultation={**asked, "reply_by": "2027-03-22"})
    found = decision(consultation={**asked, "reply_by": "2027-03-23"}).consultation
    assert found is not None
    assert found.reply_by == date(2027, 3, 23)


def test_a_part_is_public_unless_a_ground_for_secrecy_is_named() -> None:
    found = decision(confidential=[{"part": "risks", "ground": "19 kap. 3 § OSL"}])
    assert found.ground_of(ConfidentialPart.RISKS) == "19 kap. 3 § OSL"
    assert found.ground_of(ConfidentialPart.COST) is None


def test_an_area_that_is_not_affected_needs_a_reason() -> None:
    found = decision(not_affected={"environment": LABEL})
    assert found.not_affected[ConsequenceArea.ENVIRONMENT].sv == "Namn"
    with pytest.raises(ValidationError, match="not_affected"):
        decision(not_affected={"environment": None})


def test_a_signature_names_the_hash_it_was_put_under() -> None:
    with pytest.raises(ValidationError, match="basis"):
        decision(signatures=[{"role": "Stadsdirektör", "day": "2027-01-29", "basis": "all of it"}])
