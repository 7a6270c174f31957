"""Keys of figures: each names one figure, and a wrong one is answered with those that exist."""

from dataclasses import replace

import pytest

from collector.errors import NothingFound
from dashboards.figure_keys import FigureKind, FigureSubject, explain_command, figure_keys, outage_key
from evaluator.core.outcomes import Scope, Verdict
from tests.dashboards.builders import PERIOD, figure, in_both_views, make_results

MET = Verdict.MET


def test_a_key_names_the_month_the_indicator_the_service_and_the_part() -> None:
    keys = figure_keys(make_results())
    assert keys.of_outcome("K05", Scope("T3")) == "2026-10/K05/T3"
    assert keys.of_outcome("K05", Scope("T3", "schools")) == "2026-10/K05/T3/schools"
    assert keys.of_outcome("K05", Scope("T3", "schools", "school-01")) == "2026-10/K05/T3/school-01"


def test_an_indicator_of_all_services_together_has_no_service_in_its_key() -> None:
    assert figure_keys(make_results()).of_outcome("K12", Scope()) == "2026-10/K12"


def test_credits_points_and_scores_have_keys() -> None:
    keys = figure_keys(make_results())
    assert keys.of(FigureKind.CREDIT) == "2026-10/credit"
    assert keys.of(FigureKind.CREDIT, "T3") == "2026-10/credit/T3"
    assert keys.of(FigureKind.POINTS, "T3") == "2026-10/points/T3"
    assert keys.of(FigureKind.SCORE) == "2026-10/score"
    assert keys.of(FigureKind.SCORE, "levels") == "2026-10/score/levels"


def test_every_key_finds_the_figure_it_is_of() -> None:
    keys = figure_keys(make_results())
    assert len(keys.subjects) == len(keys.keys) > 30
    for key, subject in keys.subjects.items():
        assert keys.find(key) == [subject]


def test_a_unit_called_as_a_segment_has_a_key_of_its_own() -> None:
    parts = [
        *in_both_views("K05", MET, figure(9, 10), Scope("T3", "schools")),
        *in_both_views("K05", MET, figure(9, 10), Scope("T3", "", "schools")),
    ]
    keys = figure_keys(make_results(outcomes=tuple(parts)))
    assert keys.of_outcome("K05", Scope("T3", "schools")) == "2026-10/K05/T3/schools"
    assert keys.of_outcome("K05", Scope("T3", "", "schools")) == "2026-10/K05/T3//schools"


def test_an_indicator_called_as_a_word_of_keys_is_told_from_it() -> None:
    named = in_both_views("score", MET, figure(9, 10))
    keys = figure_keys(make_results(outcomes=tuple(named)))
    assert keys.of_outcome("score", Scope()) == "2026-10/indicator/score"
    assert keys.find("2026-10/score") == [FigureSubject(FigureKind.SCORE)]


def test_an_indicator_alone_names_its_outcome_on_each_service() -> None:
    found = figure_keys(make_results()).find("2026-10/K05")
    assert [subject.scope for subject in found] == [Scope("T1"), Scope("T3")]


def test_a_wrong_key_is_answered_with_the_closest_and_with_those_that_exist() -> None:
    with pytest.raises(NothingFound, match=r"'2026-10/K5/T3'.*did you mean 2026-10/K05/T3\?.*2026-10/credit"):
        figure_keys(make_results()).find("2026-10/K5/T3")


def test_a_key_that_is_like_no_other_names_those_that_exist() -> None:
    with pytest.raises(NothingFound) as refused:
        figure_keys(make_results()).find("zzz")
    assert "did you mean" not in str(refused.value)
    assert "2026-10/K03/T1" in str(refused.value)


def test_a_month_alone_is_no_figure() -> None:
    with pytest.raises(NothingFound, match=f"There are {PERIOD}/K03/T1") as refused:
        figure_keys(make_results()).find(PERIOD)
    assert "did you mean" not in str(refused.value)


def test_without_credits_and_score_there_are_no_keys_of_them() -> None:
    keys = figure_keys(replace(make_results(), credits=(), score=None))
    assert keys.of(FigureKind.CREDIT) == keys.of(FigureKind.SCORE) == ""


def test_an_outage_is_asked_for_by_its_place_and_time() -> None:
    assert outage_key("T3", "", "2026-10-05T08:00:00Z") == "T3@2026-10-05T08:00:00Z"
    assert outage_key("T3", "S1", "2026-10-05T08:00:00Z") == "T3/S1@2026-10-05T08:00:00Z"


def test_a_key_that_a_shell_would_split_is_quoted() -> None:
    assert explain_command("2026-10/K05/T3") == "supplierwatch explain 2026-10/K05/T3"
    assert explain_command("A 1; ls") == "supplierwatch explain 'A 1; ls'"
