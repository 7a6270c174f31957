"""Terms of credits, schemes and thresholds: what a contract may say, and what is refused."""

from typing import Any

import pytest
from pydantic import ValidationError

from evaluator.contract.checks import find_misfits
from tests.evaluator import small_contract as small
from tests.evaluator.core.money.money_for_tests import credit_terms

TIERS = [{"from": "80 %", "below": "90 %", "share": "10 %"}, {"below": "80 %", "share": "25 %"}]
STARTED = {"scheme": "per_started", "base": "fault", "share": "100 %", "over": "value"}
BASES = {"fault": {"share": "5 %", "of": "quarter", "at_least": 1000}}
TRIGGER = {
    "id": "T",
    "label": small.LABEL,
    "clause": "9",
    "leads_to": "other",
    "gives": small.LABEL,
    "kind": "indicator",
    "when": "missed",
    "periods": 1,
    "of_periods": 1,
    "not_assessable_breaks_chain": True,
}


def refused(*indicators: dict[str, Any], **changes: Any) -> str:
    with pytest.raises(ValidationError) as found:
        small.contract(*indicators, **changes)
    return str(found.value)


def misfits(*indicators: dict[str, Any], **changes: Any) -> list[tuple[Any, str]]:
    agreed = {"credits": credit_terms(), **changes}
    return [(one.path, one.found) for one in find_misfits(small.contract(*indicators, **agreed))]


def with_scheme(scheme: dict[str, Any], **more: Any) -> dict[str, Any]:
    return small.share(credit=scheme, consequence="credit", **more)


def test_tiers_are_of_values_which_a_small_sample_judged_by_its_misses_need_not_have() -> None:
    # 18 of 19 is on a target of 90 %, and one miss of 19 is a miss all the same: no tier would hold 94.7 %.
    by_misses = {"size": 20, "below": "count_misses", "points_by_misses": [0, 1, 2]}
    terms = with_scheme({"scheme": "tiers", "tiers": TIERS}, minimum_sample=by_misses)
    assert "tiers hold values" in refused(terms)


# One by one --------------------------------------------------------------------------------------------


def test_an_indicator_that_names_no_scheme_costs_by_points() -> None:
    assert small.contract().indicators[0].credit.scheme == "points"


def test_points_have_one_price() -> None:
    steps = [{"at_least": 5, "share": "1 %"}]
    assert "not both" in refused(credits=credit_terms(per_point="1 %", point_steps=steps))


@pytest.mark.parametrize("reached", [[5, 5], [10, 5]])
def test_steps_of_points_rise(reached: list[int]) -> None:
    steps = [{"at_least": count, "share": "1 %"} for count in reached]
    assert "point_steps rise" in refused(credits=credit_terms(point_steps=steps))


def test_tiers_leave_no_gap_to_the_target() -> None:
    gap = [{"below": "80 %", "share": "25 %"}]
    found = refused(with_scheme({"scheme": "tiers", "tiers": gap}))
    assert "no band holds values between" in found


def test_tiers_that_fit_are_taken() -> None:
    assert (
        small.contract(with_scheme({"scheme": "tiers", "tiers": TIERS})).indicators[0].credit.scheme
        == "tiers"
    )


@pytest.mark.parametrize("step", [{}, {"each": "1 h", "each_part": "50 %"}])
def test_a_step_is_an_amount_or_a_part(step: dict[str, str]) -> None:
    assert "one of them" in refused(with_scheme({**STARTED, **step}))


def test_a_case_is_late_by_a_length_of_time() -> None:
    assert "write the step as each" in refused(with_scheme({**STARTED, "over": "cases", "each_part": "50 %"}))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"when": "points"}, "needs the number"),
        ({"points": 3}, "needs the number"),
        ({"periods": 3, "of_periods": 2}, "can never be reached"),
    ],
)
def test_a_threshold_on_indicators_is_whole(changes: dict[str, Any], words: str) -> None:
    assert words in refused(triggers=[{**TRIGGER, **changes}])


def test_the_band_that_an_open_threshold_holds_at_is_one_of_the_scorecard() -> None:
    card = {**small.SCORECARD, "open_trigger_holds_at": "nowhere"}
    assert "open_trigger_holds_at names no band" in refused(scorecard=card)
    held = small.contract(scorecard={**small.SCORECARD, "open_trigger_holds_at": "fair"})
    assert held.scorecard is not None
    assert held.scorecard.open_trigger_holds_at == "fair"


# Against the rest of the contract ----------------------------------------------------------------------

CREDIT_PATH = ("indicators", 0, "credit")


def test_points_need_a_price() -> None:
    by_points = small.share(bands=small.falling_bands("90 %", "85 %"), consequence="credit")
    assert misfits(by_points) == [(CREDIT_PATH, "K costs by points, and no rate is given")]
    assert misfits(by_points, credits=credit_terms(per_point="1 %")) == []


