"""Errors of asking: they name the address without its query, and nothing of what was sent or answered."""

import re

from collector.errors import Problem, SourceUnreadable


def without_query(address: str) -> str:
    """Return an address without query and parameters of its path (`;jsessionid=`), which may hold secrets."""
    return re.split("[?#;]", address, maxsplit=1)[0]


def told(address: str, found: str, remedy: str = "") -> Problem:
    """Return what is wrong with the answer of `address`, whose query is left out."""
    return Problem(found, remedy=remedy, file=without_query(address))


def unreadable(address: str, found: str, remedy: str = "") -> SourceUnreadable:
    """Return the error for an answer that cannot be used."""
    return SourceUnreadable(told(address, found, remedy))


class TryLater(Exception):  # noqa: N818 - what to do about it, named as that
    """A request that may go well later; `after` seconds if the system said so."""

    def __init__(self, problem: Problem, after: float | None = None) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.after = after
