"""Whether the prober was awake, and its clock in order."""

from collector.probing.outcome import Doubt
from collector.probing.pulse import Pulse


def beating(until: float) -> Pulse:
    """Return the pulse of a prober that was well for `until` seconds; its clock began at 1000."""
    pulse = Pulse(1000.0, 0.0)
    for beat in range(1, int(until * 4) + 1):
        pulse.beat(1000.0 + beat / 4, beat / 4)
    return pulse


def test_regular_beats_leave_no_doubt() -> None:
    assert beating(60).doubt_since(0.0) is None


def test_a_process_that_was_stopped_was_asleep_for_the_seconds_without_a_beat() -> None:
    pulse = beating(60)
    pulse.beat(1090.0, 90.0)
    assert pulse.doubt_since(55.0) is Doubt.ASLEEP
    assert pulse.asleep_seconds == 30.0


def test_what_began_after_the_process_went_on_is_not_in_doubt() -> None:
    pulse = beating(60)
    pulse.beat(1090.0, 90.0)
    assert pulse.doubt_since(90.1) is None


def test_a_machine_that_slept_shows_as_a_clock_that_moved_on_by_itself() -> None:
    pulse = beating(60)
    pulse.beat(1060.25 + 3600, 60.25)
    assert pulse.doubt_since(60.0) is Doubt.CLOCK
    assert pulse.asleep_seconds == 3600.0


def test_a_clock_that_was_set_back_is_a_doubt_and_no_sleep() -> None:
    pulse = beating(60)
    pulse.beat(1060.25 - 3600, 60.25)
    assert pulse.doubt_since(60.0) is Doubt.CLOCK
    assert pulse.asleep_seconds == 0.0


def test_a_clock_that_is_steered_slowly_is_no_doubt() -> None:
    pulse = Pulse(1000.0, 0.0)
    for beat in range(1, 1000):
        pulse.beat(1000.0 + beat / 4 * 1.0005, beat / 4)
    assert pulse.doubt_since(0.0) is None
