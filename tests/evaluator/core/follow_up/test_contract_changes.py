"""Changes of the contract, summed up against the limits of LOU 17 kap. 9 §."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.contract.procurement import ProcurementTerms
from evaluator.core.follow_up.contract_changes import ChangeRegister, Standing, weigh_changes
from evaluator.decisions.contract_changes import ContractChange, ContractChanges, LegalClass

DAY = date(2026, 11, 9)
THRESHOLD = {"amount": 2300000, "source": "Uppslaget i testet", "read_on": "2026-01-10"}


def terms(**changes: Any) -> ProcurementTerms:
    """A value of 30 000 000, of which 10 % is 3 000 000; the threshold of 2 300 000 is lower."""
    return ProcurementTerms.model_validate(
        {"subject": "services", "contract_value": 30000000, "threshold": THRESHOLD, **changes}
    )


def change(name: str, value: int, legal_class: str | None = "lou_17_9", **said: Any) -> dict[str, Any]:
    assessment = {"by": "Anna Ek", "day": "2026-03-05", "reasoning": "Liten"}
    return {
        "id": name,
        "day": "2026-03-01",
        "what": "Fler skolor",
        "value": value,
        "assessment": None if legal_class is None else {**assessment, "legal_class": legal_class},
        **said,
    }


def changes(*found: dict[str, Any]) -> tuple[ContractChange, ...]:
    return ContractChanges.model_validate({"contract_changes": list(found)}).contract_changes


def weighed(
    *found: dict[str, Any], under: ProcurementTerms | None = None, day: date = DAY, amendments: Any = ()
) -> ChangeRegister:
    return weigh_changes(changes(*found), amendments, terms() if under is None else under, day)


def test_changes_up_and_down_are_added_up_whichever_way_they_went() -> None:
    register = weighed(change("A", 1200000), change("B", -700000))
    # 1 200 000 + 700 000 = 1 900 000 of 2 300 000; with signs 500 000
    [small] = register.sums
    assert (small.absolute, small.net, small.changes) == (1900000, 500000, 2)
    assert (register.small.left, register.small.standing) == (400000, Standing.BELOW)


def test_a_sum_exactly_at_the_limit_is_not_below_it() -> None:
    assert weighed(change("A", 2300000)).small.standing is Standing.NOT_BELOW
    assert weighed(change("A", 2299999)).small.standing is Standing.BELOW


def test_beyond_the_limit_what_is_left_is_below_zero() -> None:
    assert weighed(change("A", 2500000)).small.left == -200000


@pytest.mark.parametrize(
    ("subject", "value", "limit"),
    [
        ("services", 20000000, 2000000),  # 10 % of the value is lower than the threshold
        ("goods", 20000000, 2000000),
        ("works", 10000000, 1500000),  # 15 %
        ("services", 30000000, 2300000),  # the threshold is lower
    ],
)
def test_the_lower_of_share_and_threshold_binds(subject: str, value: int, limit: int) -> None:
    register = weighed(under=terms(subject=subject, contract_value=value))
    assert register.small.limit == limit


@pytest.mark.parametrize("missing", ["contract_value", "threshold"])
def test_without_value_or_threshold_nothing_is_assessable(missing: str) -> None:
    register = weighed(change("A", 1), under=terms(**{missing: None}))
    assert (register.small.standing, register.small.left) == (Standing.NOT_ASSESSABLE, None)


def test_a_contract_that_states_nothing_has_no_limits() -> None:
    register = weigh_changes(changes(change("A", 5)), (), None, DAY)
    assert (register.limits.of_value, register.limits.threshold) == (None, None)
    assert register.small.standing is Standing.NOT_ASSESSABLE


def test_a_change_that_nobody_assessed_is_shown_as_such_and_beside_the_headroom() -> None:
    register = weighed(change("A", 2000000), change("B", 500000, None))
    assert [one.legal_class for one in register.sums] == [LegalClass.SMALL_VALUE, LegalClass.NOT_ASSESSED]
    assert (register.small.used, register.small.standing) == (2000000, Standing.BELOW)
    assert (register.with_unassessed.used, register.with_unassessed.standing) == (2500000, Standing.NOT_BELOW)


def test_changes_of_other_classes_leave_the_headroom_alone() -> None:
    register = weighed(change("A", 9000000, "lou_17_10"), change("B", 100))
    assert register.small.used == 100
    assert (register.net, register.absolute) == (9000100, 9000100)


def test_the_register_is_that_of_its_day() -> None:
    later = change("B", 300, day="2026-06-01")
    early = weighed(change("A", 200), later, day=date(2026, 3, 1))
    # On 1 March A was agreed and nobody had assessed it: that was on the 5th.
    assert [one.id for one in early.changes] == ["A"]
    assert [one.legal_class for one in early.sums] == [LegalClass.NOT_ASSESSED]
    assert weighed(change("A", 200), later, day=date(2026, 3, 5)).small.used == 200


def test_amendments_without_an_entry_are_named() -> None:
    register = weighed(change("A", 5, amendment="001"), amendments=("001", "002"))
    assert register.unregistered == ("002",)


def test_an_assessment_needs_a_name_a_day_and_reasons() -> None:
    bare = change("A", 5) | {"assessment": {"legal_class": "lou_17_9"}}
    with pytest.raises(ValueError, match=r"assessment\.by"):
        changes(bare)


@given(st.lists(st.integers(min_value=-5_000_000, max_value=5_000_000), max_size=8))
def test_the_room_left_and_the_room_used_are_the_limit(values: list[int]) -> None:
    register = weighed(*(change(str(place), value) for place, value in enumerate(values)))
    assert register.small.left is not None
    assert register.small.left + Fraction(register.small.used) == 2300000
    assert abs(register.net) <= register.absolute == sum(abs(Decimal(value)) for value in values)
