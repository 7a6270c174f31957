"""Random tickets and random terms of clocks, and what the reference makes of them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from collector.records import TicketState
from evaluator.contract.clocks import ClockTerms, Party
from evaluator.core.clock.states import WAITING
from tests.evaluator.core.calendars_for_tests import changes, clock_terms, tickets
from tests.evaluator.core.clock_runs import DAYS, HOURS, t
from tests.evaluator.core.reference_clocks import Calendar, Cycle, Life, Told, follow

Chance = np.random.Generator

LOW, HIGH = t("02 00:00"), t("27 00:00")
STATES = [1, 1, 1, 2, 2, 3, 4, 5, 6, 6, 7, 8]
VALUES: dict[str, list[str | None]] = {
    "team": ["desk", "network", "vendor", None],
    "message": ["customer", "agent", "system"],
    "priority": ["P1", "P2", "P3"],
}
WORDS = ["waiting_user", "waiting_customer", "waiting_third", "waiting_supplier"]
PARTIES = [str(party) for party in Party]


def calendar(group: int) -> Calendar:
    """The calendar of a group as the reference asks it."""
    hours = HOURS[group]
    return Calendar(
        elapsed=lambda start, end: int(hours.elapsed(start, end)),
        add=lambda start, seconds: int(hours.add(start, seconds)),
        days_between=lambda start, end: int(DAYS.count_between(start, end)),
        add_days=lambda start, days: int(DAYS.add_days(start, days)),
    )


CALENDARS = [calendar(0), calendar(1)]


def some(chance: Chance, among: Sequence[str], least: int = 0) -> list[str]:
    count = int(chance.integers(least, len(among) + 1))
    return sorted(chance.choice(list(among), count, replace=False).tolist())


def maybe(chance: Chance, share: float = 0.3) -> bool:
    return bool(chance.random() < share)


def plain_terms(chance: Chance) -> dict[str, Any]:
    """A clock over states alone."""
    stops = some(chance, ["resolved", "closed", "cancelled", "waiting_user"], 1)
    stops += ["active"] if maybe(chance, 0.1) else []
    cancels = ["cancelled"] if maybe(chance, 0.5) else []
    words = {"active", "resolved", "closed", *WORDS}
    runs = some(chance, sorted(words - {*stops, *cancels}), 1)
    rule = str(chance.choice(["continue", "reset", "new_cycle", "never"]))
    within = None if rule == "never" or maybe(chance, 0.5) else int(chance.integers(0, 6))
    named = some(chance, [*WORDS, "resolved"]) if maybe(chance) else []
    return {
        "runs_in": runs,
        "stops_in": stops,
        "cancels_in": cancels,
        "waits_for": {word: str(chance.choice(PARTIES)) for word in named},
        "reopening": {"rule": rule, "within_working_days": within},
        "used_up_at_close": str(chance.choice(["close", "next_opening"])),
    }


def any_terms(chance: Chance) -> ClockTerms:
    """A clock with any of the rules there are."""
    terms = plain_terms(chance)
    if maybe(chance, 0.2):
        return clock_terms(**terms)
    terms["priority_change"] = str(chance.choice(["keep", "restart", "since_opening"]))
    terms |= {key: value for key, value, share in any_rules(chance, terms) if maybe(chance, share)}
    if maybe(chance, 0.2) and "runs_when" in terms:
        terms |= {"runs_in": [], "stops_in": [], "cancels_in": [], "longest_wait": []}
        terms.setdefault("stops_when", [AGENT])
    if "message" in str(terms) and maybe(chance, 0.5):
        terms["at_opening"] = {"message": "customer"}
    return clock_terms(**terms)


CUSTOMER_WROTE: dict[str, Any] = {"field": "message", "is_one_of": ["customer"]}
AGENT: dict[str, Any] = {"field": "message", "is_one_of": ["agent"]}


def any_rules(chance: Chance, terms: dict[str, Any]) -> list[tuple[str, Any, float]]:
    """Rules that a clock may have beside its states, each with how often it does."""
    paused = [word for word in WORDS if word not in {*terms["runs_in"], *terms["stops_in"]}]
    return [
        ("longest_wait", [any_wait(chance, [word]) for word in some(chance, paused)], 0.3),
        ("runs_when", [CUSTOMER_WROTE], 0.3),
        ("stops_when", [AGENT], 0.3),
        ("stops_when", [{"field": "team", "has_value": bool(chance.integers(2))}], 0.15),
        ("cancels_when", [{"field": "team", "is_one_of": ["network"]}], 0.15),
        ("pauses_when", [pause(chance, ["vendor"]), pause(chance, ["vendor", "network"])], 0.3),
        ("starts", any_start(chance), 0.3),
        ("resets_when", [any_change(chance)], 0.3),
        ("renews_when", [any_change(chance)], 0.3),
    ]


def pause(chance: Chance, teams: list[str]) -> dict[str, Any]:
    return {"field": "team", "is_one_of": teams, "waits_for": str(chance.choice(PARTIES))}


def any_wait(chance: Chance, words: list[str]) -> dict[str, Any]:
    days = {"working_days": int(chance.integers(0, 4))}
    return {
        "in": words,
        "at_most": days if maybe(chance, 0.5) else {"time": f"{chance.integers(0, 20)} h"},
        "then": "runs",
    }


def any_start(chance: Chance) -> dict[str, Any]:
    when = [{"field": "team", "is_one_of": ["network"]}]
    if maybe(chance, 0.5):
        when = [{"field": "message", "is_one_of": ["customer"]}]
    if maybe(chance, 0.5):
        return {"when": when, "counts_from": "moment"}
    before = str(chance.choice(["kept", "ignored"]))
    return {"when": when, "counts_from": "opening", "pauses_before": before}


def any_change(chance: Chance) -> dict[str, Any]:
    kinds: list[dict[str, Any]] = [
        {"field": "team", "changes": True},
        {"field": "team", "becomes": ["network", "vendor"]},
        {"field": "message", "says": ["agent"]},
    ]
    return kinds[int(chance.integers(len(kinds)))]


def any_life(chance: Chance, strange: float = 0.03) -> Life:
    """A ticket with up to twelve changes; some before the opening, some in one second."""
    shared = np.arange(LOW, HIGH, 7_200)
    opened = int(chance.integers(LOW, HIGH))
    told: dict[tuple[int, int, str], Told] = {}
    for _ in range(int(chance.integers(0, 13))):
        at = int(chance.choice(shared)) if maybe(chance, 0.5) else int(chance.integers(LOW, HIGH))
        at = opened if maybe(chance, 0.05) else at
        sequence = int(chance.integers(0, 4))
        name = str(chance.choice(["status", "status", "team", "message", "priority"]))
        one = Told(at, sequence, name, *any_value(chance, name, strange))
        told[at, sequence, name] = one
    priority = [None, "P1", "P3"][int(chance.integers(3))]
    return Life(opened, {"priority": priority}, list(told.values()))


def any_value(chance: Chance, name: str, strange: float) -> tuple[str | None, TicketState | None]:
    if name == "status":
        state = TicketState(0 if maybe(chance, strange) else int(chance.choice(STATES)))
        return state.name, state
    values = VALUES[name]
    return values[int(chance.integers(len(values)))], None


def frames_of(lives: Sequence[Life]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tickets and changes of `lives`, in the order in which they are told."""
    rows = [(number, one) for number, life in enumerate(lives, 1) for one in life.told]
    happened = changes(*((number, one.at, one.field, one.value, one.state) for number, one in rows))
    happened["sequence"] = pd.Series([one.sequence for _, one in rows], dtype="int64")
    priority = [life.opened_with["priority"] for life in lives]
    return tickets(*(life.opened_at for life in lives), priority=priority), happened


