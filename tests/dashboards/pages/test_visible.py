"""Which figures and evidence a viewer is shown."""

from dashboards.pages.visible import seen_by
from dashboards.viewers import ANYONE_HERE, Role, Viewer
from evaluator.core.outcomes import Outcome, Scope, Verdict, View
from tests.dashboards.builders import make_results


def outcome(unit: str) -> Outcome:
    scope = Scope("T1", "schools" if unit else "", unit)
    return Outcome(
        indicator="P2",
        period="2026-10",
        scope=scope,
        view=View.AFTER_EXCLUSIONS,
        figure=None,
        verdict=Verdict.NOT_MEASURED,
        points=0,
        repeated=False,
        points_after_repeat=0,
        confidence=None,
    )


def test_a_reader_is_shown_everything() -> None:
    results = make_results()
    assert seen_by(ANYONE_HERE, results) is results


def test_a_unit_reader_is_shown_the_whole_and_the_own_unit() -> None:
    results = make_results(outcomes=[outcome(""), outcome("S1"), outcome("F1")])
    seen = seen_by(Viewer(Role.UNIT_READER, units=frozenset({"S1"})), results)
    assert [one.scope.unit for one in seen.outcomes] == ["", "S1"]


def test_a_unit_reader_without_a_unit_is_shown_the_whole_alone() -> None:
    results = make_results(outcomes=[outcome(""), outcome("S1")])
    seen = seen_by(Viewer(Role.UNIT_READER), results)
    assert [one.scope.unit for one in seen.outcomes] == [""]
    assert seen.exclusions == ()
