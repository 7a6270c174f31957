"""What invoices show of credits: measurements that the contract names, by month and service."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from collector.records import FactKind
from collector.store.database import Database
from collector.store.read import read_lasting
from evaluator.contract.contract import Contract
from evaluator.contract.invoicing import AmountUnit, CreditSign, InvoicedCredits
from evaluator.core.follow_up.laying import Cell
from evaluator.core.periods import Period

_MINOR_UNITS = 100


def read_invoiced(
    database: Database, months: Sequence[tuple[Period, Contract]], horizon: int
) -> Mapping[Cell, Decimal] | None:
    """Return what invoices credited for each month and billed service, in the contract's currency.

    A month and service without any row is absent: nobody knows that it is 0. Returns None where no contract
    of `months` follows invoices.
    """
    followed = [
        (period, contract, contract.credits.invoiced)
        for period, contract in months
        if contract.credits is not None and contract.credits.invoiced is not None
    ]
    if not followed:
        return None
    window = (followed[0][0].starts_at, followed[-1][0].ends_at)
    rows = read_lasting(database, FactKind.MEASUREMENT, horizon, window)
    found: dict[Cell, Decimal] = {}
    for period, contract, terms in followed:
        for service, amount in _by_service(rows, period, contract, terms).items():
            found[period.name, service] = amount
    return found


def _by_service(
    rows: pd.DataFrame, period: Period, contract: Contract, terms: InvoicedCredits
) -> dict[str, Decimal]:
    chosen = (
        (rows["measure"] == terms.measure)
        & rows["source"].isin(list(terms.data))
        & (rows["from_at"] >= period.starts_at)
        & (rows["to_at"] <= period.ends_at)
        & (rows["denominator"] > 0)
    )
    # Amounts are added as they are written: the numbers of one denominator together, exactly.
    grouped = rows.loc[chosen.to_numpy(dtype=bool)].groupby(["service", "denominator"], observed=True)
    sums = grouped["numerator"].sum().reset_index()
    billed = {service.id: service.billed_as for service in contract.services}
    found: dict[str, Fraction] = {}
    for service, denominator, numerator in sums.itertuples(index=False):
        name = billed.get(str(service), str(service))
        found[name] = found.get(name, Fraction(0)) + Fraction(int(numerator), int(denominator))
    return {name: _amount(value, terms) for name, value in found.items()}


def _amount(value: Fraction, terms: InvoicedCredits) -> Decimal:
    exact = value if terms.unit is AmountUnit.CURRENCY else value / _MINOR_UNITS
    signed = exact if terms.credits_are is CreditSign.POSITIVE else -exact
    return Decimal(signed.numerator) / Decimal(signed.denominator)
