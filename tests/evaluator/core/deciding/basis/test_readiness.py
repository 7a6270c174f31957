"""A basis without cost, needs or risk analysis is never ready (Stadsrevisionen 4/2013)."""

import pytest

from evaluator.core.deciding.basis.readiness import Lack, NeededPart, Readiness, SignedBy, standing_of

BASIS = "0123456789ab"
SIGNED = [SignedBy("Stadsdirektör", BASIS)]


def test_a_complete_written_and_signed_basis_is_ready() -> None:
    standing = standing_of([], [], SIGNED, BASIS)
    assert standing.readiness is Readiness.READY
    assert standing.signed == ("Stadsdirektör",)


@pytest.mark.parametrize("part", NeededPart)
def test_each_missing_part_alone_blocks_the_ready_stamp(part: NeededPart) -> None:
    standing = standing_of([Lack(part)], [], SIGNED, BASIS)
    assert standing.readiness is Readiness.INCOMPLETE
    assert standing.lacks == (Lack(part),)


def test_what_is_lacking_is_told_in_one_order() -> None:
    lacks = [Lack(NeededPart.RISKS), Lack(NeededPart.COST, ("no transition cost",))]
    assert standing_of(lacks, [], [], BASIS).lacks == (
        Lack(NeededPart.COST, ("no transition cost",)),
        Lack(NeededPart.RISKS),
    )


def test_an_unwritten_judgement_keeps_a_signed_basis_from_being_ready() -> None:
    standing = standing_of([], ["opinion"], SIGNED, BASIS)
    assert standing.readiness is Readiness.UNSIGNED
    assert standing.unwritten == ("opinion",)


def test_nobody_having_signed_keeps_a_complete_basis_from_being_ready() -> None:
    assert standing_of([], [], [], BASIS).readiness is Readiness.UNSIGNED


def test_a_signature_under_other_figures_does_not_count() -> None:
    standing = standing_of([], [], [SignedBy("Stadsdirektör", "ffffffffffff")], BASIS)
    assert standing.readiness is Readiness.UNSIGNED
    assert (standing.signed, standing.outdated) == ((), ("Stadsdirektör",))
