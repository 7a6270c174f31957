"""Single outages of the supplier's list beside the measurement: what differs, and what it changes."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from collector.records import FactKind
from collector.store.database import Database
from evaluator.contract.versions import ContractVersions
from evaluator.core.outcomes import Verdict
from evaluator.core.reconciliation import outages as reconciling
from evaluator.core.reconciliation.found import DifferenceKind, OutageDifference, Reconciliation
from evaluator.core.reconciliation.outage_pairs import pair_outages
from tests.collector.store.pages import Facts, Rows, save
from tests.evaluator.october import (
    COLLECTED,
    DOWN,
    FAST,
    UP,
    evaluate,
    instant,
    monitoring,
    tickets,
)
from tests.evaluator.stated import LIST, stated_outage

SEEN = stated_outage("O-1", "2026-10-10 10:00", "2026-10-10 20:00")
"""The outage of 10 October as it was measured: 10 hours, of which 2 in agreed maintenance."""


def reconciled(
    database: Database,
    stated: Rows,
    *,
    seen: Facts | None = None,
    versions: ContractVersions | None = None,
) -> Reconciliation:
    save(database, tickets(FAST), at=COLLECTED, complete=True)
    save(database, monitoring() if seen is None else seen, at=COLLECTED, source="monitoring")
    save(database, {FactKind.STATED_OUTAGE: stated}, at=COLLECTED, source=LIST)
    return evaluate(database, versions=versions).reconciliation


def only_difference(found: Reconciliation) -> OutageDifference:
    [one] = found.outages
    return one


def watched(*states: tuple[str, int], unit: str | None = None) -> Facts:
    """T3 watched through October, in other states from the times given."""
    place: dict[str, Any] = {"prober": "probe", "service": "T3", "unit": unit}
    return {
        FactKind.OBSERVED: [
            place | {"from_at": instant("2026-10-01 00:00"), "to_at": instant("2026-11-01 00:00")}
        ],
        FactKind.SERVICE_STATE: [
            place | {"at": instant(at), "state": state} for at, state in [("2026-10-01 00:00", UP), *states]
        ],
    }


def three_outages() -> Facts:
    """Down for 10 hours on each of three days."""
    days = ("05", "10", "15")
    return watched(
        *[step for day in days for step in ((f"2026-10-{day} 08:00", DOWN), (f"2026-10-{day} 18:00", UP))]
    )


def test_an_outage_that_both_sides_have_alike_is_no_difference(sqlite_database: Database) -> None:
    found = reconciled(sqlite_database, [SEEN])
    assert found.outages == ()
    [figure] = found.figures
    assert (figure.measured, figure.stated, figure.differing, figure.amount) == (1, 1, 0, Decimal(0))


def test_three_outages_that_the_list_lacks_are_exactly_the_three_found(sqlite_database: Database) -> None:
    other = stated_outage("O-9", "2026-10-25 08:00", "2026-10-25 08:10")
    found = reconciled(sqlite_database, [other], seen=three_outages())
    missing = [one for one in found.outages if DifferenceKind.ONLY_MEASURED in one.kinds]
    assert [one.measured_starts_at for one in missing] == [
        instant(f"2026-10-{day} 08:00") for day in ("05", "10", "15")
    ]
    # 745 hours: measured 30 h down (715 of 745, 96.0 %: 1 point, 250 kr); by the list 10 minutes.
    [figure] = found.figures
    assert figure.measured_value == Fraction(715, 745)
    assert figure.stated_value == 1 - Fraction(10, 745 * 60)
    assert (figure.measured_verdict, figure.stated_verdict) == (Verdict.MISSED, Verdict.MET)
    assert figure.amount == Decimal(-250)


def test_each_missing_outage_alone_changes_its_own_part(sqlite_database: Database) -> None:
    found = reconciled(sqlite_database, [SEEN], seen=three_outages())
    # Without the one of the 5th: 725 of 745 h, 97.3 %: still below 99 %.
    first = next(one for one in found.outages if one.starts_at == instant("2026-10-05 08:00"))
    assert first.effect is not None
    assert (first.effect.verdict, first.effect.points, first.effect.amount) == (
        Verdict.MISSED,
        0,
        Decimal(0),
    )


def test_an_outage_called_planned_is_left_out_of_the_figure_the_list_gives(
    sqlite_database: Database,
) -> None:
    found = reconciled(sqlite_database, [SEEN | {"planned": 1}])
    one = only_difference(found)
    assert (one.kinds, one.stated_planned) == ((DifferenceKind.CALLED_PLANNED,), True)
    # All ten hours planned: nothing is down in what is left.
    assert found.figures[0].stated_value == 1


def test_a_planned_outage_of_the_list_that_was_not_measured_is_no_difference(
    sqlite_database: Database,
) -> None:
    planned = stated_outage("O-2", "2026-10-20 01:00", "2026-10-20 03:00", planned=1)
    assert reconciled(sqlite_database, [SEEN, planned]).outages == ()


def test_another_number_of_users_is_named(sqlite_database: Database) -> None:
    one = only_difference(reconciled(sqlite_database, [SEEN | {"users_affected": 4}]))
    assert (one.kinds, one.measured_users, one.stated_users) == ((DifferenceKind.OTHER_USERS,), 40, 4)


def test_an_outage_that_goes_on_by_the_list_goes_on_until_what_is_known(sqlite_database: Database) -> None:
    found = reconciled(sqlite_database, [stated_outage("O-1", "2026-10-10 10:00", None)])
    assert only_difference(found).kinds == (DifferenceKind.OTHER_START_OR_END,)
    # Up until the 10th at 10:00: 226 of 743 hours (9 days of 24 and 10).
    assert found.figures[0].stated_value == Fraction(226, 743)


def test_an_outage_that_goes_on_here_ends_by_the_list(sqlite_database: Database) -> None:
    seen = watched(("2026-10-30 08:00", DOWN))
    seen[FactKind.OBSERVED][0]["to_at"] = instant("2026-11-20 00:00")
    found = reconciled(
        sqlite_database, [stated_outage("O-1", "2026-10-30 08:00", "2026-10-30 10:00")], seen=seen
    )
    one = only_difference(found)
    assert (one.measured_ends_at, one.stated_ends_at) == (None, instant("2026-10-30 10:00"))
    assert found.figures[0].stated_value == Fraction(743, 745)


def test_the_pair_that_overlaps_most_is_compared(sqlite_database: Database) -> None:
    early = stated_outage("O-1", "2026-10-10 09:00", "2026-10-10 11:00")
    late = stated_outage("O-2", "2026-10-10 11:30", "2026-10-10 20:00")
    found = reconciled(sqlite_database, [early, late])
    kinds = {one.stated_starts_at: one.kinds for one in found.outages}
    assert kinds == {
        instant("2026-10-10 09:00"): (DifferenceKind.ONLY_STATED,),
        instant("2026-10-10 11:30"): (DifferenceKind.OTHER_START_OR_END,),
    }


def outage_frame(*rows: tuple[str | None, int, int], **columns: int) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["unit", "starts_at", "ends_at"]).astype({"unit": "str"})
    return frame.assign(service="T4", users=pd.NA, **columns)


def test_outages_match_within_the_same_unit_only() -> None:
    ours = outage_frame(("S1", 100, 200), ("S2", 100, 200), counted=100)
    theirs = outage_frame(("S1", 150, 300), (None, 100, 200), planned=0, rounded_to=1)
    pairs = pair_outages(ours, theirs)
    assert [
        (unit, ours_starts, theirs_starts)
        for unit, ours_starts, theirs_starts in zip(
            pairs["unit"],
            pairs["our_starts_at"].fillna(0),
            pairs["their_starts_at"].fillna(0),
            strict=True,
        )
    ] == [("", 0, 100), ("S1", 100, 150), ("S2", 100, 0)]


@pytest.mark.parametrize(("starts", "matches"), [(259, True), (260, False)])
def test_outages_apart_by_less_than_the_list_rounds_match(starts: int, matches: bool) -> None:  # noqa: FBT001 - the case
    ours = outage_frame(("S1", 100, 200), counted=100)
    theirs = outage_frame(("S1", starts, 400), planned=0, rounded_to=60)
    assert (len(pair_outages(ours, theirs)) == 1) == matches


def test_a_list_that_begins_before_the_month_is_complete_for_its_services(
    sqlite_database: Database,
) -> None:
    rows = [
        stated_outage("O-1", "2026-09-10 10:00", "2026-09-10 20:00"),
        stated_outage("O-2", "2026-11-02 10:00", "2026-11-02 20:00"),
    ]
    one = only_difference(reconciled(sqlite_database, rows))
    assert one.kinds == (DifferenceKind.ONLY_MEASURED,)


def test_a_list_that_has_not_come_yet_says_nothing(sqlite_database: Database) -> None:
    rows = [stated_outage("O-1", "2026-09-10 10:00", "2026-09-10 20:00")]
    assert reconciled(sqlite_database, rows) == Reconciliation()


def test_a_service_that_nobody_watched_is_not_reconciled(sqlite_database: Database) -> None:
    rows = [stated_outage("O-1", "2026-10-10 10:00", "2026-10-10 20:00", service="T1")]
    assert reconciled(sqlite_database, rows) == Reconciliation()


def test_an_outage_where_none_was_measured_is_only_in_the_list(sqlite_database: Database) -> None:
    one = only_difference(reconciled(sqlite_database, [SEEN], seen=watched()))
    assert one.kinds == (DifferenceKind.ONLY_STATED,)
    assert one.starts_at == instant("2026-10-10 10:00")


def test_beyond_a_number_of_them_effects_are_not_reckoned_one_by_one(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciling, "MOST_EFFECTS", 0)
    assert only_difference(reconciled(sqlite_database, [SEEN], seen=watched())).effect is None
