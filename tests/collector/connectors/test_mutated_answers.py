"""Whatever an answer holds: no error but one that says so, no asking for ever, and nothing lost silently.

Many more of these are read by `make prove`, in tests/prove/test_mutated_answers.py.
"""

import random

import pytest

from tests.collector.connectors.mutated_systems import NAMES, run_mutated
from tests.collector.connectors.mutated_tickets import check_nothing_lost, mutated_in_bulk, read_all, ticket

SEED = 20_261_122


def test_each_of_a_thousand_tickets_with_odd_values_is_a_fact_or_put_aside_with_all_its_changes() -> None:
    counts = mutated_in_bulk(1_000, random.Random(SEED))  # noqa: S311 - damage, not secrets
    assert counts["tickets as facts"] + counts["tickets put aside"] == 1_000


@pytest.mark.parametrize("name", NAMES)
def test_a_system_whose_answers_are_damaged_is_read_or_refused(name: str) -> None:
    runs = [run_mutated(name, random.Random(f"{SEED} {name} {number}")) for number in range(4)]  # noqa: S311 - as above
    assert sum(run["runs"] for run in runs) == 4


def test_a_ticket_with_nothing_in_any_field_is_put_aside_and_not_forgotten() -> None:
    blank = ticket(1) | {"status": None, "team": "", "history": []}
    found = read_all([blank, ticket(2)])
    assert {reason for one in found for reason in one.rejects["reason"]} == {
        "the ticket has nothing in any of the `fields` of the mapping; see that the account may read them"
    }
    check_nothing_lost([blank, ticket(2)], found)
