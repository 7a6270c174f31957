"""A score or target that moves with what others did is refused, with what is wrong about it."""

from typing import Any

import pytest
from pydantic import ValidationError

from evaluator.contract.bands import Band, Range
from evaluator.contract.scorecard import LinearScale, ScorecardTerms
from tests.evaluator.small_contract import LABEL, SCORECARD


def complaint(model: Any, terms: Any) -> dict[str, Any]:
    with pytest.raises(ValidationError) as refused:
        model.model_validate(terms)
    [found] = refused.value.errors()
    return dict(found["ctx"])


@pytest.mark.parametrize(
    ("model", "terms", "word"),
    [
        (LinearScale, {"zero_at": "worst of the group", "hundred_at": 80}, "worst of the group"),
        (LinearScale, {"zero_at": 50, "relative_to": "2025"}, "relative_to"),
        (LinearScale, {"zero_at": 50, "hundred_at": "bästa leverantör"}, "bästa leverantör"),
        (Range, {"from": "previous value"}, "previous value"),
        (Band, {"below": "medelvärdet", "points": 1}, "medelvärdet"),
    ],
)
def test_a_relative_end_is_refused_with_arithmetic_and_remedy(
    model: Any, terms: dict[str, Any], word: str
) -> None:
    found = complaint(model, terms)
    assert found["rule"] == "L09"
    assert found["found"].startswith(repr(word))
    # domain.md 4.5: 88.00 beats 87.74, until a third of quality 0 comes.
    assert "66.56" in found["arithmetic"]
    assert found["remedy"].startswith("Write both ends as fixed values")


def test_fixed_ends_are_left_as_they_are() -> None:
    assert LinearScale(zero_at=50, hundred_at=80).hundred_at == 80
    assert Range.model_validate(Range(to=3)).to == 3


def test_weights_that_do_not_sum_to_100_are_refused_with_the_sum() -> None:
    areas: list[dict[str, Any]] = [
        {"id": name, "label": LABEL, "weight": 35, "measures": []} for name in ("a", "b")
    ]
    found = complaint(ScorecardTerms, {**SCORECARD, "areas": areas})
    assert (found["rule"], found["arithmetic"]) == ("L08", "35 + 35 = 70")
    assert found["found"] == "the weights of the areas sum to 70, not 100"
