"""The figures of a matter, each a line of its own."""

from collections.abc import Iterator
from fractions import Fraction

from dashboards.report.values import format_end, format_value
from dashboards.wording.words import Wording
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import AnyIndicator
from evaluator.core.alerts.dates import DAYS_A_WEEK
from evaluator.core.alerts.signals import Signal
from evaluator.decisions.alert_terms import Kind

_OF_AN_INDICATOR = frozenset({Kind.BREACH, Kind.FORECAST_MISS})
_IN_DAYS = frozenset({Kind.CLAIM_LAPSING, Kind.NOTICE_NEAR})
_DUE = frozenset({Kind.DELIVERY_MISSING, Kind.REPORT_MISSING})
_SILENCE = frozenset({Kind.SOURCE_SILENT, Kind.EVALUATION_STALE, Kind.JOB_FAILING})


def figures_of(signal: Signal, contract: Contract, wording: Wording) -> Iterator[str]:
    """Yield the figures of `signal`; what is not known is left out."""
    if signal.kind in _OF_AN_INDICATOR:
        yield from _reached(signal, contract, wording)
    if signal.kind is Kind.BURN:
        yield from _burn(signal, wording)
    if signal.kind is Kind.TICKET_ABOUT_TO_MISS:
        yield from _ticket(signal, contract, wording)
    if signal.kind is Kind.THRESHOLD_NEAR and signal.value is not None and signal.limit is not None:
        reached, needed = wording.number(signal.value), wording.number(signal.limit)
        yield wording.text("Reached: {reached} of {needed}", reached=reached, needed=needed)
    if signal.kind is Kind.SAFE_START:
        yield from _safe_start(signal, wording)
    if signal.kind in _IN_DAYS:
        yield from _days(signal, contract, wording)
    yield from _of_running(signal, contract, wording)


def _of_running(signal: Signal, contract: Contract, wording: Wording) -> Iterator[str]:
    """Yield what is told of sources, deliveries, reports and jobs."""
    if signal.kind in _SILENCE:
        at = signal.at
        never = wording.text("never")
        shown = never if at is None else wording.instant(at, contract.contract.zone)
        yield wording.text("Went well last: {instant}", instant=shown)
    if signal.kind is Kind.SOURCE_BEHIND and signal.at is not None:
        yield wording.text(
            "Known up to: {instant}", instant=wording.instant(signal.at, contract.contract.zone)
        )
    if signal.kind is Kind.SOURCE_UNMAPPED and signal.value is not None:
        yield wording.text("Tickets with an unmapped status: {n}", n=wording.number(signal.value))
    if signal.kind is Kind.DELIVERY_MISSING and signal.value is not None:
        yield wording.text("Deliveries that did not come: {n}", n=wording.number(signal.value))
    if signal.kind is Kind.MESSAGE_UNDELIVERED and signal.value is not None:
        yield wording.text("Messages of the last seven days: {n}", n=wording.number(signal.value))
    if signal.kind in _DUE and signal.at is not None:
        yield wording.text("Was due: {instant}", instant=wording.instant(signal.at, contract.contract.zone))


def _reached(signal: Signal, contract: Contract, wording: Wording) -> Iterator[str]:
    indicator = _indicator(signal.indicator, contract)
    if indicator is None or signal.value is None or signal.limit is None:
        return
    value, target = (
        format_value(indicator, signal.value, wording),
        format_end(indicator, signal.limit, wording),
    )
    if signal.kind is Kind.BREACH:
        yield wording.text("Value: {value}; target: {target}", value=value, target=target)
    else:
        yield wording.text("Best that is forecast: {value}; target: {target}", value=value, target=target)


def _burn(signal: Signal, wording: Wording) -> Iterator[str]:
    if signal.value is not None and signal.limit is not None and signal.window is not None:
        yield wording.text(
            "{rate} times too fast over {window}; it is told above {factor} times",
            rate=_beside(signal.value, signal.limit, wording),
            window=wording.duration(signal.window, in_days=True),
            factor=wording.number(signal.limit, 1),
        )


def _beside(rate: Fraction, factor: Fraction, wording: Wording) -> str:
    """A rate that is above a factor never reads as equal to it."""
    shown = wording.number(rate, 1)
    return wording.number(rate, 3) if shown == wording.number(factor, 1) else shown


def _ticket(signal: Signal, contract: Contract, wording: Wording) -> Iterator[str]:
    if signal.at is not None:
        at = wording.instant(signal.at, contract.contract.zone)
        yield wording.text("Its limit runs out: {instant}", instant=at)
    if signal.value is not None and signal.limit is not None:
        used, limit = (_amount(one, signal, wording) for one in (signal.value, signal.limit))
        yield wording.text("Used: {used} of {limit}", used=used, limit=limit)


def _amount(amount: Fraction, signal: Signal, wording: Wording) -> str:
    if signal.in_working_days:
        return wording.plural("{n} working day", "{n} working days", int(amount))
    return wording.duration(int(amount))


def _days(signal: Signal, contract: Contract, wording: Wording) -> Iterator[str]:
    if signal.on_day is not None and signal.value is not None:
        left = wording.plural("{n} day left", "{n} days left", int(signal.value))
        yield wording.text("Last day: {day} ({left})", day=wording.day(signal.on_day), left=left)
    if signal.amount is not None:
        amount = wording.money(signal.amount, contract.contract.currency)
        yield wording.text("Amount: {amount}", amount=amount)


def _safe_start(signal: Signal, wording: Wording) -> Iterator[str]:
    """The weeks left are whole ones: less than a week is told as none."""
    if signal.on_day is None or signal.value is None:
        return
    day = wording.day(signal.on_day)
    if signal.value < 0:
        yield wording.text(
            "The latest safe start was {day}: a new procurement is no longer safely done in time without a "
            "bridging contract",
            day=day,
        )
        return
    yield wording.plural(
        "{n} week left before a new procurement is no longer possible without a bridging contract",
        "{n} weeks left before a new procurement is no longer possible without a bridging contract",
        int(signal.value // DAYS_A_WEEK),
    )
    yield wording.text("Latest safe start: {day}", day=day)


def _indicator(name: str, contract: Contract) -> AnyIndicator | None:
    return next((one for one in contract.indicators if one.id == name), None)
