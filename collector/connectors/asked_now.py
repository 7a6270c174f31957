"""When a system without history was asked: by its own clock where it tells it, which its times are of."""

from collector.remote.answer import Answer
from collector.remote.surroundings import Surroundings


def asked_at(answer: Answer, surroundings: Surroundings) -> int:
    """Return the instant that `answer` speaks of: what the system's clock said, else ours."""
    return answer.sent_at if answer.sent_at is not None else surroundings.now()
