"""When targets are looked at."""

from hypothesis import given
from hypothesis import strategies as st

from collector.probing.due import next_due, offset
from tests.collector.probing.fast import MIDNIGHT


@given(name=st.text(), every=st.integers(1, 86_400), now=st.integers(0, 2**33))
def test_the_next_turn_comes_within_one_interval_and_after_now(name: str, every: int, now: int) -> None:
    assert now < next_due(name, every, now) <= now + every


def test_turns_lie_one_interval_apart_whenever_it_is_asked() -> None:
    first = next_due("T1 page", 60, MIDNIGHT)
    assert next_due("T1 page", 60, first) == first + 60
    assert next_due("T1 page", 60, first - 59) == first


def test_a_hundred_targets_are_spread_over_the_interval() -> None:
    seconds = [int(offset(f"target {number}", 60)) for number in range(100)]
    assert max(seconds.count(second) for second in range(60)) <= 8
    assert len(set(seconds)) >= 40
