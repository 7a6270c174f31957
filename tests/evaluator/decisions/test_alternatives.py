"""What a file of alternatives may say."""

from typing import Any

import pytest
from pydantic import ValidationError

from evaluator.decisions.alternatives import AlternativesFile
from tests.evaluator.core.deciding.alternatives.stated import amount, content, judged, label


def refused(found: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as told:
        AlternativesFile.model_validate(found)
    return str(told.value)


def with_value(**changes: Any) -> dict[str, Any]:
    found = content()
    found["criteria"][0]["values"][1] = judged("anew", **changes)
    return found


def with_cost(**changes: Any) -> dict[str, Any]:
    found = content()
    found["costs"]["by_alternative"][1] |= changes
    return found


def test_a_whole_file_is_read() -> None:
    assert len(AlternativesFile.model_validate(content()).alternatives) == 3


def test_weights_sum_to_a_hundred() -> None:
    found = content()
    found["criteria"][0]["weight"] = 50
    assert "sum to 90, not to 100" in refused(found)


def test_a_scale_has_two_different_ends() -> None:
    found = content()
    found["criteria"][0]["scale"]["hundred_at"] = "80 %"
    assert "the same value" in refused(found)


def test_a_scale_runs_as_its_direction_says() -> None:
    found = content()
    found["criteria"][0]["direction"] = "lower_is_better"
    assert "runs the other way" in refused(found)


def test_a_condition_may_name_a_notice_date_of_the_contract() -> None:
    found = content()
    found["alternatives"][0]["requires"] = [{"what": label("x"), "notice_of": "option2"}]
    [condition] = AlternativesFile.model_validate(found).alternatives[0].requires
    assert condition.notice_of == "option2"


def test_a_scale_relative_to_the_group_is_refused() -> None:
    found = content()
    found["criteria"][0]["scale"]["relative_to"] = "best"
    assert "relative" in refused(found)


def test_a_condition_names_one_day() -> None:
    found = content()
    found["alternatives"][0]["requires"] = [{"what": label("x"), "by": "2027-01-01", "notice_of": "option2"}]
    assert "keep one of them" in refused(found)


def test_a_value_is_stated_or_another_ones() -> None:
    assert "either likely or same_as" in refused(with_value())
    assert "either likely or same_as" in refused(with_value(likely=1, same_as="prolong"))


def test_a_value_is_not_as_its_own() -> None:
    assert "names anew itself" in refused(with_value(same_as="anew"))


def test_ends_go_together_around_what_is_likely() -> None:
    assert "low and high go together" in refused(with_value(likely=1, low=0))
    assert "low and high belong to likely" in refused(with_value(same_as="prolong", low=0, high=1))
    assert "do not come in this order" in refused(with_value(likely=2, low=0, high=1))


def test_ends_of_an_amount_go_together_around_what_is_likely() -> None:
    assert "low and high go together" in refused(with_cost(running=amount(20, low=10)))
    assert "do not come in this order" in refused(with_cost(running=amount(20, low=21, high=25)))


def test_the_chance_of_an_appeal_has_a_source() -> None:
    assert "go together" in refused(with_cost(appeal={"probability": "12 %"}))


def test_who_judged_is_always_said() -> None:
    value = judged("anew", likely=1)
    del value["by"]
    found = content()
    found["criteria"][0]["values"][1] = value
    assert "Field required" in refused(found)
