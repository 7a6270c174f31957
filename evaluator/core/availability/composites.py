"""Composite services as trees: what is observed at their ends, and how the ends become one."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluator.contract.contract import Contract
from evaluator.contract.services import Combine, MadeOf, Member, UnitsOf

EVERY_MEMBER = 2**31
"""More members than any composite has: all of them must work."""


@dataclass(frozen=True)
class Observed:
    """What is observed itself: a service, or one unit of it (empty text: the service, or each unit measured).

    `within` names the composites it is a part of, outermost first: maintenance of these is its own too.
    """

    service: str
    unit: str
    within: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The composite `service`: members of which at least so many must work, at each instant."""

    service: str
    at_least: int
    members: tuple["Node", ...]


Node = Observed | Group


@dataclass(frozen=True)
class Part:
    """A tree with a state of its own at each instant, and what its seconds weigh in the service.

    `within` names the averages that its seconds are added up in, outermost first.
    """

    weight: int
    node: Node
    within: tuple[str, ...] = ()


def parts_of(contract: Contract, service: str) -> tuple[Part, ...]:
    """Return the parts whose seconds add up to those of `service`, by whole weights.

    One of weight 1 unless the service is an average. The weights of an average inside an average share the
    weight it has there. Members without weight are left out.
    """
    weighed = [share for share in _weigh(contract, service, ()) if share.weight > 0]
    whole = math.lcm(*(share.weight.denominator for share in weighed))
    numbers = [int(share.weight * whole) for share in weighed]
    common = math.gcd(*numbers)
    return tuple(
        Part(number // common, share.node, share.within)
        for number, share in zip(numbers, weighed, strict=True)
    )


def services_of(parts: Sequence[Part]) -> set[str]:
    """Return the names of all services that take part in a service of these parts, itself included."""
    found = {name for part in parts for name in part.within}
    nodes = [part.node for part in parts]
    while nodes:
        node = nodes.pop()
        found.add(node.service)
        nodes += node.members if isinstance(node, Group) else ()
    return found


def observed_in(node: Node) -> tuple[Observed, ...]:
    """Return all that is observed itself in a tree, in the contract's order."""
    if isinstance(node, Observed):
        return (node,)
    return tuple(end for member in node.members for end in observed_in(member))


@dataclass(frozen=True)
class _Share:
    """A part with its share of the whole."""

    weight: Fraction
    node: Node
    within: tuple[str, ...]


def _weigh(contract: Contract, service: str, within: tuple[str, ...]) -> list[_Share]:
    """The parts of a service with weights that add up to 1."""
    made_of = contract.service(service).made_of
    if made_of is None or made_of.combine.has_state:
        return [_Share(Fraction(1), _node(contract, service, within), within)]
    inside = (*within, service)
    members = _members(contract, made_of)
    whole = sum(_weight(contract, made_of, member) for member in members)
    found: list[_Share] = []
    for member in members:
        share = Fraction(_weight(contract, made_of, member), whole)
        if member.unit is not None:
            found.append(_Share(share, Observed(member.service, member.unit, inside), inside))
        else:
            of_member = _weigh(contract, member.service, inside)
            found += [_Share(share * one.weight, one.node, one.within) for one in of_member]
    return found


def _node(contract: Contract, service: str, within: tuple[str, ...]) -> Node:
    made_of = contract.service(service).made_of
    if made_of is None:
        return Observed(service, "", within)
    inside = (*within, service)
    members = tuple(
        _node(contract, member.service, inside)
        if member.unit is None
        else Observed(member.service, member.unit, inside)
        for member in _members(contract, made_of)
    )
    return Group(service, _at_least(made_of), members)


def _at_least(made_of: MadeOf) -> int:
    if made_of.combine is Combine.BEST:
        return 1
    return EVERY_MEMBER if made_of.at_least is None else made_of.at_least


def _members(contract: Contract, made_of: MadeOf) -> tuple[Member, ...]:
    if made_of.units_of is None:
        return made_of.members
    return tuple(
        Member(service=made_of.units_of.service, unit=unit) for unit in unit_names(contract, made_of.units_of)
    )


def unit_names(contract: Contract, asked: UnitsOf) -> list[str]:
    """Return the names of the units that are asked for."""
    return [unit.id for unit in contract.units if asked.segment in {None, unit.segment}]


def _weight(contract: Contract, made_of: MadeOf, member: Member) -> int:
    if made_of.combine is Combine.AVERAGE:
        return 1
    if member.weight is not None:
        return member.weight
    return next(unit.users for unit in contract.units if unit.id == member.unit)
