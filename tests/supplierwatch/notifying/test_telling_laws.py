"""Laws of telling that hold in every story."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from evaluator.core.alerts.signals import Signal
from supplierwatch.notifying.states import Event
from tests.supplierwatch.notifying.stories import BREACH, BURN, HOUR, NOTICE, SILENT, Story

SIGNALS = st.lists(st.sampled_from([BREACH, BURN, SILENT, NOTICE, replace(NOTICE, stage=1)]), max_size=5)
STORIES = st.lists(
    st.tuples(st.integers(1, 3 * HOUR), SIGNALS, st.booleans(), st.booleans(), st.booleans()), max_size=25
)


def _tell(steps: list[tuple[int, list[Signal], bool, bool, bool]], *, backwards: bool = False) -> Story:
    story, now = Story(), 0
    for wait, signals, is_quiet, is_stale, is_acknowledged in steps:
        now += wait
        if backwards:
            story.states = tuple(reversed(story.states))
        story.at(now, *(reversed(signals) if backwards else signals), is_quiet=is_quiet, is_stale=is_stale)
        if is_acknowledged:
            story.acknowledge(now)
    return story


@given(STORIES)
def test_nothing_is_told_without_a_signal_but_an_end(
    steps: list[tuple[int, list[Signal], bool, bool, bool]],
) -> None:
    told, now, there = _tell(steps).told, 0, {}
    for wait, signals, *_ in steps:
        now += wait
        there[now] = {one.key for one in signals}
    assert all(key in there[at] for at, _, event, key in told if event is not Event.ENDED)


@given(STORIES)
def test_an_end_is_told_only_after_a_beginning_and_once(
    steps: list[tuple[int, list[Signal], bool, bool, bool]],
) -> None:
    knows: set[tuple[str, str]] = set()
    for _, destination, event, key in _tell(steps).told:
        if event is Event.ENDED:
            assert (destination, key) in knows
            knows.discard((destination, key))
        else:
            knows.add((destination, key))


@given(STORIES)
def test_the_order_of_signals_and_states_does_not_matter(
    steps: list[tuple[int, list[Signal], bool, bool, bool]],
) -> None:
    assert _tell(steps).told == _tell(steps, backwards=True).told


@given(STORIES)
def test_in_quiet_time_only_pages_are_told(
    steps: list[tuple[int, list[Signal], bool, bool, bool]],
) -> None:
    always = [(wait, signals, True, is_stale, known) for wait, signals, _, is_stale, known in steps]
    assert {key for _, _, _, key in _tell(always).told} <= {BURN.key}


@given(STORIES)
def test_nobody_gets_two_messages_at_once(
    steps: list[tuple[int, list[Signal], bool, bool, bool]],
) -> None:
    story, now = Story(), 0
    for wait, signals, is_quiet, is_stale, _ in steps:
        now, before = now + wait, len(story.notices)
        story.at(now, *signals, is_quiet=is_quiet, is_stale=is_stale)
        destinations = [one.destination for one in story.notices[before:]]
        assert len(destinations) == len(set(destinations))
