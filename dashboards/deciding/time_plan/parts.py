"""Names and notes that all sections of the time plan share."""

import math
from datetime import date
from fractions import Fraction

from dashboards.document.model import Cell, Run, Trace
from dashboards.document.traces import figure, file_trace, simulation_trace
from dashboards.wording.words import Wording
from evaluator.core.deciding.time_plan.findings import Deadline, DeadlineKind, Feasibility, TimeFindings
from evaluator.decisions.time_plan_parts import DAYS_A_MONTH

COMMAND = "supplierwatch time-plan"
CONTRACT_FILE = "contract.yaml"
TENTHS = 10
EN_DASH = "\u2013"


def simulated(findings: TimeFindings) -> Trace:
    """Return the trace of what the simulation gives: the command with the day and start it was asked for."""
    asked = f"{COMMAND} --today {findings.today} --start {findings.start}"
    if findings.certainty != findings.plan.certainty:
        asked = f"{asked} --certainty {findings.certainty}"
    return simulation_trace(asked, findings.plan.seed, findings.inputs)


def written(findings: TimeFindings, key: str) -> Trace:
    """Return the trace of what stands under `key` in the time plan."""
    return file_trace(findings.file_name, key, findings.file_hash)


def agreed(findings: TimeFindings) -> Trace:
    """Return the trace of the days that the contract sets."""
    return file_trace(CONTRACT_FILE, "term", findings.contract_hash)


def deadline_words(deadline: Deadline, words: Wording) -> str:
    """Return what a deadline is, such as *last day with Option 2*."""
    if deadline.kind is DeadlineKind.EXPIRY or deadline.option is None:
        return words.text("The contract's last day")
    option = deadline.option.in_language(words.language)
    if deadline.kind is DeadlineKind.NOTICE:
        return words.text("Notice of {option}", option=option)
    return words.text("Last day with {option}", option=option)


def feasibility_words(found: Feasibility, words: Wording) -> str:
    """Return whether something can be done in time, in a word or two."""
    shown = {
        Feasibility.FEASIBLE: words.text("Can be done in time"),
        Feasibility.UNCERTAIN: words.text("Uncertain"),
        Feasibility.NOT_FEASIBLE: words.text("Cannot be done in time"),
    }
    return shown[found]


def share(value: Fraction, words: Wording) -> str:
    """Return a share that somebody stated as a percentage, with a decimal where it has one."""
    return words.percent(value, 0 if (value * 100).denominator == 1 else 1)


def at_least(value: Fraction, words: Wording) -> str:
    """Return a share of futures as a whole percentage, rounded down: never told as surer than it is."""
    return words.percent(Fraction(math.floor(value * 100), 100) if value * 100 >= 1 else value, 0)


def at_most(value: Fraction, words: Wording) -> str:
    """Return a share of futures in which something is missing, rounded up."""
    return words.percent(Fraction(math.ceil(value * 100), 100) if value * 100 <= 99 else value, 0)


def inside(label: str) -> str:
    """Return a label as it stands inside a sentence; an abbreviation keeps its capitals."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def months_of(days: int, words: Wording) -> str:
    """Return days as months, rounded up to a tenth: what must be covered is never told as less."""
    return words.number(Fraction(math.ceil(days / DAYS_A_MONTH * TENTHS), TENTHS), 1)


def day_cell(day: date | None, trace: Trace, words: Wording) -> Cell:
    """Return a cell with a day; one that does not exist is a dash."""
    if day is None:
        return Cell((Run(EN_DASH),))
    return Cell((figure(words.day(day), trace),), day.isoformat())


def text_cell(text: str) -> Cell:
    """Return a cell with words."""
    return Cell((Run(text),))


def share_cell(value: Fraction, trace: Trace, words: Wording) -> Cell:
    """Return a cell with a share of futures, rounded down."""
    return Cell((figure(at_least(value, words), trace),), float(value))
