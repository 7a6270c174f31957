"""Every kind of indicator that a contract can state."""

from typing import Annotated

from pydantic import Field

from evaluator.contract.duties import Interval, PeriodicDuty
from evaluator.contract.imported_indicators import Imported, MarkScale, Question, Response, SurveyIndex
from evaluator.contract.lead_time_indicators import (
    Duty,
    DutyResult,
    LeadTime,
    LeadTimeMonth,
    LeadTimeResult,
    LeadTimeTerms,
)
from evaluator.contract.monitoring_indicators import Availability, ShareOfUnits
from evaluator.contract.outage_indicators import OutageLimits, Outages
from evaluator.contract.rates import MeasurementVolume, Rate, TicketsVolume, UsersVolume
from evaluator.contract.ticket_indicators import (
    Count,
    CountTerms,
    LimitTerms,
    Mean,
    MonthOf,
    Percentile,
    PercentileInterval,
    PercentileMethod,
    Share,
    TimeMeasured,
    TimeWithinTarget,
)

__all__ = [
    "AnyIndicator",
    "Availability",
    "Count",
    "CountTerms",
    "Duty",
    "DutyResult",
    "Imported",
    "Interval",
    "LeadTime",
    "LeadTimeMonth",
    "LeadTimeResult",
    "LeadTimeTerms",
    "LimitTerms",
    "MarkScale",
    "Mean",
    "MeasurementVolume",
    "MonitoringIndicator",
    "MonthOf",
    "OutageLimits",
    "Outages",
    "Percentile",
    "PercentileInterval",
    "PercentileMethod",
    "PeriodicDuty",
    "Question",
    "Rate",
    "Response",
    "Share",
    "ShareOfUnits",
    "SurveyIndex",
    "TicketsVolume",
    "TimeMeasured",
    "TimeWithinTarget",
    "UsersVolume",
]

MonitoringIndicator = Availability | ShareOfUnits | Outages | OutageLimits
"""What is measured of monitored services, under availability rules."""

AnyIndicator = Annotated[
    TimeWithinTarget
    | Availability
    | ShareOfUnits
    | Outages
    | OutageLimits
    | Count
    | Rate
    | Share
    | Mean
    | Percentile
    | LeadTime
    | Duty
    | PeriodicDuty
    | Imported
    | SurveyIndex,
    Field(discriminator="kind"),
]
