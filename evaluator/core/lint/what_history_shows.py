"""L14: a target that was never reached, or that is always reached with ease.

What was measured is held against the target as it stands now, whatever it was then.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from evaluator.contract.bands import describe_range
from evaluator.contract.indicators import AnyIndicator
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding, decimals, percent
from evaluator.core.outcomes import Figure, Verdict
from evaluator.core.verdicts import judge

ID = "L14"
FEWEST_PERIODS = 12
"""Fewer judged periods than a year of months show nothing of a target."""
EASE = Fraction(1, 2)
"""A target that is always met asks for little where the worst period left this part of what it permits."""


@dataclass(frozen=True)
class _Past:
    """What the judged periods of one service came to, the worst first."""

    service: str
    values: tuple[Fraction, ...]
    met: int

    @property
    def told(self) -> str:
        """How many of them met the target."""
        return f"{self.service}met in {self.met} of the last {len(self.values)} periods"


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield each target that at least twelve judged periods of a service all missed, or all met with ease."""
    for path, indicator in examined.indicators():
        past = [one for one in _past_of(examined, indicator) if len(one.values) >= FEWEST_PERIODS]
        never = [one for one in past if one.met == 0]
        easily = [one for one in past if one.met == len(one.values) and _is_easy(one.values[0], indicator)]
        target = f"the target is {describe_range(indicator.target, shares=indicator.is_share)}"
        if never:
            told = [f"{one.told}, best {_written(one.values[-1], indicator)}" for one in never]
            yield LintFinding(
                ID,
                (*path, "target"),
                f"{indicator.id} was never reached",
                f"{target}; {'; '.join(told)}",
                "Ask whether it can be reached, and at what cost; `backtest` shows how often others would be",
            )
        if easily:
            told = [f"{one.told}, worst {_written(one.values[0], indicator)}" for one in easily]
            yield LintFinding(
                ID,
                (*path, "target"),
                f"{indicator.id} is always reached with ease",
                f"{target}; {'; '.join(told)}: never more than {percent(EASE)} of what it permits was used",
                "Ask whether it asks for anything: `backtest` shows how often others would have been reached",
            )


def _past_of(examined: Examined, indicator: AnyIndicator) -> list[_Past]:
    # Verdicts alone are asked for, and bands might leave values out.
    plain = indicator.model_copy(update={"bands": ()})
    figures: dict[str, list[tuple[Fraction, bool]]] = {}
    for outcome in examined.outcomes_of(indicator.id):
        judged = _judged(outcome.figure, plain)
        if judged is not None:
            figures.setdefault(outcome.scope.service, []).append(judged)
    return [
        _Past(
            f"{service} " if service else "",
            tuple(sorted((value for value, _ in pairs), reverse=indicator.target.lowest is None)),
            sum(met for _, met in pairs),
        )
        for service, pairs in sorted(figures.items())
    ]


def _judged(figure: Figure | None, indicator: AnyIndicator) -> tuple[Fraction, bool] | None:
    """Return a value and whether it is on target; None where it is not judged."""
    value = None if figure is None else figure.value
    verdict = judge(figure, indicator).verdict
    return None if value is None or verdict is Verdict.NOT_ASSESSABLE else (value, verdict is Verdict.MET)


def _is_easy(worst: Fraction, indicator: AnyIndicator) -> bool:
    """Whether the worst value used at most a part of what the target permits, which must be something."""
    low, high = indicator.target.lowest, indicator.target.highest
    if low is not None:
        return indicator.is_share and low < 1 and 1 - worst <= EASE * (1 - low)
    return high is not None and high > 0 and worst <= EASE * high


def _written(value: Fraction, indicator: AnyIndicator) -> str:
    return percent(value) if indicator.is_share else decimals(value)
