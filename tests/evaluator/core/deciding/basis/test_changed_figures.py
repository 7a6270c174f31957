"""Figures that moved since somebody wrote beside them."""

from hypothesis import given
from hypothesis import strategies as st

from evaluator.core.deciding.basis.changed_figures import ChangedFigure, changed_figures

FIGURES = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["1", "2", "3"]))


def test_a_figure_that_moved_is_told_with_both_its_values() -> None:
    assert changed_figures({"K05": "92,9 %"}, {"K05": "91,0 %"}) == (
        ChangedFigure("K05", "92,9 %", "91,0 %"),
    )


def test_a_figure_that_came_and_one_that_went_have_one_side_only() -> None:
    assert changed_figures({"old": "1"}, {"new": "2"}) == (
        ChangedFigure("new", None, "2"),
        ChangedFigure("old", "1", None),
    )


@given(FIGURES)
def test_nothing_moved_where_both_are_the_same(figures: dict[str, str]) -> None:
    assert changed_figures(figures, figures) == ()


@given(FIGURES, FIGURES)
def test_the_former_figures_with_the_changes_are_the_present_ones(
    before: dict[str, str], after: dict[str, str]
) -> None:
    found = dict(before)
    for one in changed_figures(before, after):
        if one.after is None:
            del found[one.key]
        else:
            found[one.key] = one.after
    assert found == after
