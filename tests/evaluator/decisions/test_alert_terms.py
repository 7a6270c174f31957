"""What the customer wants to be alerted of, as the settings state it."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from evaluator.decisions.alert_terms import AlertTerms, BurnPreset, Kind, Severity


def test_without_a_word_the_usual_is_wanted() -> None:
    terms = AlertTerms()
    assert (terms.burn, terms.notice_days, terms.threshold_share * 100) == (
        BurnPreset.SLOTH,
        (180, 90, 30),
        Fraction(80),
    )
    assert all(terms.wants(kind, "K01") for kind in Kind)


def test_days_are_told_the_largest_first_however_written() -> None:
    assert AlertTerms.model_validate({"notice_days": [30, 365, 90]}).notice_days == (365, 90, 30)


def test_a_severity_can_be_another_than_usual() -> None:
    terms = AlertTerms.model_validate({"severities": {"breach": "page"}})
    assert (terms.severity(Kind.BREACH), terms.severity(Kind.CLAIM_LAPSING)) == (
        Severity.PAGE,
        Severity.TICKET,
    )


def test_kinds_and_indicators_can_be_left_out() -> None:
    terms = AlertTerms.model_validate({"off": ["burn"], "without": ["K16"]})
    assert not terms.wants(Kind.BURN)
    assert not terms.wants(Kind.BREACH, "K16")
    assert terms.wants(Kind.BREACH, "K01")


@pytest.mark.parametrize(
    "wrong",
    [
        {"notice_days": [30, 30]},
        {"notice_days": [-1]},
        {"notice_days": []},
        {"severities": {"burn": "info"}},
        {"threshold_share": "120 %"},
        {"burn": "fast"},
        {"ticket_within": "soon"},
        {"unknown": True},
    ],
)
def test_what_means_nothing_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        AlertTerms.model_validate(wrong)
