"""Credit lines, what goes back, and thresholds: on the page, in JSON and in CSV."""

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter

from dashboards.report.build import build_report
from dashboards.report.csv_form import render_csv
from dashboards.report.html_form import render_html
from dashboards.report.json_form import render_json
from dashboards.report.triggers import TriggersSection
from evaluator.contract.contract import Contract
from evaluator.contract.triggers import AnyTrigger, LeadsTo
from evaluator.core.money.lines import CreditLine, LineKind
from evaluator.core.money.month import CreditTotal
from evaluator.core.money.triggers import TriggerMonth, TriggerState
from evaluator.core.outcomes import View
from evaluator.results.published import PeriodResults
from tests.dashboards.builders import PERIOD, make_contract, make_results, make_score
from tests.dashboards.explanation.telling import cells, explained, facts_of, sentences

AFTER = View.AFTER_EXCLUSIONS.value


def line(amount: int, **changes: Any) -> CreditLine:
    plain: dict[str, Any] = {
        "service": "T3",
        "view": AFTER,
        "kind": LineKind.POINTS,
        "indicator": "K05",
        "measured_on": "T3",
        "period": PERIOD,
        "points": 4,
        "before_caps": Fraction(amount),
        "after_caps": Fraction(amount),
    }
    return CreditLine(**(plain | changes))


def trigger(**changes: Any) -> dict[str, Any]:
    return {
        "id": "fifty",
        "label": {"sv": "Femtio poäng", "en": "Fifty points"},
        "clause": "9.1",
        "leads_to": "right_to_terminate",
        "gives": {"sv": "rätt att säga upp avtalet", "en": "a right to terminate, after legal review"},
        "kind": "points",
        "points": 50,
        "months": 3,
        "of": "contract",
        **changes,
    }


CAP = trigger(id="cap", kind="cap", cap="service", months=2)
PLAN = trigger(
    id="plan",
    kind="indicator",
    when="missed",
    periods=2,
    of_periods=2,
    not_assessable_breaks_chain=False,
    leads_to="action_plan",
)
THREE_OF_SIX = PLAN | {"id": "six", "when": "lowest_band", "periods": 3, "of_periods": 6}


def contract_with(*triggers: dict[str, Any]) -> Contract:
    kept = [
        {
            name: value
            for name, value in one.items()
            if one["kind"] == "points" or name not in ("points", "of")
        }
        for one in triggers
    ]
    cleaned = [
        {name: value for name, value in one.items() if one["kind"] != "indicator" or name != "months"}
        for one in kept
    ]
    read = TypeAdapter(tuple[AnyTrigger, ...]).validate_python(cleaned)
    return make_contract().model_copy(update={"triggers": read})


def state(name: str = "fifty", **changes: Any) -> TriggerState:
    plain: dict[str, Any] = {
        "trigger": name,
        "view": AFTER,
        "leads_to": LeadsTo.RIGHT_TO_TERMINATE,
        "indicator": "",
        "service": "",
        "is_open": True,
        "reached": 59,
        "needed": 50,
        "months": (TriggerMonth("2026-09", 45, counts=True), TriggerMonth(PERIOD, 14, counts=True)),
    }
    return TriggerState(**(plain | changes))


def results_with(*states: TriggerState, triggers: tuple[dict[str, Any], ...] = (trigger(),)) -> PeriodResults:
    return make_results(contract=contract_with(*triggers), triggers=states)


# Lines -------------------------------------------------------------------------------------------------

MADE_OF = (
    line(100_000),
    line(44_000, indicator="K09b", measured_on="T3A"),
    line(-7_000, kind=LineKind.EARN_BACK, period="2026-07", points=0),
)


def test_every_line_stands_under_its_service_what_goes_back_last() -> None:
    section = build_report(make_results(credit_lines=MADE_OF[::-1]), "en").credits
    assert section is not None
    assert [(row.indicator.split()[0], row.kind, row.month) for row in section.lines] == [
        ("K05", "By points", ""),
        ("K09b", "By points", ""),
        ("K05", "Given back", "July 2026"),
    ]
    assert section.lines[1].service.endswith("(T3A)")


