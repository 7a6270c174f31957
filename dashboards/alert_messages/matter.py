"""One matter that people are told of."""

from dataclasses import dataclass

from dashboards.wording.words import marked
from evaluator.core.alerts.signals import Signal
from evaluator.decisions.alert_terms import Kind, Severity

EVENTS = {
    "raised": marked("New"),
    "worsened": marked("More urgent"),
    "escalated": marked("Nobody has acknowledged"),
    "repeated": marked("Still so"),
    "ended": marked("No longer so"),
}
"""The words for why something is told."""

SEVERITIES = {
    Severity.PAGE: marked("At once"),
    Severity.TICKET: marked("Next working day"),
    Severity.INFO: marked("When there is time"),
}
"""The words for how soon somebody should look."""


@dataclass(frozen=True)
class Matter:
    """What is told of one matter, and why (a key of EVENTS).

    `since` is when it was first seen. `signal` holds the figures; None of what has ended. `key` is what it
    is acknowledged by.
    """

    key: str
    event: str
    kind: Kind
    severity: Severity
    indicator: str
    service: str
    subject: str
    month: str
    since: int
    signal: Signal | None = None
