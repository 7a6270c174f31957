"""Whether a decision basis is whole: what it lacks, and who signed these very figures.

The city's auditors found a decision basis without analyses of cost and of needs (Stadsrevisionen 4/2013);
without either, or without a risk analysis, this one is never called ready.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class NeededPart(StrEnum):
    """What a basis cannot be ready without."""

    COST = "cost"
    NEEDS = "needs"
    RISKS = "risks"


class Readiness(StrEnum):
    """How far a basis has come: parts are missing, people have not judged or signed, or it is ready."""

    INCOMPLETE = "incomplete"
    UNSIGNED = "unsigned"
    READY = "ready"


@dataclass(frozen=True)
class Lack:
    """That a needed part is missing (`details` empty), or what of it is, in the words of its area."""

    part: NeededPart
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class SignedBy:
    """A signature: its role, and the hash of the figures it was put under."""

    role: str
    basis: str


@dataclass(frozen=True)
class Standing:
    """How a basis stands.

    `lacks` in the order of `NeededPart`; `unwritten` are places of judgement without a word. `outdated` are
    the roles that signed other figures than these, and whose signature no longer counts.
    """

    readiness: Readiness
    lacks: tuple[Lack, ...]
    unwritten: tuple[str, ...]
    signed: tuple[str, ...]
    outdated: tuple[str, ...]


def standing_of(
    lacks: Iterable[Lack], unwritten: Sequence[str], signatures: Iterable[SignedBy], basis: str
) -> Standing:
    """Return how the basis with the hash `basis` stands.

    It is ready when nothing is lacking, no judgement is unwritten, and somebody signed these figures.
    """
    found = {lack.part: lack for lack in lacks}
    ordered = tuple(found[part] for part in NeededPart if part in found)
    made = tuple(signatures)
    signed = tuple(one.role for one in made if one.basis == basis)
    outdated = tuple(one.role for one in made if one.basis != basis)
    if ordered:
        readiness = Readiness.INCOMPLETE
    elif unwritten or not signed:
        readiness = Readiness.UNSIGNED
    else:
        readiness = Readiness.READY
    return Standing(readiness, ordered, tuple(unwritten), signed, outdated)
