"""Vector 6 of the example contract (domain.md 8.5): availability of class C in November 2026.

21 working days, 07-17: 210 hours = 12,600 minutes; nominally 180 hours = 10,800. Outages of 90 minutes for
all users and of 120 minutes for a quarter of them.
"""

from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from collector.instants import FAR_FUTURE, from_datetime
from evaluator.contract.hours import HolidayTerms, ServiceHoursTerms
from evaluator.core.availability.availability import Window, measure_availability
from evaluator.core.availability.timeline import build_timeline
from evaluator.core.calendar.hours import compile_hours
from evaluator.core.outcomes import Figure
from evaluator.core.verdicts import judge
from tests.evaluator.core.indicators_for_tests import K09C
from tests.evaluator.core.monitored_days import DOWN, UP, observed, rules, spans, states

ZONE = ZoneInfo("Europe/Stockholm")
USERS = 22_000
OFFICE = ServiceHoursTerms.model_validate(
    {
        "label": {"sv": "kontorstid", "en": "office hours"},
        "holidays": "se",
        "openings": [{"days": ["mon", "tue", "wed", "thu", "fri"], "opens": "07:00", "closes": "17:00"}],
    }
)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> int:
    return from_datetime(datetime(2026, month, day, hour, minute, tzinfo=ZONE))


def november(**changes: Any) -> Figure:
    seen = [
        (at(1, 0), UP, None),
        (at(4, 9), DOWN, USERS),
        (at(4, 10, 30), UP, None),
        (at(18, 13), DOWN, USERS // 4),
        (at(18, 15), UP, None),
    ]
    facts = states(*((0.0, state) for _, state, _ in seen)).assign(
        at=[instant for instant, _, _ in seen],
        users_affected=pd.array([hit for _, _, hit in seen], dtype="Int64"),
    )
    looked = observed((0, None)).assign(from_at=at(1, 0))
    whose = pd.DataFrame(
        {
            "service": ["mail"],
            "unit": [""],
            "users": pd.array([USERS], dtype="Int64"),
            "life_from": [at(1, 0)],
            "life_to": [FAR_FUTURE],
        }
    )
    end = at(1, 0, month=12)
    line = build_timeline(whose, facts, looked, spans(), rules(**changes), None, end)
    hours = compile_hours(
        OFFICE, HolidayTerms(country="SE", eves=()), ZONE, date(2026, 11, 1), date(2026, 12, 1)
    )
    (figure,) = measure_availability(line, spans(), hours, Window(at(1, 0), end)).figures
    return figure


NOMINAL = {"denominator": "nominal", "nominal_hours": "180"}
WEIGHTED = {"weighting": "users_affected"}


@pytest.mark.parametrize(
    ("changes", "expected", "as_read"),
    [
        ({}, Fraction(12_390, 12_600), "98.33"),
        (WEIGHTED, Fraction(12_480, 12_600), "99.05"),
        (NOMINAL, Fraction(10_590, 10_800), "98.06"),
        (NOMINAL | WEIGHTED, Fraction(10_680, 10_800), "98.89"),
    ],
)
def test_vector_6_each_rule_gives_its_own_percentage(
    changes: dict[str, str], expected: Fraction, as_read: str
) -> None:
    found = november(**changes)
    assert found.value == expected
    assert f"{float(expected) * 100:.2f}" == as_read


def test_vector_6_only_weighted_and_by_calendar_passes_99_percent() -> None:
    every = ({}, WEIGHTED, NOMINAL, NOMINAL | WEIGHTED)
    assert [judge(november(**changes), K09C).verdict.value for changes in every] == [
        "missed",
        "met",
        "missed",
        "missed",
    ]


def test_vector_6_figures_count_user_seconds() -> None:
    found = november(**WEIGHTED)
    assert found.denominator == 12_600 * 60 * USERS
    assert found.known == found.expected == 12_600 * 60
