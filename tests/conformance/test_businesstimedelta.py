"""The cases of businesstimedelta: lunch breaks, night shifts, the periods before and after an instant."""

from typing import Any

import pytest

from tests.conformance.harness import cases, wrong_in
from tests.conformance.operations import Peer, answer_as, same

FILE = "businesstimedelta"


@pytest.mark.parametrize("case", cases(FILE))
def test_a_case_of_businesstimedelta(case: Any) -> None:
    assert wrong_in(FILE, case, answer_as(Peer()), same) == {}
