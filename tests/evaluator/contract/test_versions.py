"""The contract through time: which version applies on a day, and what identifies it."""

from datetime import date

import pytest

from collector.errors import NothingFound
from evaluator.contract.versions import ContractVersion, ContractVersions, KnownBefore
from tests.evaluator import small_contract as small

CONTRACT = small.contract()
FIRST, SECOND, THIRD = (
    ContractVersion(date(2026, month, 1), CONTRACT, f"hash of {month}") for month in (1, 7, 10)
)
VERSIONS = ContractVersions((FIRST, SECOND, THIRD))


@pytest.mark.parametrize(
    ("day", "version"),
    [(date(2026, 1, 1), FIRST), (date(2026, 6, 30), FIRST), (date(2026, 7, 1), SECOND)],
)
def test_a_version_applies_from_its_first_day(day: date, version: ContractVersion) -> None:
    assert VERSIONS.in_force(day) is version


def test_before_the_first_day_no_contract_applied() -> None:
    with pytest.raises(NothingFound, match="the first version begins on 2026-01-01"):
        VERSIONS.in_force(date(2025, 12, 31))


def test_the_latest_is_the_last_amended() -> None:
    assert VERSIONS.latest is THIRD


def test_every_version_has_its_contract() -> None:
    assert VERSIONS.contracts == (CONTRACT, CONTRACT, CONTRACT)


def test_the_versions_until_one_end_with_it() -> None:
    assert VERSIONS.until(FIRST) == (FIRST,)
    assert VERSIONS.until(SECOND) == (FIRST, SECOND)


def test_the_first_version_is_identified_by_its_own_content() -> None:
    assert VERSIONS.hash_of(FIRST) == "hash of 1"


def test_a_later_version_is_identified_with_all_before_it_and_none_after() -> None:
    # They judge what began under them.
    other = ContractVersion(FIRST.first_day, CONTRACT, "another hash")
    assert VERSIONS.hash_of(SECOND) != ContractVersions((other, SECOND, THIRD)).hash_of(SECOND)
    assert VERSIONS.hash_of(SECOND) == ContractVersions((FIRST, SECOND)).hash_of(SECOND)


# The second version was agreed on 12 May and the third, which applies to it all, on 3 November.
KNOWN = ContractVersions(
    (FIRST, SECOND, THIRD),
    (KnownBefore(date(2026, 5, 12), (FIRST,)), KnownBefore(date(2026, 11, 3), (FIRST, SECOND))),
)


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (date(2026, 5, 11), (FIRST,)),
        (date(2026, 5, 12), (FIRST, SECOND)),
        (date(2026, 11, 2), (FIRST, SECOND)),
        (date(2026, 11, 3), (FIRST, SECOND, THIRD)),
    ],
)
def test_before_the_day_it_was_agreed_nobody_knows_an_amendment(
    day: date, known: tuple[ContractVersion, ...]
) -> None:
    assert KNOWN.as_known_on(day).versions == known


def test_what_was_known_at_one_time_tells_of_the_times_before() -> None:
    assert KNOWN.as_known_on(date(2026, 6, 1)).as_known_on(date(2026, 1, 1)).versions == (FIRST,)


def test_without_days_of_agreement_every_version_has_always_been_known() -> None:
    assert VERSIONS.as_known_on(date(2020, 1, 1)) is VERSIONS


def test_a_version_is_found_by_its_hash() -> None:
    assert VERSIONS.find(VERSIONS.hash_of(SECOND)) is SECOND
    assert VERSIONS.find("another hash") is None


def test_a_version_that_was_known_once_is_found_too() -> None:
    # Agreed on 3 November, and in force since January: what applied in July is another version since.
    since = ContractVersion(FIRST.first_day, CONTRACT, "as altered")
    altered = ContractVersions((since, SECOND), (KnownBefore(date(2026, 11, 3), (FIRST, SECOND)),))
    assert altered.find(VERSIONS.hash_of(FIRST)) is FIRST
