"""The scale of five: every published case, and what facts that nobody stated leave open."""

import json
from datetime import date
from itertools import product
from typing import Any

import pytest

from evaluator.core.deciding.ratings.five_levels import (
    COMMENT_DAYS,
    CorrectiveAction,
    FiveLevel,
    Problems,
    RatedArea,
    Requirements,
    StatedFacts,
    comments_due,
    possible_ratings,
    requirements_met,
)
from tests.shared_material import SHARED, shared

REQUIREMENTS = {
    "meets all, exceeds many": Requirements.EXCEEDS_MANY,
    "meets all, exceeds some": Requirements.EXCEEDS_SOME,
    "meets all": Requirements.MEETS_ALL,
    "does not meet some": Requirements.MISSES_SOME,
    "does not meet most, recovery not likely in time": Requirements.MISSES_MOST,
}
PROBLEMS = {
    "few minor": Problems.FEW_MINOR,
    "some minor": Problems.SOME_MINOR,
    "serious": Problems.SERIOUS,
    "serious, corrective action missing or only marginally effective": Problems.SERIOUS,
}
AREAS = {
    "technical/quality": RatedArea.QUALITY,
    "cost control (not for firm-fixed-price)": RatedArea.COST_CONTROL,
    "schedule/timeliness": RatedArea.TIMELINESS,
    "management or business relations": RatedArea.MANAGEMENT,
    "small business subcontracting": RatedArea.SMALL_BUSINESS,
    "other (regulatory compliance)": RatedArea.REGULATORY,
}


FILE = "conformance/cpars_scale.json"


def cases(operation: str) -> list[Any]:
    """The cases of one operation, or one that skips where the material is missing."""
    if not (SHARED / FILE).exists():
        return [pytest.param(None, id="missing")]
    found = json.loads((SHARED / FILE).read_text(encoding="utf-8"))["cases"]
    return [pytest.param(case, id=case["name"]) for case in found if case["input"]["op"] == operation]


def given_of(case: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    shared(FILE)
    return case["input"], case["expected"]


def of(name: str) -> FiveLevel:
    return FiveLevel(name.lower().replace(" ", "_"))


@pytest.mark.parametrize("case", cases("rating"))
def test_the_published_facts_of_a_rating_give_that_rating_and_its_rank(case: Any) -> None:
    stated, expected = given_of(case)
    facts = StatedFacts(
        requirements=REQUIREMENTS[stated["requirements"]],
        problems=PROBLEMS[stated["problems"]],
        corrective_action=CorrectiveAction(stated["corrective_action"].replace(" ", "_")),
        has_significant_weakness=False,
    )

    assert facts.are_complete
    (rating,) = possible_ratings(facts)
    assert rating is of(expected["rating"])
    assert rating.rank == expected["rank"]


@pytest.mark.parametrize("case", cases("rating_order"))
def test_the_scale_is_in_its_published_order(case: Any) -> None:
    _, expected = given_of(case)

    assert list(FiveLevel) == [of(name) for name in expected["best_to_worst"]]


@pytest.mark.parametrize("case", cases("areas"))
def test_the_areas_are_those_published(case: Any) -> None:
    _, expected = given_of(case)

    assert list(RatedArea) == [AREAS[name] for name in expected["areas"]]


@pytest.mark.parametrize("case", cases("supplier_comment_period"))
def test_the_comment_period_is_that_published(case: Any) -> None:
    _, expected = given_of(case)

    assert expected["calendar_days"] == COMMENT_DAYS


def test_the_supplier_has_fourteen_calendar_days_to_comment() -> None:
    # told on 9 November; the 10th is the first of 14 days, 23 November the last
    assert comments_due(date(2026, 11, 9)) == date(2026, 11, 23)


def test_a_supplier_that_only_meets_the_contract_is_not_below_satisfactory_for_that() -> None:
    facts = StatedFacts(
        requirements=Requirements.MEETS_ALL,
        problems=Problems.SOME_MINOR,
        corrective_action=CorrectiveAction.HIGHLY_EFFECTIVE,
        has_significant_weakness=False,
    )

    assert possible_ratings(facts) == (FiveLevel.SATISFACTORY,)


def test_a_significant_weakness_leaves_neither_of_the_two_highest_ratings() -> None:
    facts = StatedFacts(
        requirements=Requirements.EXCEEDS_MANY,
        problems=Problems.FEW_MINOR,
        corrective_action=CorrectiveAction.HIGHLY_EFFECTIVE,
        has_significant_weakness=True,
    )

    assert possible_ratings(facts) == (FiveLevel.SATISFACTORY,)


def test_where_nothing_is_stated_every_rating_is_open() -> None:
    assert not StatedFacts().are_complete
    assert possible_ratings(StatedFacts()) == tuple(FiveLevel)


def test_requirements_met_alone_leave_all_but_the_two_highest_open() -> None:
    found = possible_ratings(StatedFacts(requirements=Requirements.MEETS_ALL))

    assert found == (FiveLevel.SATISFACTORY, FiveLevel.MARGINAL, FiveLevel.UNSATISFACTORY)


def test_stating_more_never_opens_a_rating_that_was_closed() -> None:
    for requirements, problems in product(Requirements, Problems):
        less = StatedFacts(requirements=requirements)
        more = StatedFacts(requirements=requirements, problems=problems)
        assert set(possible_ratings(more)) <= set(possible_ratings(less))


def test_counting_says_meets_all_some_or_most_and_never_that_a_requirement_was_exceeded() -> None:
    assert requirements_met(32, 0) is Requirements.MEETS_ALL
    assert requirements_met(32, 1) is Requirements.MISSES_SOME
    assert requirements_met(32, 16) is Requirements.MISSES_SOME  # half is not most
    assert requirements_met(32, 17) is Requirements.MISSES_MOST


def test_counting_says_nothing_where_nothing_was_judged() -> None:
    assert requirements_met(0, 0) is None
