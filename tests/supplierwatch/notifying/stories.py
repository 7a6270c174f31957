"""Stories of alerts: signals step by step, and what people were told."""

from dataclasses import dataclass, field, replace

from evaluator.core.alerts.signals import Signal
from evaluator.decisions.alert_terms import Kind, Severity
from supplierwatch.notifying.states import AlertState, Event, Notice, TellingRules
from supplierwatch.notifying.telling import Moment, step

MINUTE, HOUR = 60, 3600
MONTH = "2026-10"
RULES = TellingRules(
    levels={
        Severity.PAGE: (("desk",), ("manager",), ("head",)),
        Severity.TICKET: (("desk", "manager"),),
    },
    group_wait=2 * MINUTE,
    group_interval=5 * MINUTE,
    repeat_after=24 * HOUR,
    escalate_after=HOUR,
    ends_after=10 * MINUTE,
)
BREACH = Signal(Kind.BREACH, Severity.TICKET, indicator="K01", service="T1", month=MONTH)
BURN = Signal(Kind.BURN, Severity.PAGE, indicator="K02", service="T1", month=MONTH)
SILENT = Signal(Kind.SOURCE_SILENT, Severity.TICKET, subject="tickets")
NOTICE = Signal(Kind.NOTICE_NEAR, Severity.TICKET, subject="option-1")


@dataclass
class Story:
    """Steps one after another, and all that was told in them: when, to whom, why and of what."""

    rules: TellingRules = RULES
    states: tuple[AlertState, ...] = ()
    told: list[tuple[int, str, Event, str]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def at(self, now: int, *signals: Signal, **moment: bool) -> list[tuple[str, Event, str]]:
        """Go on to `now`, and return what was told then."""
        found = step(signals, self.states, Moment(now, months=(MONTH,), **moment), self.rules)
        self.states = found.states
        self.notices += found.notices
        told = [(one.destination, event, state.key) for one in found.notices for event, state in one.matters]
        self.told += [(now, *one) for one in told]
        return told

    def acknowledge(self, now: int) -> None:
        """Acknowledge everything."""
        self.states = tuple(replace(one, acknowledged_at=now) for one in self.states)
