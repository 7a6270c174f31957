"""The supplier's figures beside ours: each of the scope it names."""

from fractions import Fraction

import pandas as pd

from evaluator.core.outcomes import Figure, Outcome, Scope, Verdict, View
from evaluator.core.periods import month
from evaluator.core.statements import Statement, compare_statements
from tests.evaluator.october import STOCKHOLM

OCTOBER = month("2026-10", STOCKHOLM)


def outcome(service: str, value: Fraction | None) -> Outcome:
    figure = (
        None if value is None else Figure(value.numerator, value.denominator, 10, 1, 10, 10, value, value)
    )
    return Outcome(
        indicator="K",
        period="2026-10",
        scope=Scope(service),
        view=View.AS_MEASURED,
        figure=figure,
        verdict=Verdict.MET,
        points=0,
        repeated=False,
        points_after_repeat=0,
        confidence=None,
    )


def statements(*rows: tuple[str, int]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator": ["K"] * len(rows),
            "service": [service for service, _ in rows],
            "unit": pd.Series([None] * len(rows), dtype="str"),
            "from_at": OCTOBER.starts_at,
            "to_at": OCTOBER.ends_at,
            "numerator": [percent for _, percent in rows],
            "denominator": 100,
        }
    )


def test_each_statement_stands_beside_the_figure_of_its_own_service() -> None:
    outcomes = [outcome("T1", Fraction(1, 2)), outcome("T2", Fraction(1, 4))]
    assert compare_statements(statements(("T1", 60), ("T2", 30)), outcomes, OCTOBER) == (
        Statement("K", Scope("T1"), Fraction(60, 100), Fraction(1, 2)),
        Statement("K", Scope("T2"), Fraction(30, 100), Fraction(1, 4)),
    )


def test_statements_of_several_services_keep_their_places_beside_one_figure_of_all() -> None:
    found = compare_statements(statements(("T1", 60), ("T2", 30)), [outcome("", Fraction(1, 2))], OCTOBER)
    assert found == (
        Statement("K", Scope("T1"), Fraction(60, 100), Fraction(1, 2), together=True),
        Statement("K", Scope("T2"), Fraction(30, 100), Fraction(1, 2), together=True),
    )


def test_of_two_statements_about_one_service_the_later_row_stands() -> None:
    [found] = compare_statements(statements(("T1", 60), ("T1", 70)), [outcome("T1", None)], OCTOBER)
    assert (found.stated, found.measured, found.together) == (Fraction(70, 100), None, False)


def test_a_statement_nobody_measures_stands_beside_nothing() -> None:
    assert compare_statements(statements(("T9", 60)), [outcome("T1", None)], OCTOBER) == ()