def test_what_goes_back_and_what_is_left_is_said() -> None:
    total = CreditTotal(AFTER, Decimal(144_000), Decimal(7_000), Decimal(500_000))
    section = build_report(make_results(credit_totals=(total,)), "en").credits
    assert section is not None
    assert section.given_back.replace("\xa0", " ") == (
        "Bonus and credits given back are SEK 7,000 to the supplier; of SEK 144,000 in credits SEK 137,000"
        " are left."
    )


def test_nothing_is_said_where_nothing_goes_back() -> None:
    total = CreditTotal(AFTER, Decimal(144_000), Decimal(0), Decimal(500_000))
    section = build_report(make_results(credit_totals=(total,)), "en").credits
    assert section is not None
    assert section.given_back == ""


def test_lines_and_totals_are_exact_in_json_and_rows_in_csv() -> None:
    total = CreditTotal(AFTER, Decimal(144_000), Decimal(0), Decimal(500_000))
    results = make_results(credit_lines=(line(1, after_caps=Fraction(1, 3)),), credit_totals=(total,))
    document = json.loads(render_json(results, "en"))
    assert document["credit_lines"][0]["after_caps"] == {"numerator": 1, "denominator": 3}
    assert document["credit_totals"][0]["to_date"] == "500000"
    [row] = [one for one in rows_of(results) if one["Row"] == "credit line"]
    assert (row["Indicator"], row["After agreed exclusions"], row["Explained by"]) == (
        "K05",
        "0.3333",
        "2026-10/K05/T3",
    )


def rows_of(results: PeriodResults) -> list[dict[str, str]]:
    text = render_csv(results, "en").removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_a_credit_is_explained_by_its_lines() -> None:
    told = explained("2026-10/credit/T3", facts_of(make_results(credit_lines=MADE_OF)))
    assert [row[0].split()[0] for row in cells(told, "Credit lines")] == ["K05", "K09b", "K05"]
    assert "After caps they add up to SEK 144,000." in sentences(told)


def test_a_credit_by_another_scheme_speaks_of_no_points() -> None:
    by_tier = make_results(credit_lines=(line(144_000, kind=LineKind.TIERS),))
    said = sentences(explained("2026-10/credit/T3", facts_of(by_tier)))
    assert "What it is made of adds up to 2% of the monthly fee of SEK 7,200,000, or SEK 144,000." in said


# Thresholds --------------------------------------------------------------------------------------------


def section_of(results: PeriodResults, language: str = "en") -> TriggersSection:
    section = build_report(results, language).triggers
    assert section is not None
    return section


def test_a_contract_without_thresholds_has_no_section() -> None:
    assert build_report(make_results(), "en").triggers is None
    assert 'id="triggers"' not in render_html(make_results(), "en")


def test_a_threshold_shows_how_far_it_is_reached_and_what_it_gives() -> None:
    [row] = section_of(results_with(state())).rows
    assert (row.label, row.clause, row.state, row.reached) == (
        "Fifty points",
        "9.1",
        "Reached",
        "59 of 50 points",
    )
    assert (row.months, row.gives) == (
        "September 2026, October 2026",
        "a right to terminate, after legal review",
    )
    assert row.explain == "supplierwatch explain 2026-10/trigger/fifty"


@pytest.mark.parametrize(
    ("terms", "reached", "words"),
    [
        (CAP, 1, "1 of 2 periods running"),
        (PLAN, 1, "1 of 2 periods running"),
        (THREE_OF_SIX, 1, "1 of 3 periods, among the last 6"),
    ],
)
def test_one_that_is_not_reached_says_how_near_it_came(
    terms: dict[str, Any], reached: int, words: str
) -> None:
    found = state(
        terms["id"],
        is_open=False,
        reached=reached,
        needed=terms.get("periods", 2),
        indicator="K05",
        service="T3",
    )
    [row] = section_of(results_with(found, triggers=(terms,))).rows
    assert (row.state, row.reached) == ("Not reached", words)
    assert row.subject.startswith("K05 ")


