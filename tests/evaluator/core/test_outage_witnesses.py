"""Who saw an outage, in the evidence of services and of composites."""

import pytest

from evaluator.core.availability.scenario import Window
from tests.evaluator import small_contract as small
from tests.evaluator.core.small_facts import measure
from tests.evaluator.core.test_measuring_composites import ALL, OF_PORTAL, WHOLE, front, services
from tests.evaluator.core.test_measuring_monitoring import TWO_HOURS_DOWN, seen


def test_the_evidence_names_the_probers_that_saw_an_outage() -> None:
    found = measure(small.availability(), seen(*TWO_HOURS_DOWN))
    assert found.outages["seen_by"].tolist() == ["probe"]


def test_the_evidence_of_a_composite_names_them_by_member() -> None:
    # 10-13 both front ends and the database were down at some time, 9-10 on the 6th the database alone.
    found = measure(OF_PORTAL, ALL, services=services(front(), WHOLE))
    assert found.outages["seen_by"].tolist() == ["a: probe; b: probe; database: probe", "database: probe"]


def test_a_member_that_nobody_saw_down_is_not_named() -> None:
    found = measure(small.availability(services=["front"]), ALL, services=services(front()))
    assert found.outages["seen_by"].tolist() == ["a: probe; b: probe"]


@pytest.mark.parametrize("ends_at", [100, 99])
def test_a_window_that_does_not_end_after_it_starts_is_refused(ends_at: int) -> None:
    with pytest.raises(ValueError, match="must end after it starts"):
        Window(100, ends_at)
