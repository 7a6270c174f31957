"""From the file, what was measured and what was calculated, to values of alternatives on criteria."""

from dataclasses import replace
from fractions import Fraction

from evaluator.core.deciding.alternatives.measured import Measured
from evaluator.core.deciding.alternatives.model import build_model, cost_name, is_measured, stated_value
from evaluator.core.deciding.alternatives.values import Estimate
from evaluator.core.deciding.alternatives.variants import Reading, with_unknown
from tests.evaluator.core.deciding.alternatives.cases import certain
from tests.evaluator.core.deciding.alternatives.stated import content, file_of

MEASURED = Measured(
    Fraction(92, 100),
    Fraction(91, 100),
    Fraction(93, 100),
    (Fraction(88, 100), Fraction(95, 100)),
    100,
    12,
)
COSTS = {"prolong": certain(288), "anew": certain(285)}


def test_what_was_measured_holds_for_the_alternatives_that_results_describe() -> None:
    found = build_model(file_of(), {"p2": MEASURED}, COSTS)
    value = found.values["prolong", "p2"]
    assert value.estimate == Estimate(Fraction(88, 100), Fraction(92, 100), Fraction(95, 100))
    assert value.drawn_as == "results on p2"


def test_the_others_are_judged() -> None:
    found = build_model(file_of(), {"p2": MEASURED}, COSTS)
    assert found.values["anew", "p2"].estimate == Estimate(
        Fraction(85, 100), Fraction(90, 100), Fraction(95, 100)
    )
    assert found.values["anew", "p2"].drawn_as == "anew p2"


def test_a_value_as_another_ones_is_one_unknown_with_it() -> None:
    found = build_model(file_of(), {"p2": MEASURED}, COSTS)
    assert found.values["bridge", "p2"] == found.values["prolong", "p2"]


def test_a_judged_value_without_ends_is_certain() -> None:
    changed = content()
    changed["criteria"][0]["values"][1] = changed["criteria"][0]["values"][1] | {"low": None, "high": None}
    found = build_model(file_of(changed), {"p2": MEASURED}, COSTS)
    assert found.values["anew", "p2"].estimate.is_certain


def test_costs_are_drawn_by_their_own_name() -> None:
    found = build_model(file_of(), {"p2": MEASURED}, COSTS)
    assert found.values["anew", "cost"].estimate == certain(285)
    assert found.values["anew", "cost"].drawn_as == cost_name("anew")


def test_a_criterion_called_total_is_drawn_apart_from_the_total_cost() -> None:
    changed = content()
    changed["criteria"][0]["id"] = "total"
    found = build_model(file_of(changed), {"total": MEASURED}, COSTS)
    assert found.values["anew", "total"].drawn_as != found.values["anew", "cost"].drawn_as
    assert found.values["anew", "total"].estimate.likely == Fraction(90, 100)


def test_what_nobody_measured_stated_or_calculated_is_missing() -> None:
    changed = content()
    del changed["criteria"][0]["values"][1]
    found = build_model(file_of(changed), {"p2": None}, COSTS)
    assert found.missing("prolong") == ("p2",)
    # As prolong, which results say nothing of; and no cost is stated.
    assert found.missing("bridge") == ("p2", "cost")
    assert found.missing("anew") == ("p2",)


def test_a_criterion_without_a_floor_has_none_in_the_model() -> None:
    p2, cost = build_model(file_of(), {"p2": MEASURED}, COSTS).criteria
    assert p2.floor == Fraction(85, 100)
    assert cost.floor is None


def test_only_what_results_describe_is_measured_and_cost_never() -> None:
    terms = file_of()
    prolong, _, anew = terms.alternatives
    p2, cost = terms.criteria
    assert is_measured(prolong, p2)
    assert not is_measured(anew, p2)
    assert not is_measured(prolong, cost)


def test_what_people_stated_is_found_by_alternative() -> None:
    p2 = file_of().criteria[0]
    assert stated_value("prolong", p2) is None
    anew = stated_value("anew", p2)
    assert anew is not None
    assert anew.likely == Fraction(90, 100)


def test_unknown_facts_against_the_supplier_are_the_worse_end_and_for_it_the_better() -> None:
    terms = file_of()
    against = with_unknown(terms, {"p2": MEASURED}, Reading.UNKNOWN_AGAINST)["p2"]
    in_favour = with_unknown(terms, {"p2": MEASURED}, Reading.UNKNOWN_FOR)["p2"]
    assert against is not None
    assert in_favour is not None
    assert (against.value, in_favour.value) == (Fraction(91, 100), Fraction(93, 100))
    assert against.estimate.is_certain


def test_where_less_is_better_the_worse_end_is_the_higher() -> None:
    changed = content()
    changed["criteria"][0] |= {
        "direction": "lower_is_better",
        "scale": {"zero_at": "100 %", "hundred_at": "80 %", "why": {"sv": "x", "en": "x"}},
    }
    found = with_unknown(file_of(changed), {"p2": MEASURED}, Reading.UNKNOWN_AGAINST)["p2"]
    assert found is not None
    assert found.value == Fraction(93, 100)


def test_what_is_not_measured_has_no_ends() -> None:
    assert with_unknown(file_of(), {"p2": None}, Reading.UNKNOWN_FOR) == {}
    wide = replace(MEASURED, confidence=None)
    assert wide.estimate == Estimate(Fraction(91, 100), Fraction(92, 100), Fraction(93, 100))
