"""Credit lines, totals and thresholds as they are kept and read back."""

from decimal import Decimal
from fractions import Fraction

import pytest

from collector.store.database import Database
from evaluator.contract.triggers import LeadsTo
from evaluator.core.money.month import CreditTotal
from evaluator.core.money.triggers import TriggerMonth, TriggerState
from evaluator.results.amounts import minor_units
from evaluator.results.money_read import read_past_money
from evaluator.results.money_rows import line_of, line_row, total_of, total_row, trigger_of, trigger_row
from tests.evaluator.core.money.money_for_tests import line
from tests.evaluator.october import evaluate, save_october


def test_a_line_comes_back_exact() -> None:
    found = line("T1", Fraction(1, 3), after_caps=Fraction(2, 7))
    assert line_of(line_row(7, found, "SEK")) == found


def test_a_total_comes_back() -> None:
    found = CreditTotal("as_measured", Decimal("10.50"), Decimal(0), Decimal(99))
    assert total_of(total_row(7, found, "SEK")) == found


@pytest.mark.parametrize("months", [(), (TriggerMonth("2026-09", 4, counts=False),)])
def test_a_threshold_comes_back_with_its_months(months: tuple[TriggerMonth, ...]) -> None:
    state = TriggerState("T", "as_measured", LeadsTo.OTHER, "K", "T1", False, 1, 3, months)  # noqa: FBT003 - the order of its fields
    assert trigger_of(trigger_row(7, state)) == state


def test_an_amount_below_a_minor_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="no whole number of hundredths"):
        minor_units(Decimal("0.001"))


def test_the_lines_of_an_evaluation_are_published_and_add_up_to_its_credits(database: Database) -> None:
    save_october(database)
    results = evaluate(database)
    assert results.credit_lines
    for credit in results.credits:
        own = [
            one for one in results.credit_lines if (one.service, one.view) == (credit.service, credit.view)
        ]
        assert sum(one.after_caps for one in own) == credit.share * Fraction(credit.monthly_fee)
    [money] = read_past_money(database, [results.evaluation])
    assert (money.credits, money.lines, money.totals) == (
        results.credits,
        results.credit_lines,
        results.credit_totals,
    )
