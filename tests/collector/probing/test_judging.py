"""What the tries of one look come to."""

import pytest

from collector.probing.judging import judge
from collector.probing.outcome import Doubt, Failure, Seen, Try
from tests.collector.probing.fast import MIDNIGHT
from tests.collector.probing.terms import look_of

DAY = 86_400
LOOK = look_of("http", address="https://www.example.se", slow_after=1.5, least_days=30)
GOOD = Try(Seen(certificate_ends_at=MIDNIGHT + 30 * DAY), 0.2)
FAILED = Try(Seen(Failure.TIME_OUT), 2.0)


def test_an_answer_is_up() -> None:
    assert judge(LOOK, [GOOD], None, MIDNIGHT) == ("up", "up")


def test_an_answer_after_failures_is_up() -> None:
    assert judge(LOOK, [FAILED, FAILED, GOOD], None, MIDNIGHT) == ("up", "up")


def test_a_failure_of_the_last_try_is_down_for_its_reason() -> None:
    refused = Try(Seen(Failure.REFUSED), 0.0)
    assert judge(LOOK, [FAILED, FAILED, FAILED, refused], None, MIDNIGHT) == ("down", "refused")


def test_a_slow_answer_is_degraded() -> None:
    slow = Try(GOOD.seen, 1.6)
    assert judge(LOOK, [slow], None, MIDNIGHT) == ("degraded", "slow")


def test_a_certificate_of_29_whole_days_is_degraded_where_30_are_asked_for() -> None:
    assert judge(LOOK, [GOOD], None, MIDNIGHT + 1) == ("degraded", "certificate_ends_soon")


@pytest.mark.parametrize("doubt", [Doubt.BLIND, Doubt.ASLEEP, Doubt.CLOCK])
def test_a_failure_in_doubt_is_unknown(doubt: Doubt) -> None:
    assert judge(LOOK, [FAILED], doubt, MIDNIGHT) == ("unknown", doubt.value)


def test_an_answer_is_believed_although_the_prober_was_asleep() -> None:
    assert judge(LOOK, [GOOD], Doubt.ASLEEP, MIDNIGHT) == ("up", "up")


def test_that_it_was_slow_is_not_believed_of_a_prober_that_was_asleep() -> None:
    assert judge(LOOK, [Try(GOOD.seen, 9.0)], Doubt.ASLEEP, MIDNIGHT) == ("unknown", "asleep")


def test_an_answer_at_a_time_that_nobody_knows_is_unknown() -> None:
    assert judge(LOOK, [GOOD], Doubt.CLOCK, MIDNIGHT) == ("unknown", "clock")


def test_what_this_machine_may_not_do_is_unknown() -> None:
    assert judge(LOOK, [Try(Seen(doubt=Doubt.NOT_ABLE), 0.0)], None, MIDNIGHT) == ("unknown", "not_able")
