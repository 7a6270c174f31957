"""What only people know of what is published."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from evaluator.decisions.publishing import DecidedBreach, NoticeRating, PublishingFile


def content(**changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "ocid": "ocds-213czf-000-00001",
        "award": "award-1",
        "contract": "contract-1",
        "buyer": {"id": "212000-0000", "name": "Exempelstaden"},
        "supplier": {"id": "556000-0000", "name": "Leverantör X"},
    }
    return made | changes


def rating(indicator: str) -> dict[str, Any]:
    decided = {"decided_by": "Avtalsansvarig chef", "day": "2026-11-05", "reason": "Åtgärdat"}
    return {"indicator": indicator, "rating": "good", **decided}


def test_identifiers_and_sides_are_enough() -> None:
    found = PublishingFile.model_validate(content())

    assert found.ratings == ()
    assert found.breaches == ()


def test_a_rating_is_decided_by_somebody_on_a_day_for_a_reason() -> None:
    (found,) = PublishingFile.model_validate(content(ratings=[rating("K01")])).ratings

    assert found.rating is NoticeRating.GOOD
    assert found.reason == "Åtgärdat"


def test_an_indicator_has_one_rating() -> None:
    with pytest.raises(ValidationError, match="K01 has more"):
        PublishingFile.model_validate(content(ratings=[rating("K01"), rating("K01")]))


def test_an_ocid_has_a_registered_prefix() -> None:
    with pytest.raises(ValidationError, match="ocid"):
        PublishingFile.model_validate(content(ocid="KS 2021/0000"))


def test_a_breach_does_not_end_before_it_begins() -> None:
    days = {"first_day": "2026-09-03", "last_day": "2026-09-01"}

    with pytest.raises(ValidationError, match="comes before first_day"):
        DecidedBreach.model_validate({"id": "B1", "requirement": "K09b", "description": "Avbrott", **days})


def test_a_breach_of_one_day_begins_and_ends_on_it() -> None:
    days = {"first_day": "2026-10-05", "last_day": "2026-10-05"}
    found = DecidedBreach.model_validate(
        {"id": "B1", "requirement": "K09b", "description": "Avbrott", **days}
    )
    assert found.first_day == found.last_day


def test_only_ratings_decided_since_a_day_are_those_of_a_notice() -> None:
    decided = {"rating": "good", "decided_by": "Avtalsansvarig chef", "reason": "Åtgärdat"}
    ratings = [
        {"indicator": "K05", "day": "2026-10-31", **decided},
        {"indicator": "K06", "day": "2026-11-01", **decided},
    ]
    found = PublishingFile.model_validate(content(ratings=ratings))
    assert [one.indicator for one in found.ratings_since(date(2026, 11, 1))] == ["K06"]
