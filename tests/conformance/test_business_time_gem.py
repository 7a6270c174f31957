"""The cases of business_time: hours and days from closed time begin at the next opening."""

from typing import Any

import pytest

from evaluator.contract.hours import Landing
from tests.conformance.harness import cases, wrong_in
from tests.conformance.operations import Peer, answer_as, same

FILE = "business_time_gem"
PEER = Peer(moved_to_open=True, landing_if_moved=Landing.OPENING)


@pytest.mark.parametrize("case", cases(FILE))
def test_a_case_of_business_time(case: Any) -> None:
    assert wrong_in(FILE, case, answer_as(PEER), same) == {}
