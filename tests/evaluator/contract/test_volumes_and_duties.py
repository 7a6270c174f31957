"""Terms of rates, duties and survey indices: what they refuse, and what their values are."""

from collections.abc import Callable
from typing import Any

import pytest

from evaluator.contract.checks import find_misfits
from evaluator.contract.indicators import Duty, Imported, Interval, PeriodicDuty, Rate, SurveyIndex
from tests.evaluator import small_contract as small
from tests.evaluator.contract.refusals import refusal


def test_a_rate_counts_tickets_or_names_what_changes() -> None:
    assert "changes_of belongs to count: changes" in refusal(Rate, small.rate(count="changes"))


@pytest.mark.parametrize("per", [0, -100])
def test_a_rate_is_for_each_one_or_more(per: int) -> None:
    assert "greater than or equal to 1" in refusal(Rate, small.rate(per=per))


def test_a_volume_is_of_something_that_has_one() -> None:
    assert "does not match any of the expected tags" in refusal(Rate, small.rate(volume={"of": "money"}))


@pytest.mark.parametrize("scale", [{"lowest": 10, "highest": 1}, {"lowest": 1, "highest": 1}])
def test_a_scale_of_marks_goes_upwards(scale: dict[str, int]) -> None:
    assert "lowest is not below highest" in refusal(SurveyIndex, small.survey_index(scale=scale))


def test_an_index_has_no_single_misses() -> None:
    few = {"size": 20, "below": "count_misses", "points_by_misses": [0, 1]}
    assert "no single misses" in refusal(SurveyIndex, small.survey_index(minimum_sample=few))


@pytest.mark.parametrize("within", [{"working_days": 101}, {"time": "25 d"}])
def test_what_comes_back_is_due_before_long(within: dict[str, Any]) -> None:
    assert "is due within" in refusal(PeriodicDuty, small.periodic_duty(within=within))


@pytest.mark.parametrize(
    ("made", "of_share", "of_number"),
    [
        (Duty, small.duty(result="share_in_time", target={"from": "90 %"}), small.duty()),
        (PeriodicDuty, small.periodic_duty(), small.periodic_duty(result="missed", target={"to": 0})),
    ],
)
def test_duties_are_judged_by_the_share_in_time_or_by_the_number_missed(
    made: type[Duty | PeriodicDuty], of_share: dict[str, Any], of_number: dict[str, Any]
) -> None:
    share, number = made.model_validate(of_share), made.model_validate(of_number)
    assert (share.is_share, share.whole_numbers, share.sums_misses) == (True, False, False)
    assert (number.is_share, number.whole_numbers, number.sums_misses) == (False, True, True)


@pytest.mark.parametrize(
    ("made", "terms"),
    [(Rate, small.rate), (SurveyIndex, small.survey_index)],
)
def test_rates_and_indices_are_no_shares_and_no_whole_numbers(
    made: type[Rate | SurveyIndex], terms: Callable[[], dict[str, Any]]
) -> None:
    found = made.model_validate(terms())
    assert (found.is_share, found.whole_numbers, found.sums_misses) == (False, False, False)


def test_an_imported_share_sums_no_misses_by_itself() -> None:
    assert Imported.model_validate(small.imported()).sums_misses is False


def test_intervals_are_parts_of_the_year() -> None:
    assert [interval.months for interval in Interval] == [1, 3, 6, 12]


def test_hours_of_duties_are_defined_hours() -> None:
    found = find_misfits(
        small.contract(small.duty(hours="nights"), small.periodic_duty(id="L", hours="night"))
    )
    assert [(one.path, one.found) for one in found] == [
        (("indicators", 0, "hours"), "'nights' is defined nowhere"),
        (("indicators", 1, "hours"), "'night' is defined nowhere"),
    ]


def test_clocks_that_a_rate_names_are_defined_clocks() -> None:
    terms = small.rate(that=[{"clock": "quick", "longer_than": "1 h"}])
    assert [one.path for one in find_misfits(small.contract(terms))] == [("indicators", 0, "that")]


def test_the_sources_of_a_volume_are_sources() -> None:
    volume = {"of": "measurement", "measure": "calls", "data": ["phone"]}
    contract = small.contract(small.rate(volume=volume), small.rate(id="L"))
    assert [one.path for one in find_misfits(contract, ["desk"])] == [("indicators", 0, "volume", "data")]
    assert find_misfits(contract, ["desk", "phone"]) == []
