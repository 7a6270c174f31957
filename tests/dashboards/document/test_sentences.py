"""Sentences with figures: one sentence for translators, a note for each figure."""

import pytest

from dashboards.document.model import Run
from dashboards.document.sentences import fill, sentence
from dashboards.document.traces import published_trace
from dashboards.wording import wording

FIGURE = Run("21", trace=published_trace("somewhere"))


def test_a_figure_keeps_its_note_and_words_stay_words() -> None:
    assert fill("met in {n} of {m}.", n=FIGURE, m="24") == (
        Run("met in "),
        FIGURE,
        Run(" of "),
        Run("24"),
        Run("."),
    )


def test_figures_stand_where_the_translation_puts_them() -> None:
    found = sentence(wording("sv"), "{met} of {periods}", met=FIGURE, periods="24")
    assert "".join(run.text for run in found) == "21 av 24"


def test_a_name_that_nothing_is_given_for_is_refused() -> None:
    with pytest.raises(KeyError, match="m"):
        fill("{m}")
