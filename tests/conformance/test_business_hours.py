"""The cases of Business::Hours, and those of Request Tracker that are about hours alone."""

from typing import Any

import pytest

from tests.conformance.harness import cases, wrong_in
from tests.conformance.operations import Peer, answer_as, same

FILE = "request_tracker_sla"


@pytest.mark.parametrize("case", cases(FILE, "next_open", "add", "elapsed"))
def test_a_case_of_business_hours(case: Any) -> None:
    assert wrong_in(FILE, case, answer_as(Peer()), same) == {}
