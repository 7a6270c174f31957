"""L08: weights of the scorecard that leave something out. That they sum to 100 is asked on reading."""

from collections.abc import Iterator

from evaluator.contract.indicator_terms import Consequence
from evaluator.contract.rule_names import WEIGHTS
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding

ID = WEIGHTS


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield areas that nothing measures, and indicators with a credit that no area counts."""
    scorecard = examined.contract.scorecard
    if scorecard is None:
        return
    for position, area in enumerate(scorecard.areas):
        if not area.measures:
            yield LintFinding(
                ID,
                ("scorecard", "areas", position, "measures"),
                f"nothing measures the area {area.id}",
                f"{area.weight} of 100 of the score lie between 0 and 100 whatever is measured: the total is"
                f" an interval of {area.weight}",
                "Name indicators for it, or share its weight among the other areas",
            )
    counted = {name for area in scorecard.areas for measure in area.measures for name in measure.indicators}
    for path, indicator in examined.indicators():
        if indicator.id not in counted and indicator.consequence is Consequence.CREDIT:
            yield LintFinding(
                ID,
                path,
                f"{indicator.id} leads to credits and counts in no area of the score",
                f"of {len(examined.contract.indicators)} indicators {len(counted)} are in the score",
                "Name it in an area, or say that it is left out on purpose by accepting this",
            )