def expected_cycles(life: Life, group: int, terms: ClockTerms, at: int) -> list[dict[str, Any]]:
    """What the reference makes of one ticket, by the columns of `run_cycles`."""
    return [_columns(cycle, CALENDARS[group]) for cycle in follow(life, terms, CALENDARS[group], at)]


def _columns(cycle: Cycle, of: Calendar) -> dict[str, Any]:
    counted = cycle.counted
    seconds = [of.elapsed(piece.starts_at, piece.ends_at) for piece in counted]
    days = [of.days_between(piece.starts_at, piece.ends_at) for piece in counted]

    def total(amounts: list[int], chosen: list[bool]) -> int:
        return sum(amount for amount, is_chosen in zip(amounts, chosen, strict=True) if is_chosen)

    runs = [piece.runs for piece in counted]
    return {
        "started_at": cycle.started_at,
        "stopped_at": cycle.stopped_at,
        "used": total(seconds, runs),
        **{str(party): total(seconds, [piece.party is party for piece in counted]) for party in Party},
        **{
            name: total(seconds, [piece.state is state for piece in counted])
            for name, state in WAITING.items()
        },
        "beyond_longest_wait": total(seconds, [piece.runs and piece.beyond for piece in counted]),
        "cancelled": cycle.cancelled,
        "unmapped": cycle.unmapped,
        "running": cycle.running,
        "reopened": cycle.reopened,
        "state": int(cycle.state),
        "cycle": cycle.number,
        "used_days": total(days, runs),
    }


def found_cycles(found: pd.DataFrame) -> list[list[dict[str, Any]]]:
    """The cycles of `run_cycles` by ticket, the first one first."""
    missing_as_none = found.astype(object).where(found.notna(), None)
    by_ticket: dict[int, list[dict[str, Any]]] = {}
    for found_one in missing_as_none.to_dict("records"):
        record = {str(name): value for name, value in found_one.items()}
        by_ticket.setdefault(record.pop("row"), []).append(record)
    return [sorted(by_ticket[row], key=lambda one: one["cycle"]) for row in sorted(by_ticket)]