def test_the_views_are_said_to_agree_or_not() -> None:
    same = section_of(results_with(state(), state(view="as_measured")))
    assert same.both_views == "As measured and after agreed exclusions the same thresholds are reached."
    differ = section_of(results_with(state(), state(view="as_measured", is_open=False)))
    assert differ.both_views == "As measured and after agreed exclusions differ in: Fifty points."


def test_an_open_right_to_terminate_is_said_first() -> None:
    said = build_report(results_with(state()), "en").answer.sentences
    assert (
        "A critical threshold is reached (Fifty points). Under the contract it gives a right to terminate,"
        " after legal review."
    ) in said
    assert "critical" not in " ".join(build_report(results_with(state(is_open=False)), "en").answer.sentences)


def test_the_page_is_told_in_swedish_too() -> None:
    page = render_html(results_with(state()), "sv")
    assert "Trösklar" in page
    assert "Femtio poäng" in page


def test_thresholds_are_in_json_and_csv() -> None:
    results = results_with(state())
    [found] = json.loads(render_json(results, "en"))["triggers"]
    assert (found["trigger"], found["reached"], found["leads_to"]) == ("fifty", 59, "right_to_terminate")
    assert found["explain"] == "2026-10/trigger/fifty"
    assert found["months"][0] == {"period": "2026-09", "points": 45, "counts": True}
    [row] = [one for one in rows_of(results) if one["Row"] == "threshold"]
    assert (row["Label"], row["Outcome"], row["After agreed exclusions"]) == (
        "Fifty points",
        "Reached",
        "59 of 50 points",
    )


SAME, UNJUDGED = "The same indicator on the same service", "A period that could not be assessed"


@pytest.mark.parametrize(
    ("terms", "rule"),
    [
        (trigger(), "At least 50 points of all services together in 3 months, after doubling. (9.1)"),
        (trigger(of="service"), "At least 50 points of one service in 3 months, after doubling. (9.1)"),
        (CAP, "Cap of the service: reached 2 months running. (9.1)"),
        (CAP | {"cap": "total"}, "Cap of the whole month: reached 2 months running. (9.1)"),
        (
            PLAN,
            f"{SAME} below target in 2 of its last 2 periods. {UNJUDGED} is passed over. (9.1)",
        ),
        (
            THREE_OF_SIX | {"not_assessable_breaks_chain": True},
            f"{SAME} in its outermost band in 3 of its last 6 periods. {UNJUDGED} is one of them. (9.1)",
        ),
    ],
)
def test_a_threshold_is_explained_with_its_rule_and_months(terms: dict[str, Any], rule: str) -> None:
    results = results_with(state(terms["id"], indicator="K05", service="T3"), triggers=(terms,))
    told = explained(f"2026-10/trigger/{terms['id']}", facts_of(results))
    assert sentences(told)[:2] == [rule, "Reaching it gives a right to terminate, after legal review."]
    assert cells(told, "The months behind it") == [
        ("September 2026", "45", "yes"),
        ("October 2026", "14", "yes"),
    ]
    assert "supplierwatch explain 2026-10/K05/T3" in sentences(told)


def test_an_open_threshold_holds_the_band_down_in_words() -> None:
    contract = contract_with(trigger())
    assert contract.scorecard is not None
    card = contract.scorecard.model_copy(update={"open_trigger_holds_at": contract.scorecard.bands[-1].id})
    held = make_results(
        contract=contract.model_copy(update={"scorecard": card}),
        score=make_score().__class__(**{**vars(make_score()), "held_by_triggers": ("fifty",)}),
    )
    score = build_report(held, "en").score
    assert score is not None
    assert "Held down by an open critical threshold (Fifty points)" in " ".join(score.sentences)
