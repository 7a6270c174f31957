"""From the stated terms of costs to amounts that can be summed and drawn."""

from decimal import Decimal
from fractions import Fraction

import pytest

from evaluator.core.deciding.alternatives.appeals import (
    OF_ALL,
    OF_ONE,
    OF_TEN_TO_NINETEEN,
    STOCKHOLM,
    appeal_share,
)
from evaluator.core.deciding.alternatives.costs import NOTHING, Horizon
from evaluator.core.deciding.alternatives.stated_costs import (
    horizon_of,
    published_cost,
    published_share,
    stated_cost,
)
from evaluator.core.deciding.time_plan.build import appeal_probability
from evaluator.decisions.alternative_costs import AppealTerms, CostTerms
from evaluator.decisions.time_plan_defaults import default_appeal
from tests.evaluator.core.deciding.alternatives.cases import between, certain
from tests.evaluator.core.deciding.alternatives.stated import amount, content, label

TERMS = CostTerms.model_validate(content()["costs"])


def changed_costs(**changes: object) -> CostTerms:
    """Return the terms with another cost of procuring anew."""
    found = content()["costs"]
    found["by_alternative"][1] |= changes
    return CostTerms.model_validate(found)


def test_the_fees_in_force_are_the_running_cost_where_the_file_says_contract() -> None:
    found = stated_cost("prolong", TERMS, Decimal(24), 2026)
    assert found.running is not None
    assert (found.running.amount, found.running.price_year) == (certain(24), 2026)


def test_a_contract_without_fees_leaves_the_running_cost_unknown() -> None:
    assert stated_cost("prolong", TERMS, None, 2026).missing == ("running",)


def test_none_is_no_cost_and_not_an_unknown_one() -> None:
    found = stated_cost("prolong", TERMS, Decimal(24), 2026)
    assert (found.transition, found.dual_running, found.appeal) == (NOTHING, NOTHING, NOTHING)
    assert found.appeal_chance == 0
    assert found.missing == ()


def test_an_alternative_that_the_costs_leave_out_has_no_known_cost_at_all() -> None:
    found = stated_cost("bridge", TERMS, Decimal(24), 2026)
    assert found.missing == ("running", "transition", "dual_running", "appeal", "appeal_chance")


def test_dual_running_is_its_months_times_the_monthly_amount() -> None:
    found = stated_cost("anew", TERMS, None, 2026)
    assert found.running is not None
    assert found.running.amount == between(18, 20, 25)
    assert found.dual_running is not None
    assert found.dual_running.amount == certain(15)


def test_parts_left_out_stay_unknown() -> None:
    terms = changed_costs(transition=None, dual_running=None, appeal=None)
    assert stated_cost("anew", terms, None, 2026).missing == (
        "transition",
        "dual_running",
        "appeal",
        "appeal_chance",
    )


def test_where_no_probability_is_stated_the_published_share_of_all_is_taken_with_source_and_year() -> None:
    found = stated_cost("anew", TERMS, None, 2026)
    assert found.appeal_chance == Fraction(53, 1000)
    assert OF_ALL.published.year == 2022
    assert "Upphandlingsmyndigheten" in OF_ALL.published.source


@pytest.mark.parametrize(
    ("bidders", "share"),
    [
        (None, OF_ALL),
        (1, OF_ONE),
        (2, OF_ALL),
        (9, OF_ALL),
        (10, OF_TEN_TO_NINETEEN),
        (20, OF_TEN_TO_NINETEEN),
    ],
)
def test_the_published_share_depends_on_the_number_of_bidders(bidders: int | None, share: object) -> None:
    assert appeal_share(bidders) is share


@pytest.mark.parametrize("bidders", [1, 2, 5, 9, 10, 19, 20, 40])
def test_costs_and_time_plan_take_the_same_share_where_nobody_states_one(bidders: int) -> None:
    usual = default_appeal().model_copy(update={"bidders": bidders})
    assert appeal_share(bidders).share == appeal_probability(usual)


def test_where_no_cost_is_stated_one_citys_own_work_is_taken() -> None:
    found = stated_cost("anew", TERMS, None, 2026)
    assert found.appeal is not None
    assert found.appeal.amount == between(4_000_000, 4_250_000, 4_500_000)
    assert found.appeal.price_year == STOCKHOLM.published.year
    assert STOCKHOLM.paid_to_former_supplier == 40_000_000


def test_what_the_file_states_comes_before_what_others_published() -> None:
    stated = {"probability": "12 %", "source": label("Antaget"), "cost": amount(7_000_000)}
    own = AppealTerms.model_validate(stated)
    assert published_share(own) is None
    assert published_cost(own) is None
    found = stated_cost("anew", changed_costs(appeal=stated), None, 2026)
    assert found.appeal is not None
    assert (found.appeal.amount, found.appeal_chance) == (certain(7_000_000), Fraction(12, 100))


def test_what_others_published_is_named_where_it_is_taken() -> None:
    assert published_share(AppealTerms(bidders=12)) is OF_TEN_TO_NINETEEN
    assert published_cost(AppealTerms()) is STOCKHOLM


def test_without_rates_prices_neither_rise_nor_are_discounted() -> None:
    assert horizon_of(TERMS) == Horizon(2029, 1, 12, Fraction(0), Fraction(0))


def test_stated_rates_are_those_of_the_horizon() -> None:
    rates = {
        "index": {"share": "2 %", "source": label("a")},
        "discount": {"share": "3 %", "source": label("b")},
    }
    found = horizon_of(CostTerms.model_validate(content()["costs"] | rates))
    assert (found.index, found.discount) == (Fraction(2, 100), Fraction(3, 100))
