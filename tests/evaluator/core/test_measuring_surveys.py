"""Survey indices: mean marks of questions by their weights, from 0 to 100."""

from fractions import Fraction
from typing import Any

from evaluator.core.outcomes import Scope, Verdict, View
from evaluator.core.verdicts import judge
from tests.evaluator import small_contract as small
from tests.evaluator.core.small_facts import T1, facts, figure, interval, measure, measurement, measurements


def answers(*marks: tuple[int, int], **more: Any) -> list[dict[str, Any]]:
    """The sum of the marks given to each question, and the number of answers."""
    names = ("whole", "expected", "ideal")
    return [
        measurement(total, count, measure=name, sample_size=count, **more)
        for name, (total, count) in zip(names, marks, strict=False)
    ]


def test_sevens_on_a_scale_from_one_to_ten_are_two_thirds() -> None:
    # (7 - 1) / 9 * 100 = 66.67.
    found = figure(
        small.survey_index(), facts(measurements=measurements(*answers((70, 10), (70, 10), (70, 10))))
    )
    assert interval(found) == (Fraction(200, 3), Fraction(200, 3), Fraction(200, 3))
    assert (found.sample_size, found.misses) == (10, None)


def test_the_index_is_of_the_mean_of_the_means() -> None:
    # Means 8, 7 and 6 of 10, 20 and 5 answers: 7, whoever answered more.
    found = figure(
        small.survey_index(), facts(measurements=measurements(*answers((80, 10), (140, 20), (30, 5))))
    )
    assert (found.value, found.sample_size) == (Fraction(200, 3), 5)


def test_questions_count_by_their_weights_on_the_scale_of_the_contract() -> None:
    # (2 * 5 + 1 * 2) / 3 = 4 on a scale from 1 to 5: 75.
    terms = small.survey_index(
        questions=[{"measure": "whole", "weight": 2}, {"measure": "ideal", "weight": 1}],
        scale={"lowest": 1, "highest": 5},
    )
    rows = [measurement(50, 10, measure="whole"), measurement(20, 10, measure="ideal")]
    assert figure(terms, facts(measurements=measurements(*rows))).value == 75


def test_segments_and_units_have_indices_of_their_own() -> None:
    rows = answers((100, 10), (100, 10), (100, 10), segment="schools", unit="north")
    rows += answers((10, 10), (10, 10), (10, 10), unit="hall")
    found = measure(small.survey_index(), facts(measurements=measurements(*rows))).figures
    values = {scope: one.value for (scope, view), one in found.items() if view is View.AS_MEASURED and one}
    assert values == {
        T1: 50,
        Scope("T1", "schools"): 100,
        Scope("T1", "offices"): 0,
        Scope("T1", "schools", "north"): 100,
        Scope("T1", "offices", "hall"): 0,
    }


def test_the_response_is_that_of_the_question_fewest_answered() -> None:
    rows = answers((70, 10), (70, 10), (35, 5), population=40)
    assert figure(small.survey_index(), facts(measurements=measurements(*rows))).response == Fraction(5, 40)


def test_where_nobody_knows_how_many_were_asked_there_is_no_response() -> None:
    rows = [*answers((70, 10), (70, 10), population=40), measurement(70, 10, measure="ideal")]
    assert figure(small.survey_index(), facts(measurements=measurements(*rows))).response is None


def test_a_question_without_answers_leaves_the_index_unknown() -> None:
    for rows in (answers((70, 10), (70, 10)), answers((70, 10), (70, 10), (0, 0))):
        found = figure(small.survey_index(), facts(measurements=measurements(*rows)))
        assert (found.value, found.low, found.sample_size) == (None, None, 0)
        assert found.expected > 0


def test_nothing_told_is_not_measured() -> None:
    assert measure(small.survey_index(), facts()).figures[T1, View.AS_MEASURED] is None


def test_marks_that_the_scale_does_not_have_are_not_known() -> None:
    found = figure(
        small.survey_index(), facts(measurements=measurements(*answers((110, 10), (70, 10), (70, 10))))
    )
    assert (found.known, found.value, found.low) == (0, None, None)


def test_marks_beside_the_scale_are_not_assessable_even_without_a_floor_or_open_hours() -> None:
    # All three questions at 20 on a scale to 10 would be an index of 211.
    closed = small.hours("07:00", "18:00", closed=[{"first": "2026-10-01", "last": "2026-10-31"}])
    hours = small.CONTENT["service_hours"]
    terms = small.survey_index(completeness_floor="0 %", empty_period="met")
    told = facts(measurements=measurements(*answers((200, 10), (200, 10), (200, 10))))
    for more in ({}, {"service_hours": hours | {"desk": closed}}):
        found = measure(terms, told, **more)
        assert judge(found.figures[T1, View.AS_MEASURED], found.indicator).verdict is Verdict.NOT_ASSESSABLE


def test_an_exact_value_that_needs_too_many_digits_is_rounded_to_a_fraction_that_can_be_stored() -> None:
    names = [f"q{number}" for number in range(9)]
    counts = (9973, 9967, 9949, 9941, 9931, 9929, 9923, 9907, 9901)
    terms = small.survey_index(questions=[{"measure": name, "weight": 1} for name in names])
    rows = [measurement(7 * n + 1, n, measure=name) for name, n in zip(names, counts, strict=True)]
    found = figure(terms, facts(measurements=measurements(*rows)))
    exact = 100 * (sum(Fraction(7 * n + 1, n) for n in counts) / 9 - 1) / 9
    assert max(found.numerator, found.denominator) < 2**63
    assert found.value is not None
    assert abs(found.value - exact) < Fraction(1, 10**15)
