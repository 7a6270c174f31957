"""One day, seven answers (field.md, 2a): each tool's figure comes from the preset of its name."""

from fractions import Fraction

import pytest

from evaluator.contract.availability import AvailabilityRules
from evaluator.contract.availability_presets import PresetName
from tests.evaluator.core.monitored_days import (
    DEGRADED,
    DOWN,
    UP,
    figure,
    observed,
    spans,
    states,
    timeline,
)

# Around the clock: planned downtime 02-03 (down), blind 08-09, degraded 12:00-12:30, down 15-16.
SEEN = states((0, UP), (2, DOWN), (3, UP), (12, DEGRADED), (12.5, UP), (15, DOWN), (16, UP))
LOOKED = observed((0, 8), (9, 24))
PLANNED = spans((2, 3))

ANSWERS = {
    "icinga_db": Fraction(23, 24),  # 95.83 %
    "zabbix_downtime_excluded": Fraction(22, 23),  # 95.65 %
    "zabbix": Fraction(22, 24),  # 91.67 %
    "centreon": Fraction(21, 22),  # 95.45 %
    "uptime_kuma": Fraction(21, 22),  # 95.45 %
    "checkmk": Fraction(41, 48),  # 20.5 of 24: 85.42 %
    "prometheus": Fraction(21, 23),  # 91.30 %
    "strict": Fraction(21, 24),  # 87.50 %
    # Not in the table of field.md. The blind hour keeps its state, a warning is not OK: 24 - 1 - 0.5 - 1.
    "nagios": Fraction(43, 48),  # 21.5 of 24: 89.58 %
}


@pytest.mark.parametrize(("preset", "expected"), ANSWERS.items())
def test_one_day_has_the_availability_that_each_preset_gives_it(preset: str, expected: Fraction) -> None:
    rules = AvailabilityRules.model_validate({"preset": preset})
    assert figure(timeline(SEEN, LOOKED, rules, maintenance=PLANNED)).value == expected


def test_every_preset_has_its_answer() -> None:
    assert set(ANSWERS) == {name.value for name in PresetName}


def test_checkmk_tuned_to_leave_out_downtime_and_blind_time_answers_as_centreon() -> None:
    rules = AvailabilityRules.model_validate(
        {
            "preset": "checkmk",
            "planned_maintenance": "exclude",
            "unknown": {"treat_as": "exclude"},
            "degraded": {"treat_as": "up"},
        }
    )
    assert figure(timeline(SEEN, LOOKED, rules, maintenance=PLANNED)).value == ANSWERS["centreon"]
