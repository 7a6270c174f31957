"""Which answers are worth another try, and how long a system asks us to wait for it."""

from collector.remote.answer import Answer, http_date
from collector.remote.problems import TryLater, told, unreadable

_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers after which the same request may go well later."""

LONGEST_WAIT = 120.0
"""Seconds that a run waits where a system asks for patience; for more it leaves it to the next run."""


def judged(answer: Answer, now: int, *, accepted: frozenset[int] = frozenset()) -> Answer:
    """Return an answer that is 2xx or `accepted`; raises TryLater or SourceUnreadable for any other."""
    if 200 <= answer.status < 300 or answer.status in accepted:
        return answer
    found, remedy = f"the system answered {answer.status}", _remedy(answer.status)
    if answer.status in _BUSY:
        raise TryLater(told(answer.address, found, remedy), retry_after(answer, now))
    raise unreadable(answer.address, found, remedy)


def retry_after(answer: Answer, now: int) -> float | None:
    """Return the seconds that `Retry-After` asks for: a number, or a moment (RFC 9110, 10.2.3).

    A moment is one of the system's clock, so it is compared with that where the answer tells it. None where
    nothing is asked, or nothing that can be understood.
    """
    asked = answer.headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked[:12])
    moment = http_date(asked)
    if moment is None:
        return None
    return float(max(0, moment - (answer.sent_at if answer.sent_at is not None else now)))


def _remedy(status: int) -> str:
    if status in (401, 403):
        return "Check `sign_in` and what the account may read"
    if status in (404, 410):
        return "Check `address` and the version of the system"
    if status == 407:
        return "A proxy that wants a password cannot be used"
    return ""