def test_an_amount_at_risk_and_its_pools_are_defined() -> None:
    pooled = with_scheme({"scheme": "at_risk", "pool": "desk", "allocation": "40 %"})
    assert misfits(pooled) == [(CREDIT_PATH, "K draws on an amount at risk, and none is given")]
    at_risk = {"share": "10 %", "pools": {"other": "50 %"}}
    assert misfits(pooled, credits=credit_terms(at_risk=at_risk)) == [
        (CREDIT_PATH, "'desk' is defined nowhere")
    ]
    whole = with_scheme({"scheme": "at_risk", "pool": None, "allocation": "40 %"})
    assert misfits(whole, credits=credit_terms(at_risk=at_risk)) == []


def test_a_shortfall_is_of_a_share() -> None:
    scheme = {"scheme": "shortfall"}
    assert misfits(with_scheme(scheme)) == []
    counted = small.count(credit=scheme, consequence="credit")
    assert misfits(counted) == [(CREDIT_PATH, "the value of K is no share, so it falls short of no percent")]


def test_a_base_amount_is_defined() -> None:
    scheme = {**STARTED, "each": "1"}
    assert misfits(with_scheme(scheme)) == [(CREDIT_PATH, "'fault' is defined nowhere")]
    assert misfits(with_scheme(scheme), credits=credit_terms(base_amounts=BASES)) == []


@pytest.mark.parametrize(("target", "fits"), [({"to": 0}, False), ({"to": 4}, True), ({"from": 1}, False)])
def test_a_part_is_of_something_permitted(target: dict[str, int], *, fits: bool) -> None:
    counted = small.count(credit={**STARTED, "each_part": "50 %"}, consequence="credit", target=target)
    found = misfits(counted, credits=credit_terms(base_amounts=BASES))
    assert [words for _, words in found] == (
        [] if fits else ["the target of K permits nothing to take a part of"]
    )


@pytest.mark.parametrize(
    ("terms", "fits"),
    [
        (small.time_within_target, True),
        (lambda **more: small.time_within_target(month_of="opened", **more), False),
        (lambda **more: small.time_within_target(within={"limit": {"working_days": 2}}, **more), False),
        (small.count, True),
        (lambda **more: small.count(month_of="opened", clock=None, **more), False),
        (lambda **more: small.count(that=[{"field": "team", "changes_at_most": 0}], **more), False),
        (small.share, False),
    ],
)
def test_cases_are_late_by_a_clock_and_counted_when_they_end(terms: Any, *, fits: bool) -> None:
    scheme = {**STARTED, "over": "cases", "each": "1 h"}
    found = misfits(terms(credit=scheme, consequence="credit"), credits=credit_terms(base_amounts=BASES))
    words = "K has no cases that are late by a time and counted in full when they end"
    assert [found for _, found in found] == ([] if fits else [words])


def user_share(**more: Any) -> dict[str, Any]:
    affected = {"indicator": "HIT", "value_is": "affected", "if_unknown": "all"}
    return with_scheme({"scheme": "user_share", "tiers": TIERS, "affected": affected}, **more)


def test_who_was_hit_is_told_by_a_share_over_the_same_period() -> None:
    assert misfits(user_share()) == [(CREDIT_PATH, "'HIT' is defined nowhere")]
    assert misfits(user_share(), small.share(id="HIT")) == []
    assert misfits(user_share(), small.share(id="HIT", period="quarter")) == [
        (CREDIT_PATH, "HIT is not judged over the same period as K")
    ]


def test_a_bonus_needs_the_most_that_all_bonuses_give() -> None:
    terms = small.share(bonus={"value": {"from": "99 %"}, "share": "1 %"})
    assert misfits(terms) == [(("indicators", 0, "bonus"), "K has a bonus, and credits.bonus is null")]
    assert misfits(terms, credits=credit_terms(bonus={"at_most": "5 %"})) == []


def test_thresholds_name_indicators_that_are_there_each_once() -> None:
    unknown = {**TRIGGER, "indicators": ["NONE"]}
    assert misfits(small.share(), triggers=[unknown]) == [
        (("triggers", 0, "indicators"), "'NONE' is defined nowhere")
    ]
    assert misfits(small.share(), triggers=[TRIGGER, TRIGGER]) == [
        (("triggers", 1, "id"), "T is defined 2 times")
    ]


def test_thresholds_on_points_need_credits() -> None:
    kept = {name: TRIGGER[name] for name in ("id", "label", "clause", "leads_to", "gives")}
    points = {**kept, "kind": "points", "points": 50, "months": 3, "of": "contract"}
    found = misfits(small.share(), triggers=[points], credits=None)
    assert found == [(("triggers", 0), "T looks at points or caps, and credits is null")]
    assert misfits(small.share(), triggers=[points]) == []
