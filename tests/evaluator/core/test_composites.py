"""Composites as trees: which ends, which weights."""

from typing import Any

from evaluator.core.availability.composites import (
    EVERY_MEMBER,
    Group,
    Observed,
    Part,
    observed_in,
    parts_of,
    services_of,
)
from tests.evaluator import small_contract as small

T1, T2 = {"service": "T1"}, {"service": "T2"}


def parts(name: str, *composites: dict[str, Any], **changes: Any) -> tuple[Part, ...]:
    services = [*small.CONTENT["services"], *composites]
    return parts_of(small.contract(services=services, **changes), name)


def test_a_service_observed_itself_is_its_own_only_part() -> None:
    assert parts("T1") == (Part(1, Observed("T1", "", ())),)


def test_a_nested_composite_is_a_tree_and_its_ends_know_what_they_are_part_of() -> None:
    front = small.composite("front", combine="best", members=[T1, T2])
    portal = small.composite("portal", combine="worst", members=[{"service": "front"}, T2])
    inside = ("portal", "front")
    (part,) = parts("portal", front, portal)
    best = Group("front", 1, (Observed("T1", "", inside), Observed("T2", "", inside)))
    assert part == Part(1, Group("portal", EVERY_MEMBER, (best, Observed("T2", "", ("portal",)))))
    assert [end.service for end in observed_in(part.node)] == ["T1", "T2", "T2"]
    assert services_of([part]) == {"portal", "front", "T1", "T2"}


def test_at_least_so_many_must_work_of_the_units_of_a_segment() -> None:
    units = {"service": "T2", "segment": "schools"}
    (part,) = parts("some", small.composite("some", combine="at_least", at_least=2, units_of=units))
    members = Observed("T2", "north", ("some",)), Observed("T2", "south", ("some",))
    assert part.node == Group("some", 2, members)


def test_an_average_adds_up_its_members_each_once() -> None:
    found = parts("mean", small.composite("mean", combine="average", members=[T1, T2]))
    assert [(part.weight, part.node) for part in found] == [
        (1, Observed("T1", "", ("mean",))),
        (1, Observed("T2", "", ("mean",))),
    ]


def test_an_average_inside_another_shares_the_weight_it_has_there() -> None:
    # 3 parts of T1, and 2 that T1 and T2 share alike: 3 + 1 of T1 and 1 of T2.
    mean = small.composite("mean", combine="average", members=[T1, T2])
    members = [T1 | {"weight": 3}, {"service": "mean", "weight": 2}]
    found = parts("whole", mean, small.composite("whole", combine="weighted", members=members))
    assert [part.weight for part in found] == [3, 1, 1]
    assert [part.within for part in found] == [("whole",), ("whole", "mean"), ("whole", "mean")]


def test_units_weigh_by_their_users_and_those_without_are_left_out() -> None:
    # North 300 and south 100: 3 to 1; the hall has none.
    units = [
        unit | {"users": 0 if unit["id"] == "hall" else unit["users"]} for unit in small.CONTENT["units"]
    ]
    by_users = small.composite("by_users", combine="weighted", units_of={"service": "T2"})
    found = parts("by_users", by_users, units=units)
    assert [(part.weight, part.node) for part in found] == [
        (3, Observed("T2", "north", ("by_users",))),
        (1, Observed("T2", "south", ("by_users",))),
    ]


def test_one_unit_can_be_a_member_and_has_the_weight_written() -> None:
    north = {"service": "T2", "unit": "north", "weight": 4}
    found = parts("some", small.composite("some", combine="weighted", members=[north, T1 | {"weight": 6}]))
    assert [(part.weight, part.node) for part in found] == [
        (2, Observed("T2", "north", ("some",))),
        (3, Observed("T1", "", ("some",))),
    ]
