"""Stages in order."""

import pytest

from evaluator.core.deciding.time_plan.graph import in_order, only


def test_each_stage_comes_after_those_it_waits_for() -> None:
    assert in_order({"move": ("sign", "plan"), "sign": ("ask",), "ask": (), "plan": ()}) == (
        "ask",
        "sign",
        "plan",
        "move",
    )


def test_stages_that_wait_for_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="ask, sign wait for each other"):
        in_order({"ask": ("sign",), "sign": ("ask",)})


def test_what_waits_for_a_stage_that_is_left_out_waits_for_what_that_waited_for() -> None:
    after = {"ask": (), "decide": ("ask",), "tender": ("decide",), "move": ("tender", "decide")}
    assert only(after, {"ask", "move"}) == {"ask": (), "move": ("ask",)}
