"""The effect of an exclusion judges only what it reaches; the whole month judged anew shows the same."""

import shutil
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from collector.store.database import Database, open_database
from collector.store.read import find_ticket, read_horizon
from evaluator.core.evaluation import PeriodEvaluation
from evaluator.core.follow_up.exclusion_effects import ExclusionEffect, effect_between
from evaluator.core.outcomes import View
from evaluator.decisions.exclusions import Decision, Exclusion
from evaluator.exclude import FindTickets, left_out_by, left_out_of
from evaluator.exclusion_effects import effects_of
from evaluator.inputs import EvaluationInputs, gather_inputs, judge
from tests.evaluator.october import agreed, contract_content, exclusion, save_october

KEYS = ("A-1", "A-2", "A-3", "no such ticket")


def content() -> dict[str, Any]:
    """The contract of October with a composite, a rate, a mean, and penalties for each hour started."""
    found = contract_content()
    tickets, calls, availability = found["indicators"]
    portal = found["services"][1] | {
        "id": "portal",
        "made_of": {"combine": "worst", "members": [{"service": "T3"}]},
    }
    by_hour = {"scheme": "per_started", "base": "fault", "share": "100 %", "over": "cases", "each": "1 h"}
    base = {"share": "1 %", "of": "month", "at_least": 0}
    bounds = {"target": {"to": 1}, "bands": [{"above": 1, "points": 1}]}
    plain = {name: tickets[name] for name in tickets if name not in ("clock", "within")}
    rate = (
        plain
        | bounds
        | {
            "id": "rate",
            "kind": "rate",
            "month_of": "opened",
            "count": "tickets",
            "per": 1,
            "volume": {"of": "tickets", "tickets": {"kinds": ["incident"]}},
        }
    )
    mean = plain | {
        "id": "mean",
        "kind": "mean",
        "of": {"clock": "resolution"},
        "target": {"to": "8 h"},
        "bands": [{"above": "8 h", "points": 1}],
    }
    return found | {
        "services": [*found["services"], portal],
        "indicators": [
            tickets,
            tickets | {"id": "hours", "credit": by_hour},
            tickets | {"id": "unwatched", "data": ["nobody"]},
            rate,
            mean,
            calls,
            availability,
            availability | {"id": "both", "services": ["T3", "portal"]},
            availability | {"id": "unseen", "services": ["T1"]},
        ],
        "credits": found["credits"] | {"base_amounts": {"fault": base}},
        "scorecard": None,
    }


@pytest.fixture(scope="module")
def store(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterable[Database]:
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("october"))
    with open_database(f"sqlite:///{path}") as database:
        save_october(database)
        yield database


@pytest.fixture(scope="module")
def october(store: Database) -> EvaluationInputs:
    return gather_inputs(store, agreed(content()), [], "2026-10", read_horizon(store), [])


TIMES = st.tuples(st.sampled_from(["T1", "T3"]), st.integers(1, 20), st.integers(1, 11)).map(
    lambda drawn: {
        "interval": {
            "service": drawn[0],
            "starts_at": f"2026-10-{drawn[1]:02}T00:00:00+02:00",
            "ends_at": f"2026-10-{drawn[1] + drawn[2]:02}T00:00:00+01:00",
        }
    }
)
WHOLE_MONTH = {
    "interval": {
        "service": "T1",
        "starts_at": "2026-10-01T00:00:00+02:00",
        "ends_at": "2026-11-01T00:00:00+01:00",
    }
}
SUBJECTS = st.one_of(
    TIMES,
    st.just(WHOLE_MONTH),
    st.lists(st.sampled_from([*KEYS, "no such ticket"]), min_size=1, unique=True).map(
        lambda keys: {"tickets": keys}
    ),
)
NAMED = st.lists(st.sampled_from(["P2", "hours", "rate", "both", "calls"]), max_size=2, unique=True)
DECISIONS = st.sampled_from(["accepted", "rejected", "disputed"])
REQUESTS = st.lists(st.tuples(SUBJECTS, NAMED, DECISIONS), min_size=1, max_size=2).map(
    lambda drawn: [
        exclusion(f"U-{number}", decision, indicators=named, **about)
        for number, (about, named, decision) in enumerate(drawn)
    ]
)


def in_full(
    inputs: EvaluationInputs, found: PeriodEvaluation, exclusion: Exclusion, find: FindTickets
) -> ExclusionEffect:
    """The effect as two evaluations of the whole month show it."""
    in_force = exclusion.decision is Decision.ACCEPTED
    changed = exclusion.with_decision(Decision.REJECTED if in_force else Decision.ACCEPTED)
    others = [changed if one.id == exclusion.id else one for one in inputs.exclusions]
    measured = inputs.left_out[View.AS_MEASURED]
    views = {View.AS_MEASURED: measured, View.AFTER_EXCLUSIONS: left_out_by(others, find)}
    otherwise = judge(replace(inputs, left_out=views))
    before, after = (otherwise, found) if in_force else (found, otherwise)
    return effect_between(exclusion.id, before, after, is_in_force=in_force)


@settings(max_examples=8, deadline=None)
@given(requests=REQUESTS)
# Nobody watched T1: leaving all of its month out makes a figure where there was none.
@example(requests=[exclusion("U-0", "accepted", **WHOLE_MONTH)])
@example(
    requests=[exclusion("U-0", "disputed", tickets=["A-2"]), exclusion("U-1", "accepted", tickets=["A-1"])]
)
def test_an_effect_is_what_the_whole_month_judged_anew_shows(
    store: Database, october: EvaluationInputs, requests: list[Exclusion]
) -> None:
    find = cache(lambda key: [one.ticket_id for one in find_ticket(store, key)])
    inputs = replace(october, exclusions=tuple(requests), left_out=left_out_of(requests, find))
    found = judge(inputs)
    effects = effects_of(inputs, found, requests, find)
    assert effects == tuple(in_full(inputs, found, one, find) for one in requests)
