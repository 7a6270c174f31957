"""What each group says of a need, every voice kept apart."""

from fractions import Fraction

import pytest

from evaluator.core.deciding.needs.assessment import assess
from evaluator.core.deciding.needs.ratings import Rating, Shown, rate, shown_voices, strongest, together
from tests.evaluator.core.deciding.needs.registers import (
    TODAY,
    body,
    known,
    need,
    read_need,
    register,
    voice,
)

SEGMENTS = {"S1": "schools", "S2": "schools", "D1": "districts"}
SMALLEST = 5


def ratings(*voices: dict[str, object]) -> tuple[Rating, ...]:
    return rate(read_need(*voices), SEGMENTS, SMALLEST)


def test_a_minority_of_importance_five_is_not_hidden_by_a_majority_of_one() -> None:
    unions, heads = ratings(voice("heads", 1, 200), voice("unions", 5, 6))
    assert (unions.group, unions.importance, unions.count) == ("unions", 5, 6)
    assert (heads.group, heads.importance, heads.count) == ("heads", 1, 200)


def test_a_need_that_only_a_minority_finds_important_comes_before_one_all_find_fairly_important() -> None:
    fair = need("N1", voice("heads", 4, 200), voice("unions", 4, 6))
    strong = need("N2", voice("heads", 1, 200), voice("unions", 5, 6))
    found = assess(register([fair, strong]), known(), SEGMENTS, SMALLEST, TODAY)
    # The mean over all persons would be 4 for N1, and (200*1 + 6*5) / 206 = 1.1 for N2.
    assert [one.need.id for one in found.needs] == ["N2", "N1"]


def test_unions_and_local_it_managers_are_counted_as_voices_of_their_own() -> None:
    needs = [
        need("N1", voice("unions", 4), voice("local_it_managers", 2)),
        need("N2", body("unions", 5), voice("heads", 2)),
    ]
    found = assess(register(needs), known(), SEGMENTS, SMALLEST, TODAY)
    assert found.voices == {"unions": 2, "local_it_managers": 1, "heads": 1}


def test_voices_of_one_group_are_weighted_by_the_persons_who_answered() -> None:
    [found] = ratings(voice("heads", 2, 30, satisfaction=4), voice("heads", 5, 10, satisfaction=2))
    # (2*30 + 5*10) / 40 = 2.75; (4*30 + 2*10) / 40 = 3.5
    assert (found.count, found.importance, found.satisfaction) == (40, Fraction(11, 4), Fraction(7, 2))


def test_segments_of_a_group_are_kept_apart() -> None:
    found = ratings(voice("heads", 5, unit="S1"), voice("heads", 1, unit="D1"), voice("heads", 3))
    assert [(one.segment, one.importance) for one in found] == [("schools", 5), ("", 3), ("districts", 1)]


def test_a_group_of_fewer_than_five_persons_is_too_few_and_nothing_of_it_is_told() -> None:
    [found] = ratings(voice("heads", 5, 4, satisfaction=1))
    assert found.shown is Shown.TOO_FEW
    assert (found.count, found.importance, found.satisfaction) == (None, None, None)


def test_where_it_is_not_known_how_many_answered_nothing_is_told() -> None:
    [found] = ratings(voice("heads", 5, None))
    assert (found.shown, found.importance, found.uncounted) == (Shown.UNCOUNTED, None, 1)


def test_a_voice_without_a_count_is_left_out_of_its_group_and_named() -> None:
    [found] = ratings(voice("heads", 5, None), voice("heads", 2, 8))
    assert (found.importance, found.count, found.uncounted) == (2, 8, 1)


def test_a_body_is_no_group_of_persons_and_is_shown() -> None:
    [found] = ratings(body("unions", 5), body("unions", 4, satisfaction=1))
    # (5 + 4) / 2; only one of both told how satisfied it is
    assert (found.shown, found.count, found.importance) == (Shown.SHOWN, 2, Fraction(9, 2))
    assert found.satisfaction == 1


def test_the_position_of_a_body_is_kept_apart_from_what_its_members_answer() -> None:
    assert len(ratings(body("unions", 5), voice("unions", 2))) == 2


def test_satisfaction_that_fewer_than_five_told_is_not_shown() -> None:
    [found] = ratings(voice("heads", 4, 4, satisfaction=1), voice("heads", 4, 20))
    assert (found.count, found.importance, found.satisfaction) == (24, 4, None)


def test_the_groups_together_stand_beside_them_by_persons() -> None:
    beside = together(ratings(voice("heads", 1, 30), voice("teachers", 5, 10), body("unions", 5)))
    # (1*30 + 5*10) / 40 = 2; the body counts no persons
    assert beside is not None
    assert (beside.count, beside.importance) == (40, 2)


def test_a_hidden_group_cannot_be_computed_from_the_groups_together() -> None:
    beside = together(ratings(voice("heads", 1, 30), voice("teachers", 3, 30), voice("unions", 5, 3)))
    assert beside is not None
    assert (beside.count, beside.importance) == (60, 2)


@pytest.mark.parametrize("voices", [[], [voice("heads", 1)], [voice("heads", 1), voice("unions", 5, 3)]])
def test_one_group_alone_has_nothing_beside_it(voices: list[dict[str, object]]) -> None:
    assert together(ratings(*voices) if voices else ()) is None


def test_the_strongest_voice_is_that_of_the_group_which_finds_it_most_important() -> None:
    assert strongest(ratings(voice("heads", 1, 200), voice("unions", 5, 6))) == 5
    assert strongest(ratings(voice("heads", 5, 2))) is None


def shown_units(*voices: dict[str, object]) -> list[str | None]:
    return [one.unit for one in shown_voices(read_need(*voices), SEGMENTS, SMALLEST)]


def test_a_units_own_voice_is_shown_where_enough_answered() -> None:
    assert shown_units(voice("heads", 4, 6, unit="S1"), voice("heads", 3, 7, unit="S2")) == ["S1", "S2"]


def test_a_unit_is_hidden_where_the_group_less_that_unit_would_tell_what_few_of_another_said() -> None:
    # The group is shown with 9 persons: 6 of S1 taken away would leave the 3 of S2.
    assert shown_units(voice("heads", 4, 6, unit="S1"), voice("heads", 3, 3, unit="S2")) == []


def test_bodies_of_units_are_shown() -> None:
    assert shown_units(body("unions", 4, unit="S1")) == ["S1"]
