"""Words for the fixed values that queries return, as value mappings."""

from dashboards.grafana.fields import BLUE, GREEN, GREY, ORANGE, RED, YELLOW, Word, Words
from dashboards.wording import Wording
from dashboards.wording.terms import (
    VERDICT_SYMBOLS,
    cap_word,
    direction_word,
    intake_word,
    option_state_word,
    service_state_word,
    verdict_word,
)
from evaluator.contract.contract import OptionState
from evaluator.core.confidence.prospects import Direction
from evaluator.core.money.credits import Cap
from evaluator.core.outcomes import Verdict

_VERDICT_COLOURS = {
    Verdict.MET: GREEN,
    Verdict.MISSED: RED,
    Verdict.NOT_ASSESSABLE: YELLOW,
    Verdict.NOT_MEASURED: GREY,
}
STATE_NUMBERS = {"up": "0", "down": "1", "degraded": "2", "unknown": "3", "maintenance": "4"}
"""The numbers by which a state timeline is asked: Grafana makes series of numbers only."""


def verdicts(wording: Wording) -> Words:
    """Verdicts, each with its sign."""
    return {
        verdict.value: Word(
            f"{VERDICT_SYMBOLS[verdict]} {verdict_word(verdict, wording)}", _VERDICT_COLOURS[verdict]
        )
        for verdict in Verdict
    }


def directions(wording: Wording) -> Words:
    """Trends."""
    colours = {Direction.IMPROVED: GREEN, Direction.WORSENED: RED}
    return {one.value: Word(direction_word(one, wording), colours.get(one, GREY)) for one in Direction}


def option_states(wording: Wording) -> Words:
    """What became of an option."""
    return {one.value: Word(option_state_word(one, wording)) for one in OptionState}


def caps(wording: Wording) -> Words:
    """What a credit was limited by; the last limit stands for several."""
    return {one.value: Word(cap_word(one, wording)) for one in Cap}


def yes_or_nothing(wording: Wording) -> Words:
    """A flag that is told only where it is set."""
    return {"true": Word(wording.text("Yes"), RED), "false": Word("")}


def hidden_or_nothing(wording: Wording) -> Words:
    """Whether a part is hidden because its cases are too few."""
    return {"true": Word(wording.text("too few"), GREY), "false": Word("")}


def expectations(wording: Wording) -> Words:
    """What a forecast says of the target."""
    return {
        "meet": Word(wording.text("✓ Expected to meet"), GREEN),
        "uncertain": Word(wording.text("? Either way"), YELLOW),
        "miss": Word(wording.text("✗ Expected to miss"), RED),
        "cannot_be_told": Word(wording.text("Cannot be told"), GREY),
    }


def occasions(wording: Wording) -> Words:
    """For which day something is forecast."""
    return {
        "period_end": Word(wording.text("End of the period")),
        "notice": Word(wording.text("Last day of notice")),
        "last_day": Word(wording.text("Last day of the contract")),
    }


def concerns(wording: Wording) -> Words:
    """Why something needs attention, the gravest first."""
    return {
        "trigger": Word(wording.text("Threshold reached"), RED),
        "repeated": Word(wording.text("Missed again"), RED),
        "missed": Word(wording.text("Below target"), RED),
        "overdue": Word(wording.text("Open tickets past their limit"), ORANGE),
        "near": Word(wording.text("Threshold near"), ORANGE),
        "forecast": Word(wording.text("Expected to miss"), ORANGE),
        "unknown": Word(wording.text("Not assessable"), YELLOW),
        "source": Word(wording.text("Source not heard"), YELLOW),
    }


def parties(wording: Wording) -> Words:
    """Whom a ticket waits for."""
    return {
        "supplier": Word(wording.text("The supplier")),
        "user": Word(wording.text("The user")),
        "customer": Word(wording.text("The customer")),
        "third": Word(wording.text("A third party")),
        "unmapped": Word(wording.text("Status not explained"), YELLOW),
    }


def service_states(wording: Wording) -> Words:
    """States of a service, by the numbers a timeline is asked with."""
    colours = {"up": GREEN, "down": RED, "degraded": YELLOW, "unknown": GREY}
    found = {STATE_NUMBERS[name]: Word(service_state_word(name, wording), colours[name]) for name in colours}
    return found | {STATE_NUMBERS["maintenance"]: Word(wording.text("Maintenance"), BLUE)}


def state_names(wording: Wording) -> Words:
    """States of a service by their names."""
    return {name: Word(service_state_word(name, wording)) for name in ("up", "down", "degraded", "unknown")}


def intakes(wording: Wording) -> Words:
    """How the last collect from a source went."""
    colours = {"complete": GREEN, "failed": RED, "": YELLOW}
    names = ("complete", "failed", "running", "")
    return {name: Word(intake_word(name, wording), colours.get(name)) for name in names}
