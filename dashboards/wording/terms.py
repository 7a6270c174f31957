"""Words for the fixed values of results and contract: verdicts, decisions, states, views."""

from collector.records import TicketState
from dashboards.wording.words import Wording, marked
from evaluator.contract.clocks import Party, StateWord
from evaluator.contract.contract import OptionState
from evaluator.core.confidence.prospects import Basis, Direction
from evaluator.core.money.credits import Cap
from evaluator.core.money.lines import LineKind
from evaluator.core.outcomes import Verdict, View
from evaluator.decisions.exclusions import Decision

VERDICT_SYMBOLS = {
    Verdict.MET: "✓",
    Verdict.MISSED: "✗",
    Verdict.NOT_ASSESSABLE: "?",
    Verdict.NOT_MEASURED: "–",  # noqa: RUF001 - a dash is the sign for nothing there
}
"""A sign for each verdict, so that colour never stands alone."""

_VERDICTS = {
    Verdict.MET: marked("Met"),
    Verdict.MISSED: marked("Below target"),
    Verdict.NOT_ASSESSABLE: marked("Not assessable"),
    Verdict.NOT_MEASURED: marked("Not measured"),
}
_VIEWS = {
    View.AS_MEASURED: marked("As measured"),
    View.AFTER_EXCLUSIONS: marked("After agreed exclusions"),
    View.IF_PENDING_ACCEPTED: marked("If pending exclusions are accepted"),
}
_DECISIONS = {
    Decision.PENDING: marked("Undecided"),
    Decision.ACCEPTED: marked("Accepted"),
    Decision.PARTLY_ACCEPTED: marked("Partly accepted"),
    Decision.REJECTED: marked("Rejected"),
    Decision.DISPUTED: marked("Disputed, not left out"),
    Decision.REFUSED_LATE: marked("Refused: asked too late"),
}
_OPTION_STATES = {
    OptionState.OPEN: marked("Open"),
    OptionState.USED: marked("Used"),
    OptionState.NOT_USED: marked("Not used"),
}
_CAPS = {
    Cap.NONE: marked("No cap"),
    Cap.SERVICE: marked("Cap of the service"),
    Cap.TOTAL: marked("Cap of the whole month"),
    Cap.AT_RISK: marked("Amount at risk"),
    Cap.QUARTER: marked("Cap of the service's quarter"),
    Cap.YEAR: marked("Cap of the year"),
    Cap.TERM: marked("Cap of the whole contract"),
}
_LINES = {
    LineKind.POINTS: marked("By points"),
    LineKind.AT_RISK: marked("Part of the amount at risk"),
    LineKind.TIERS: marked("By tier"),
    LineKind.SHORTFALL: marked("By shortfall"),
    LineKind.DAYS: marked("By days"),
    LineKind.USER_SHARE: marked("By share of users"),
    LineKind.PER_STARTED: marked("For each started step"),
    LineKind.BONUS: marked("Bonus"),
    LineKind.EARN_BACK: marked("Given back"),
}
_PARTIES = {"supplier": marked("The supplier"), "customer": marked("The customer")}
_ROLES = {
    Party.SUPPLIER: marked("supplier"),
    Party.CUSTOMER: marked("customer"),
    Party.USER: marked("user"),
    Party.THIRD: marked("third party"),
}
_SERVICE_STATES = {
    "up": marked("Up"),
    "degraded": marked("Degraded"),
    "down": marked("Down"),
    "unknown": marked("Unknown"),
}
_TICKET_STATES = {
    "unmapped": marked("in a status that no mapping explains"),
    "active": marked("being worked on"),
    "waiting_user": marked("waiting for the user"),
    "waiting_customer": marked("waiting for the customer"),
    "waiting_third": marked("waiting for a third party"),
    "waiting_supplier": marked("waiting for the supplier"),
    "resolved": marked("resolved"),
    "closed": marked("closed"),
    "cancelled": marked("cancelled"),
}
_TICKET_FIELDS = {
    "status": marked("status"),
    "kind": marked("kind"),
    "service": marked("service"),
    "unit": marked("unit"),
    "priority": marked("priority"),
    "team": marked("team"),
}
_DIRECTIONS = {
    Direction.IMPROVED: marked("better"),
    Direction.UNCHANGED: marked("unchanged"),
    Direction.WORSENED: marked("worse"),
    Direction.UNKNOWN: marked("cannot be told"),
}
_BASES = {
    Basis.TREND: marked("by trend"),
    Basis.RANGE: marked("by range"),
    Basis.CANNOT_BE_TOLD: marked("cannot be told"),
}
_INTAKE_OUTCOMES = {
    "complete": marked("Done"),
    "failed": marked("Failed"),
    "running": marked("Under way"),
    "": marked("Never collected"),
}


def verdict_word(verdict: Verdict, wording: Wording) -> str:
    """Return the word for a verdict."""
    return wording.text(_VERDICTS[verdict])


def view_word(view: View, wording: Wording) -> str:
    """Return the words for a view."""
    return wording.text(_VIEWS[view])


def decision_word(decision: Decision, wording: Wording) -> str:
    """Return the word for a decision on an exclusion."""
    return wording.text(_DECISIONS[decision])


def option_state_word(state: OptionState, wording: Wording) -> str:
    """Return the word for what has become of an option."""
    return wording.text(_OPTION_STATES[state])


def cap_word(cap: Cap, wording: Wording) -> str:
    """Return the words for the cap that held a credit down."""
    return wording.text(_CAPS[cap])


def line_word(kind: LineKind, wording: Wording) -> str:
    """Return the words for what a credit line comes from."""
    return wording.text(_LINES[kind])


def party_word(party: str, wording: Wording) -> str:
    """Return the word for a side of the contract; a name that is neither side stays itself."""
    return wording.text(_PARTIES[party]) if party in _PARTIES else party


def party_role(party: Party, wording: Wording) -> str:
    """Return the word for who has a ticket: at work on it, or waited for."""
    return wording.text(_ROLES[party])


def service_state_word(state: str, wording: Wording) -> str:
    """Return the word for a state of a service; an unknown one stays itself."""
    return wording.text(_SERVICE_STATES[state.lower()]) if state.lower() in _SERVICE_STATES else state


def ticket_state_word(state: StateWord | TicketState, wording: Wording) -> str:
    """Return the words for the state a ticket is in, as they stand after *is*."""
    name = state.value if isinstance(state, StateWord) else state.name.lower()
    return wording.text(_TICKET_STATES[name])


def ticket_field_word(field: str, wording: Wording) -> str:
    """Return the word for a field of a ticket; one that a mapping has named stays itself."""
    return wording.text(_TICKET_FIELDS[field]) if field in _TICKET_FIELDS else field


def direction_word(direction: Direction, wording: Wording) -> str:
    """Return the word for where an indicator is going."""
    return wording.text(_DIRECTIONS[direction])


def basis_word(basis: Basis, wording: Wording) -> str:
    """Return the words for what a forecast rests on."""
    return wording.text(_BASES[basis])


def intake_word(outcome: str, wording: Wording) -> str:
    """Return the words for how the last intake went; an unknown one stays itself."""
    return wording.text(_INTAKE_OUTCOMES[outcome]) if outcome in _INTAKE_OUTCOMES else outcome
