"""The contract through time: which version applies on a day, and what identifies it."""

from datetime import date

import pytest

from collector.errors import NothingFound
from evaluator.contract.versions import ContractVersion, ContractVersions
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
