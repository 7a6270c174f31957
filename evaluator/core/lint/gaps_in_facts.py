"""L18: figures that are judged however little is known: no floor of completeness, no smallest sample."""

from collections.abc import Iterator

from evaluator.contract.indicators import ShareOfUnits
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding

ID = "L18"


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield floors of completeness at 0, and percentages of cases without a smallest sample."""
    for path, indicator in examined.indicators():
        if indicator.completeness_floor == 0:
            yield LintFinding(
                ID,
                (*path, "completeness_floor"),
                f"{indicator.id} is judged however little of its facts is known",
                "a floor of 0 %: one known hour of a month, or one case of a hundred, is enough",
                "Write the share of facts below which nothing is judged, such as 90 %",
            )
        of_cases = indicator.is_share and indicator.counts_misses and not isinstance(indicator, ShareOfUnits)
        if of_cases and indicator.minimum_sample is None and indicator.target.lowest != 1:
            yield LintFinding(
                ID,
                (*path, "minimum_sample"),
                f"{indicator.id} is a percentage of any number of cases, one too",
                "of 1 case the share is 0 % or 100 %, of 2 cases 0 %, 50 % or 100 %",
                "Write a minimum_sample, and whether misses are counted below it",
            )
