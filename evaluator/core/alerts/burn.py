"""When a budget burns too fast: pairs of windows and factors, and what follows from them.

A burn rate of 1 uses up the budget exactly when the period ends. A pair fires when the rates of its long
and its short window both lie strictly above its factor. Sources: the SRE workbook, "Alerting on SLOs"; the
windows and the scaling of sloth; the factors and the scaling of pyrra.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from evaluator.contract.contract import Contract
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.core.burn_rates import BurnRate
from evaluator.decisions.alert_terms import BurnPreset, Severity

MINUTE, HOUR, DAY = 60, 3600, 86_400
DAYS_A_MONTH = 30
"""Every month is taken as 30 days, so that thresholds are the same in all of them."""

_MONTHS = {
    PeriodLength.MONTH: 1,
    PeriodLength.QUARTER: 3,
    PeriodLength.HALF_YEAR: 6,
    PeriodLength.ROLLING_12_MONTHS: 12,
}


@dataclass(frozen=True)
class BudgetShare:
    """The part of a budget that may burn in `long_window` seconds before somebody is told."""

    severity: Severity
    share: Fraction
    short_window: int
    long_window: int


@dataclass(frozen=True)
class BurnPair:
    """Two windows, in seconds, and the factor that the burn rates of both must lie strictly above.

    `hold_for` is how many seconds that must last.
    """

    severity: Severity
    short_window: int
    long_window: int
    factor: Fraction
    hold_for: int = 0


SLOTH = (
    BudgetShare(Severity.PAGE, Fraction(2, 100), 5 * MINUTE, HOUR),
    BudgetShare(Severity.PAGE, Fraction(5, 100), 30 * MINUTE, 6 * HOUR),
    BudgetShare(Severity.TICKET, Fraction(10, 100), 2 * HOUR, DAY),
    BudgetShare(Severity.TICKET, Fraction(10, 100), 6 * HOUR, 3 * DAY),
)
"""What may burn before it is told, whatever the period; for 30 days the factors are 14.4, 6, 3 and 1."""

PYRRA = (
    BurnPair(Severity.PAGE, 5 * MINUTE, HOUR, Fraction(14), 2 * MINUTE),
    BurnPair(Severity.PAGE, 30 * MINUTE, 6 * HOUR, Fraction(7), 15 * MINUTE),
    BurnPair(Severity.TICKET, 2 * HOUR, DAY, Fraction(2), HOUR),
    BurnPair(Severity.TICKET, 6 * HOUR, 4 * DAY, Fraction(1), 3 * HOUR),
)
"""Windows and times to hold for 28 days; for another period they are scaled, and the factors stay."""

_PYRRA_PERIOD = 28 * DAY


def scaled_factors(period: int, shares: Iterable[BudgetShare] = SLOTH) -> tuple[BurnPair, ...]:
    """Return the pairs for a period of so many seconds as sloth makes them: fixed windows, scaled factors.

    factor = share of the budget x period / long window. Raises ValueError where no windows are given.
    """
    pairs = tuple(
        BurnPair(one.severity, one.short_window, one.long_window, one.share * period / one.long_window)
        for one in shares
    )
    if not pairs:
        raise ValueError("there are no windows for this period: name at least one share of the budget")
    return pairs


def scaled_windows(period: int) -> tuple[BurnPair, ...]:
    """Return the pairs for a period of so many seconds as pyrra makes them: fixed factors, scaled windows.

    Windows and times to hold are rounded to whole minutes.
    """

    def scaled(seconds: int) -> int:
        return (2 * seconds * period + _PYRRA_PERIOD * MINUTE) // (2 * _PYRRA_PERIOD * MINUTE) * MINUTE

    return tuple(
        BurnPair(
            one.severity,
            scaled(one.short_window),
            scaled(one.long_window),
            one.factor,
            scaled(one.hold_for),
        )
        for one in PYRRA
    )


def pairs_for(preset: BurnPreset, period: int) -> tuple[BurnPair, ...]:
    """Return the pairs of `preset` for a period of so many seconds."""
    return scaled_windows(period) if preset is BurnPreset.PYRRA else scaled_factors(period)


def windows_of(period: int) -> tuple[int, ...]:
    """Return every window that some preset looks at in a period of so many seconds, shortest first."""
    pairs = [pair for preset in BurnPreset for pair in pairs_for(preset, period)]
    return tuple(sorted({window for pair in pairs for window in (pair.short_window, pair.long_window)}))


def seconds_of(length: PeriodLength, contract: Contract) -> int:
    """Return how many seconds a period of `length` is taken to be long, months being 30 days."""
    if length is PeriodLength.WHOLE_TERM:
        term = contract.term
        return ((term.current_last_day - term.first_day).days + 1) * DAY
    return _MONTHS[length] * DAYS_A_MONTH * DAY


def is_above(rate: Fraction | None, factor: Fraction) -> bool:
    """Return whether a burn rate lies strictly above `factor`; one that is not known does not."""
    return rate is not None and rate > factor


def fires(pair: BurnPair, rates: Mapping[int, Fraction | None]) -> bool:
    """Return whether both windows of `pair` burn too fast; `rates` are by window, None where not known."""
    windows = pair.long_window, pair.short_window
    return all(is_above(rates.get(window), pair.factor) for window in windows)


def rates_by_window(found: Iterable[BurnRate]) -> dict[tuple[str, str], dict[int, Fraction | None]]:
    """Return the rates by indicator and service, and by window."""
    by_subject: dict[tuple[str, str], dict[int, Fraction | None]] = {}
    for one in found:
        by_subject.setdefault((one.indicator, one.service), {})[one.window_seconds] = one.rate
    return by_subject


def error_rate(allowed: Fraction, rate: Fraction) -> Fraction:
    """Return the share missed at a burn rate, where the target leaves `allowed` to miss."""
    return allowed * rate


def time_to_exhaustion(period: int, rate: Fraction) -> Fraction:
    """Return after how many seconds a whole budget is used up at a burn rate above 0."""
    return period / rate


def time_to_alert(pair: BurnPair, allowed: Fraction, errors: Fraction) -> Fraction:
    """Return how many seconds after the share `errors` began to be missed the long window reaches the factor.

    With the time to hold. Before it nothing was missed.
    """
    return error_rate(allowed, pair.factor) / errors * pair.long_window + pair.hold_for


def budget_spent(period: int, window: int, rate: Fraction) -> Fraction:
    """Return the part of the budget that is used up when `window` has seen a burn rate."""
    return rate * window / period


def window_name(seconds: int) -> str:
    """Return a length of time as Prometheus writes it: `5m`, `1h4m`, `3d`."""
    parts = []
    for unit, length in (("d", DAY), ("h", HOUR), ("m", MINUTE), ("s", 1)):
        count, seconds = divmod(seconds, length)
        parts += [f"{count}{unit}"] if count else []
    return "".join(parts) or "0s"
