"""What the values of indicators are counted in."""

from typing import Any

import pytest

from evaluator.contract.value_units import value_unit
from tests.evaluator import small_contract as small


@pytest.mark.parametrize(
    ("terms", "unit"),
    [
        (small.time_within_target(), "share"),
        (small.mean(), "seconds"),
        (small.percentile(), "seconds"),
        (small.outages(measure="count"), "count"),
        (small.count(), "count"),
        (small.lead_time(result="longest_overrun", target={"to": 0}), "working_days"),
        (
            small.lead_time(result="longest_overrun", target={"to": 0}, within={"limit": {"time": "8 h"}}),
            "seconds",
        ),
        (small.survey_index(), "index"),
        (small.imported(unit="index"), "index"),
        (small.duty(), "count"),
    ],
)
def test_values_are_told_in_their_unit(terms: dict[str, Any], unit: str) -> None:
    assert value_unit(small.contract(terms).indicators[0]) == unit
