"""What became of each need, who was told, and who still waits."""

from datetime import date
from typing import Any

from evaluator.core.deciding.needs.dialogue import (
    Owed,
    concerns_unit,
    overdue,
    owed_answers,
    voices_of_unit,
)
from tests.evaluator.core.deciding.needs.registers import (
    TODAY,
    label,
    need,
    read_need,
    register,
    voice,
)

DECIDED = {
    "status": "partly",
    "what": label("some of it"),
    "why": label("the rest costs too much"),
    "decided_on": "2026-09-21",
    "decided_by": "it-direktör",
}
DUE = date(2026, 10, 30)


def owed(*voices: dict[str, Any], answered: list[dict[str, str]], today: date = TODAY) -> tuple[Owed, ...]:
    one = need("N1", *voices, answer=DECIDED | {"answered": answered})
    return owed_answers(register([one], answer_by=DUE), today)


def test_each_group_and_unit_that_voiced_a_need_is_owed_one_answer() -> None:
    found = owed(voice("heads", 4), voice("heads", 3), voice("heads", 3, unit="D1"), answered=[])
    assert [(one.group, one.unit) for one in found] == [("heads", ""), ("heads", "D1")]


def test_an_answer_that_was_not_given_is_overdue_from_the_day_after() -> None:
    assert [one.days_overdue for one in owed(voice("heads", 4), answered=[], today=DUE)] == [0]
    # From 30 October to 9 November are 10 days.
    [late] = overdue(owed(voice("heads", 4), answered=[]))
    assert (late.group, late.days_overdue) == ("heads", 10)


def test_an_answer_to_a_group_reaches_its_units() -> None:
    told = owed(voice("heads", 4, unit="D1"), answered=[{"group": "heads", "on": "2026-10-12"}])
    assert [one.answered_on for one in told] == [date(2026, 10, 12)]


def test_an_answer_to_one_unit_does_not_reach_the_others_of_its_group() -> None:
    voices = voice("heads", 4, unit="D1"), voice("heads", 4, unit="D2"), voice("heads", 4)
    told = owed(*voices, answered=[{"unit": "D1", "on": "2026-10-12"}])
    assert [one.answered_on for one in told] == [date(2026, 10, 12), None, None]
    assert [(one.unit, one.group) for one in overdue(told)] == [("", "heads"), ("D2", "heads")]


def test_an_answer_that_is_yet_to_be_given_counts_as_none() -> None:
    [found] = owed(
        voice("heads", 4), answered=[{"group": "heads", "on": "2026-10-12"}], today=date(2026, 10, 11)
    )
    assert found.answered_on is None


def test_without_a_day_set_nothing_is_overdue() -> None:
    [found] = owed_answers(register([need("N1", voice("heads", 4))]), TODAY)
    assert (found.due, found.days_overdue) == (None, 0)


def test_a_need_may_have_a_day_of_its_own() -> None:
    file = register([need("N1", answer_by="2026-11-08")], answer_by=DUE)
    [found] = owed_answers(file, TODAY)
    assert (found.due, found.days_overdue) == (date(2026, 11, 8), 1)


def test_the_longest_overdue_comes_first() -> None:
    file = register([need("N1", answer_by="2026-11-08"), need("N2", answer_by="2026-11-01")])
    assert [one.need for one in overdue(owed_answers(file, TODAY))] == ["N2", "N1"]


def test_a_need_concerns_the_unit_that_voiced_it_and_the_units_of_a_segment_that_did() -> None:
    one = read_need(voice("heads", 4, unit="D1"), voice("teachers", 4, segment="schools"))
    assert concerns_unit(one, "D1", "districts")
    assert concerns_unit(one, "S1", "schools")
    assert not concerns_unit(one, "D2", "districts")
    assert not concerns_unit(one, "X", "")
    assert [voice.group for voice in voices_of_unit(one, "D1")] == ["heads"]
