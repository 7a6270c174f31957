"""Local times as keys that can be asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.connectors.local_times import LocalTimes
from collector.errors import SourceUnreadable
from tests.collector.sources.helpers import instant

STOCKHOLM = LocalTimes("Europe/Stockholm")
# On 25 October 2026 clocks went back from 03:00 to 02:00 at 01:00 UTC: local 02:00 to 03:00 comes twice.
BEFORE = instant("2026-10-24T23:59:59+00:00")
AROUND = st.integers(BEFORE - 2 * 3600, BEFORE + 4 * 3600)


def test_all_of_the_doubled_hour_has_the_key_of_the_second_before_it() -> None:
    first, second = instant("2026-10-25T00:30:00+00:00"), instant("2026-10-25T01:30:00+00:00")
    assert STOCKHOLM.key(first) == STOCKHOLM.key(second) == BEFORE
    assert STOCKHOLM.key_of("2026-10-25 02:30:00", "here") == BEFORE
    assert STOCKHOLM.text(BEFORE) == "2026-10-25 01:59:59"


def test_the_key_after_the_doubled_hour_is_the_first_whose_text_and_the_second_before_mean_one_instant() -> (
    None
):
    assert STOCKHOLM.after(BEFORE) == instant("2026-10-25T02:00:01+00:00")
    assert STOCKHOLM.text(STOCKHOLM.after(BEFORE) - 1) == "2026-10-25 03:00:00"


def test_other_instants_are_their_own_keys() -> None:
    noon = instant("2026-10-25T11:00:00+00:00")
    assert STOCKHOLM.key(noon) == noon
    assert STOCKHOLM.key_of("2026-10-25 12:00:00", "here") == noon
    assert STOCKHOLM.after(noon) == noon + 1


@given(one=AROUND, other=AROUND)
def test_keys_keep_the_order_of_instants_and_of_their_texts(one: int, other: int) -> None:
    earlier, later = sorted((one, other))
    assert STOCKHOLM.key(earlier) <= STOCKHOLM.key(later)
    assert STOCKHOLM.key(earlier) <= earlier
    if STOCKHOLM.key(earlier) < STOCKHOLM.key(later):
        assert STOCKHOLM.text(earlier) < STOCKHOLM.text(later)


@given(one=AROUND)
def test_the_key_that_follows_is_the_key_of_the_first_instant_with_another(one: int) -> None:
    key = STOCKHOLM.key(one)
    following = STOCKHOLM.after(key)
    assert STOCKHOLM.key(following) == following > key
    assert STOCKHOLM.key(following - 1) == key


def test_a_text_that_is_no_time_is_refused_without_being_told() -> None:
    with pytest.raises(SourceUnreadable, match="not written as 2026-10-25 02:30:00") as error:
        STOCKHOLM.key_of("Anna", "http://here")
    assert "Anna" not in str(error.value)
