"""The cases of workalendar and business-duration: whole dates, and a zero that moves nothing."""

from typing import Any

import pytest

from tests.conformance.harness import cases, wrong_in
from tests.conformance.operations import Peer, answer_as, same

FILE = "python_workday_libs"


@pytest.mark.parametrize("case", cases(FILE))
def test_a_case_of_workalendar_and_business_duration(case: Any) -> None:
    assert wrong_in(FILE, case, answer_as(Peer()), same) == {}
