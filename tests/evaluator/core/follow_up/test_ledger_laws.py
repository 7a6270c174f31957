"""Laws of the ledger: every sum closes, and nothing is below 0, whatever was claimed or restated."""

from collections.abc import Iterable
from dataclasses import astuple
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from evaluator.core.follow_up.balances import Balance
from evaluator.core.follow_up.ledger import Ledger, make_ledger
from evaluator.decisions.ledger import LedgerEntry
from tests.evaluator.core.follow_up.ledgers import entries, entry, facts

MONTHS, SERVICES = ("2026-09", "2026-10"), ("T1", "T2", "T3")
AMOUNTS = st.integers(min_value=1, max_value=300)
KINDS = ("claimed", "credited", "disputed", "settled", "withdrawn", "waived")


@st.composite
def one_entry(draw: st.DrawFn) -> dict[str, Any]:
    """An entry of any kind, mostly about a credit there is; amounts in kronor or öre."""
    kind = draw(st.sampled_from(KINDS))
    day = date(2026, 11, 11) + timedelta(days=draw(st.integers(min_value=0, max_value=120)))
    if kind == "settled":
        said: dict[str, Any] = {"stands": draw(AMOUNTS), "falls": f"{draw(AMOUNTS)}.25"}
    else:
        said = {"amount": f"{draw(AMOUNTS)}.{draw(st.sampled_from(['00', '25', '99']))}"}
    service = draw(st.sampled_from([*SERVICES, None, "T9"]))
    period = draw(st.sampled_from(MONTHS))
    return entry("e", kind, day.isoformat(), period=period, **said) | {"service": service}


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """A ledger on any day, under any results: claims that a restatement has lowered come up too."""
    cells = draw(st.lists(st.sampled_from([(m, s) for m in MONTHS for s in SERVICES]), unique=True))
    amounts = {cell: draw(st.integers(min_value=0, max_value=500)) for cell in sorted(cells)}
    found = draw(st.lists(one_entry(), max_size=14))
    made: Iterable[LedgerEntry] = entries(*found)
    day = date(2026, 11, 1) + timedelta(days=draw(st.integers(min_value=0, max_value=150)))
    return make_ledger(facts(amounts), made, day)


def balances(ledger: Ledger) -> list[Balance]:
    rows = [row.balance for row in ledger.rows]
    return [*rows, *ledger.by_month().values(), *ledger.by_service().values(), ledger.total]


@given(ledgers())
def test_what_is_calculated_is_claimed_waived_lapsed_or_open(ledger: Ledger) -> None:
    for one in balances(ledger):
        assert one.calculated + one.too_much == one.claimed + one.waived + one.lapsed + one.open


@given(ledgers())
def test_what_is_claimed_is_credited_disputed_lost_or_outstanding(ledger: Ledger) -> None:
    for one in balances(ledger):
        known = one.credited + one.disputed + one.fallen + one.outstanding
        assert one.claimed + one.credited_too_much == known


@given(ledgers())
def test_nothing_is_below_zero(ledger: Ledger) -> None:
    assert all(amount >= 0 for one in balances(ledger) for amount in astuple(one))


@given(ledgers())
def test_nothing_is_both_open_and_claimed_too_much(ledger: Ledger) -> None:
    assert all(row.balance.too_much == 0 or row.balance.open == 0 for row in ledger.rows)


@given(ledgers())
def test_what_was_claimed_credited_or_waived_is_never_lost_from_the_sums(ledger: Ledger) -> None:
    placed = [one for one in ledger.entries if one not in ledger.unplaced]
    for kind in ("credited", "waived"):
        said = sum(one.amount for one in placed if one.kind == kind)
        assert getattr(ledger.total, kind) == said
    claims = sum(one.amount for one in placed if one.kind == "claimed")
    assert ledger.total.claimed + ledger.total.withdrawn == claims


@given(ledgers())
def test_months_and_services_sum_to_the_same_total(ledger: Ledger) -> None:
    by_month = sum(ledger.by_month().values(), Balance())
    by_service = sum(ledger.by_service().values(), Balance())
    assert by_month == by_service == ledger.total
