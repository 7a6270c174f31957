"""What the values of indicators are counted in."""

from evaluator.contract.indicators import (
    AnyIndicator,
    Imported,
    LeadTime,
    LeadTimeResult,
    Mean,
    Outages,
    Percentile,
    SurveyIndex,
)
from evaluator.contract.outage_indicators import OutageMeasure


def value_unit(indicator: AnyIndicator) -> str:
    """Return what the indicator's values are: `share`, `seconds`, `working_days`, `index` or `count`."""
    if indicator.is_share:
        return "share"
    if isinstance(indicator, SurveyIndex) or (isinstance(indicator, Imported) and indicator.unit == "index"):
        return "index"
    if isinstance(indicator, Mean | Percentile):
        return "seconds"
    if isinstance(indicator, Outages):
        return "count" if indicator.measure is OutageMeasure.COUNT else "seconds"
    if isinstance(indicator, LeadTime) and indicator.result is LeadTimeResult.LONGEST_OVERRUN:
        return "working_days" if indicator.within.in_working_days else "seconds"
    return "count"
