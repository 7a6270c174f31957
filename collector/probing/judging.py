"""What the tries of one look come to. Pure: the same tries and doubt give the same state."""

from collections.abc import Sequence

from collector.probing.looks import AnyLook, Encrypted, HttpLook
from collector.probing.outcome import DEGRADED, DOWN, ENDS_SOON, SLOW, UNKNOWN, UP, Doubt, Try

_DAY = 86_400


def judge(look: AnyLook, tries: Sequence[Try], doubt: Doubt | None, at: int) -> tuple[str, str]:
    """Return the state of a target at `at` and the reason for it; `doubt` is what the prober says of itself.

    The last try decides: those before it failed. An answer is believed in spite of a doubt, as nobody answers
    by mistake, but not where the clock cannot say when; a failure is not, nor that an answer was slow.
    """
    last = tries[-1]
    if last.seen.doubt is not None:
        return UNKNOWN, last.seen.doubt.value
    if doubt is Doubt.CLOCK:
        return UNKNOWN, doubt.value
    if last.seen.failure is not None:
        return (DOWN, last.seen.failure.value) if doubt is None else (UNKNOWN, doubt.value)
    if _ends_soon(look, last.seen.certificate_ends_at, at):
        return DEGRADED, ENDS_SOON
    if isinstance(look, HttpLook) and look.slow_after is not None and last.seconds > look.slow_after:
        return (DEGRADED, SLOW) if doubt is None else (UNKNOWN, doubt.value)
    return UP, UP


def _ends_soon(look: AnyLook, ends_at: int | None, at: int) -> bool:
    if not isinstance(look, Encrypted) or look.least_days is None or ends_at is None:
        return False
    return whole_days(at, ends_at) < look.least_days


def whole_days(at: int, ends_at: int) -> int:
    """Return the whole days from `at` to `ends_at`."""
    return (ends_at - at) // _DAY
