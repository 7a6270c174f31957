"""The next contract: its content, its options as a list for the lawyer, and what history makes of it."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from evaluator.core.deciding.tender.back_tested import MetOf, sum_up
from evaluator.core.deciding.tender.clauses import checklists
from evaluator.core.deciding.tender.next_contract import (
    find_next_dead_ends,
    next_content,
    next_indicators,
)
from evaluator.core.follow_up.back_test import compare_month, join_months
from evaluator.core.follow_up.judged_month import JudgedMonth
from evaluator.core.outcomes import Outcome, View
from evaluator.decisions.tender import ClauseQuestion, NextContract, OptionClause
from tests.evaluator.core.follow_up.judged_months import outcome

CARD = {
    "id": "next",
    "title": {"sv": "Nästa", "en": "Next"},
    "reference": "KS 2027/0000",
    "customer": "Exempelstaden",
    "supplier": "Anbudsgivare",
    "time_zone": "Europe/Stockholm",
    "currency": "SEK",
}
OPTION = {
    "id": "option1",
    "label": {"sv": "Option 1", "en": "Option 1"},
    "prolongs_to": "2035-12-31",
    "notice_by": None,
    "state": "open",
}
BASE = {"contract": {"id": "present"}, "term": {}, "indicators": [{"id": "K05", "target": {"from": "90 %"}}]}


def terms(**changes: Any) -> NextContract:
    term = {"first_day": "2029-01-01", "last_day": "2033-12-31", "options": [OPTION]}
    return NextContract.model_validate({"contract": CARD, "term": term} | changes)


def test_card_and_term_are_new_and_the_rest_stays() -> None:
    found = next_content(terms(), BASE)
    assert found["contract"]["id"] == "next"
    assert found["term"]["first_day"] == "2029-01-01"
    assert found["indicators"] == BASE["indicators"]


def test_an_option_without_a_notice_date_says_so_in_the_file() -> None:
    [option] = next_content(terms(), BASE)["term"]["options"]
    assert option["notice_by"] is None


def test_a_target_is_replaced_and_the_present_contract_stays_as_it_is() -> None:
    change = {"path": "indicators[K05].target", "value": {"from": "92 %"}}
    found = next_content(terms(replacements=[change]), BASE)
    assert found["indicators"][0]["target"] == {"from": "92 %"}
    assert BASE["indicators"] == [{"id": "K05", "target": {"from": "90 %"}}]


def test_a_change_that_leads_nowhere_is_told_with_its_place() -> None:
    wrong = terms(replacements=[{"path": "indicators[K99].target", "value": {}}])
    [(section, place, why)] = find_next_dead_ends(wrong, BASE)
    assert (section, place) == ("replacements", 0)
    assert "K99" in why
    assert next_indicators(wrong, BASE) == frozenset()


def test_the_indicators_of_the_next_contract_are_those_added_too() -> None:
    more = terms(additions=[{"path": "indicators", "value": {"id": "K18"}}])
    assert next_indicators(more, BASE) == {"K05", "K18"}
    assert find_next_dead_ends(terms(), BASE) == []


def clause(*questions: str) -> OptionClause:
    answer = {"answer": {"sv": "Ja", "en": "Yes"}, "by": "stadsjurist", "on": "2026-10-19"}
    answers = [answer | {"question": question} for question in questions]
    return OptionClause.model_validate({"option": "option1", "text": None, "answers": answers})


def test_every_question_of_an_option_stands_there_until_somebody_answers_it() -> None:
    options = terms().term.options
    [bare] = checklists(options, ())
    assert bare.unanswered == tuple(ClauseQuestion)
    assert bare.clause is None
    [answered] = checklists(options, [clause("who_decides")])
    assert len(answered.unanswered) == len(ClauseQuestion) - 1
    assert dict(answered.questions)[ClauseQuestion.WHO_DECIDES] is not None


def test_an_option_says_whether_it_states_its_notice_date() -> None:
    [without] = checklists(terms().term.options, ())
    assert not without.states_notice
    stated = {
        "first_day": "2029-01-01",
        "last_day": "2033-12-31",
        "options": [OPTION | {"notice_by": "2032-12-31"}],
    }
    [one] = checklists(terms(term=stated).term.options, ())
    assert one.states_notice
    assert one.option.notice_by == date(2032, 12, 31)


def judged(*outcomes: Outcome) -> JudgedMonth:
    return JudgedMonth(outcomes, (), (), (), pd.DataFrame())


def months(today: str, draft: str, view: View = View.AFTER_EXCLUSIONS) -> Sequence[Any]:
    return [
        compare_month(
            f"2026-{number:02}",
            judged(outcome("2026-01", before, view=view)),
            judged(outcome("2026-01", after, view=view, points=3)),
        )
        for number, (before, after) in enumerate(zip(today, draft, strict=True), 1)
    ]


def test_met_n_of_m_by_both_wordings_and_their_points() -> None:
    # Four months: today met twice and missed once (2 points); the draft met once and missed twice (3 points).
    found = sum_up(join_months(months("++-?", "+--?"), ["2026-05"]))
    [one] = found.in_view(View.AFTER_EXCLUSIONS)
    assert (one.today, one.draft) == (MetOf(2, 1, 1), MetOf(1, 2, 1))
    assert one.draft is not None
    assert one.draft.months == 4
    [sums] = found.sums
    assert (sums.today_points, sums.draft_points, sums.draft_amount) == (2, 6, Fraction(0))
    assert (found.months[0], found.without_facts) == ("2026-01", ("2026-05",))


def test_a_view_of_pending_exclusions_is_not_told() -> None:
    found = sum_up(join_months(months("+", "+", View.IF_PENDING_ACCEPTED), []))
    assert (found.indicators, found.sums) == ((), ())


def test_an_indicator_that_the_draft_lacks_has_no_count() -> None:
    kept = outcome("2026-01", "+", indicator="K06")
    month = compare_month("2026-01", judged(outcome("2026-01", "+"), kept), judged(kept))
    found = {one.indicator: one.draft for one in sum_up(join_months([month], [])).indicators}
    assert found == {"K05": None, "K06": MetOf(1, 0, 0)}
