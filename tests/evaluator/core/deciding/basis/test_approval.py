"""Whether a board must approve its minutes at once, for its reply to arrive in time."""

from datetime import date

import pytest

from evaluator.core.deciding.basis.approval import Approval, approval_of

DUE = date(2027, 3, 22)


@pytest.mark.parametrize(
    ("approved", "expected"),
    [
        (date(2027, 3, 25), Approval.IMMEDIATE),
        (date(2027, 3, 23), Approval.IMMEDIATE),
        (date(2027, 3, 22), Approval.ORDINARY),
        (date(2027, 3, 1), Approval.ORDINARY),
        (None, Approval.NOT_KNOWN),
    ],
)
def test_minutes_are_approved_at_once_where_the_reply_is_due_before_they_ordinarily_are(
    approved: date | None, expected: Approval
) -> None:
    assert approval_of(DUE, approved) is expected


def test_without_a_day_the_reply_is_due_nothing_can_be_told() -> None:
    assert approval_of(None, date(2027, 3, 25)) is Approval.NOT_KNOWN
