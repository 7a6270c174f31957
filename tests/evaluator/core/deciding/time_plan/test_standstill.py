"""How long no contract may be signed after an award."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.core.deciding.time_plan.standstill import (
    SATURDAY,
    sign_earliest,
    standstill_through,
    swedish_days_off,
)
from evaluator.decisions.time_plan_stages import Sending

DAYS_OFF = swedish_days_off(date(2016, 1, 1), date(2032, 1, 1))
DAYS = st.dates(date(2016, 1, 1), date(2031, 11, 1))


@pytest.mark.parametrize(
    ("sent", "through", "earliest"),
    [
        # The authority's own examples: the 28th is a Sunday; Easter inside the ten days does not matter.
        ("2019-04-01", "2019-04-11", "2019-04-12"),
        ("2019-04-18", "2019-04-29", "2019-04-30"),
        ("2018-01-15", "2018-01-25", "2018-01-26"),
        # 24 December is Christmas Eve, 25 and 26 are holidays, 27 is a Sunday.
        ("2026-12-14", "2026-12-28", "2026-12-29"),
        # 19 June is Midsummer Eve, then come Midsummer Day and a Sunday.
        ("2026-06-09", "2026-06-22", "2026-06-23"),
    ],
)
def test_the_standstill_ends_on_the_tenth_day_or_the_next_ordinary_weekday(
    sent: str, through: str, earliest: str
) -> None:
    day = date.fromisoformat(sent)
    assert standstill_through(day, Sending.ELECTRONIC, DAYS_OFF) == date.fromisoformat(through)
    assert sign_earliest(day, Sending.ELECTRONIC, DAYS_OFF) == date.fromisoformat(earliest)


def test_a_notice_not_sent_electronically_gives_fifteen_days() -> None:
    assert standstill_through(date(2019, 4, 1), Sending.OTHER, DAYS_OFF) == date(2019, 4, 16)


def test_new_years_eve_moves_the_last_day_past_new_years_day() -> None:
    # 31 December 2027 is a Friday, then come New Year's Day, a Saturday, and a Sunday.
    assert standstill_through(date(2027, 12, 21), Sending.ELECTRONIC, DAYS_OFF) == date(2028, 1, 3)


@given(DAYS, st.sampled_from(Sending))
def test_the_last_day_is_an_ordinary_weekday(sent: date, sending: Sending) -> None:
    last = standstill_through(sent, sending, DAYS_OFF)
    assert last.weekday() < SATURDAY
    assert last not in DAYS_OFF


@given(DAYS)
def test_whoever_sends_later_never_signs_earlier(sent: date) -> None:
    later = sent + timedelta(days=1)
    first, second = (sign_earliest(one, Sending.ELECTRONIC, DAYS_OFF) for one in (sent, later))
    assert first <= second


@given(DAYS)
def test_no_contract_is_signed_before_ten_whole_days_have_passed(sent: date) -> None:
    assert sign_earliest(sent, Sending.ELECTRONIC, DAYS_OFF) > sent + timedelta(days=10)
