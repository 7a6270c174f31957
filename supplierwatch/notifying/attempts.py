"""How an attempt to send a message ended, and when the next one is made."""

import hashlib
import unicodedata
from dataclasses import dataclass

SHORTEST_WAIT, LONGEST_WAIT = 30, 900
"""Seconds before the second attempt, and at most before any: a page must not wait long behind a failure."""

LEAST_ATTEMPTS = 5
"""A message is tried so often at least, however late: a machine that was off has not given up on it."""

_LONGEST_PROBLEM = 300


@dataclass(frozen=True)
class Attempt:
    """One attempt: sent, or the problem; a final one is not tried again. A problem never holds a secret.

    `closes_way`: what was wrong is so for every message that goes this way, such as a server that is away.
    """

    problem: str = ""
    is_final: bool = False
    closes_way: bool = False

    @property
    def is_sent(self) -> bool:
        """Whether the message was taken."""
        return self.problem == ""


SENT = Attempt()


def failed(problem: str, *, is_final: bool = False, closes_way: bool = False) -> Attempt:
    """Return an attempt that failed, its problem on one line."""
    return Attempt(one_line(problem)[:_LONGEST_PROBLEM] or "no reason was given", is_final, closes_way)


def one_line(text: str) -> str:
    """Return `text` on one line, without signs that are not to be seen."""
    shown = "".join(
        " " if unicodedata.category(sign).startswith(("C", "Zl", "Zp")) else sign for sign in text
    )
    return " ".join(shown.split())


def wait_after(attempts: int, message_id: str) -> int:
    """Return the seconds to wait after so many attempts: twice as long each time, and up to a quarter off.

    How far off follows from the message and the attempt: many messages spread out, and a test can tell.
    """
    usual = min(LONGEST_WAIT, SHORTEST_WAIT << min(attempts - 1, 10))
    digest = hashlib.sha256(f"{message_id} {attempts}".encode()).digest()
    return usual * (750 + int.from_bytes(digest[:4]) % 501) // 1000


def gives_up(attempts: int, age: int, give_up_after: int) -> bool:
    """Return whether a message is not tried again after `attempts`, the last of them at `age` seconds."""
    return attempts >= LEAST_ATTEMPTS and age >= give_up_after
