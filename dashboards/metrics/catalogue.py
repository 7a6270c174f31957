"""Every metric there is: its name, labels, unit and meaning. The page docs/metrics.md lists the same."""

from dataclasses import dataclass

PREFIX = "supplierwatch_"
CONTRACT = "contract"


@dataclass(frozen=True)
class Metric:
    """One gauge: `name` without the prefix, `labels` beside `contract`, what it counts in, what it says."""

    name: str
    labels: tuple[str, ...]
    unit: str
    meaning: str
    of_contract: bool = True

    @property
    def full_name(self) -> str:
        """The name as it is served."""
        return PREFIX + self.name

    @property
    def label_names(self) -> tuple[str, ...]:
        """All labels, `contract` first where it has it."""
        return (CONTRACT, *self.labels) if self.of_contract else self.labels


_JUDGED = ("indicator", "service", "month")
_CASES = ("indicator", "service")
_THRESHOLD = ("trigger", "indicator", "service")

METRICS = (
    Metric(
        "indicator_value",
        (*_JUDGED, "unit"),
        "as the label unit says",
        "Exact value after agreed exclusions; a share as a ratio from 0 to 1, a time in seconds",
    ),
    Metric(
        "indicator_target",
        (*_JUDGED, "end"),
        "as the value",
        "Lowest or highest value on target, as the contract states it",
    ),
    Metric(
        "indicator_verdict", (*_JUDGED, "verdict"), "0 or 1", "1 for the verdict that holds, 0 for others"
    ),
    Metric(
        "indicator_completeness_ratio",
        _JUDGED,
        "ratio",
        "Part of the facts that were to be known and are; absent where nothing was to be known",
    ),
    Metric(
        "budget_left_ratio",
        _JUDGED,
        "ratio",
        "Part of what the target leaves to miss that is left; below 0 by what was missed too much",
    ),
    Metric(
        "burn_rate",
        (*_CASES, "window"),
        "times",
        "How many times faster than the target allows the budget was used up in the window before the facts"
        " were known, in service hours and after exclusions; absent where nothing counted",
    ),
    Metric(
        "forecast_miss",
        _CASES,
        "0 or 1",
        "1 where the target cannot be met any more, or the whole forecast range lies off target",
    ),
    Metric("points", ("service", "month"), "points", "Points after the repeat rule and agreed exclusions"),
    Metric(
        "credits",
        ("service", "month", "currency"),
        "whole currency units",
        "Calculated credit of the month after agreed exclusions and caps",
    ),
    Metric("score", ("month", "end"), "points of 100", "Lowest and highest score the known facts allow"),
    Metric(
        "decision_days_left",
        ("decision", "kind"),
        "days",
        "Days until notice of an open option must be received, or the contract ends; below 0 afterwards",
    ),
    Metric(
        "safe_start_days_left",
        ("deadline",),
        "days",
        "Days until the latest safe start of a procurement done by the deadline; below 0 afterwards; absent "
        "without a time plan",
    ),
    Metric("tickets_about_to_miss", _CASES, "tickets", "Open tickets whose limit runs out soon"),
    Metric("tickets_overdue", _CASES, "tickets", "Open tickets whose limit has run out"),
    Metric("trigger_reached", _THRESHOLD, "points or months", "How far a threshold is reached"),
    Metric("trigger_needed", _THRESHOLD, "points or months", "What reaches the threshold"),
    Metric("trigger_open", _THRESHOLD, "0 or 1", "1 where the threshold is reached"),
    Metric(
        "claim_days_left",
        ("service",),
        "days",
        "Days until the last day to claim the credit that lapses first; absent where none can be claimed",
    ),
    Metric(
        "claim_open",
        ("service", "currency"),
        "whole currency units",
        "Calculated credits that were neither claimed nor waived and have not lapsed",
    ),
    Metric(
        "source_last_success_timestamp_seconds",
        ("source",),
        "seconds since 1970",
        "When the last collect of the source that went well ended; absent where none did",
    ),
    Metric(
        "source_silent_after_seconds",
        ("source",),
        "seconds",
        "How long the source may be silent, by the settings",
    ),
    Metric(
        "source_reached_timestamp_seconds",
        ("source",),
        "seconds since 1970",
        "Up to when the source is known, in its own time; absent for files, and before the first collect",
    ),
    Metric(
        "source_left_alone",
        ("source",),
        "0 or 1",
        "1 where the source is not asked for a while, because run after run of it failed",
    ),
    Metric(
        "source_back_fill_left_seconds",
        ("source",),
        "seconds",
        "How much of the past is still to be collected; absent where no back-fill is under way",
    ),
    Metric(
        "source_removed", ("source",), "tickets", "Tickets that are gone from the source, and kept as gone"
    ),
    Metric("source_rows", ("source",), "rows", "Rows that the source brought, up to the last evaluation"),
    Metric(
        "deliveries_missing",
        ("source",),
        "deliveries",
        "Deliveries of the source that are due and did not come; absent where none are expected",
    ),
    Metric(
        "deliveries_late", ("source",), "deliveries", "Deliveries of the source that came after they were due"
    ),
    Metric(
        "delivery_due_timestamp_seconds",
        ("source",),
        "seconds since 1970",
        "When the next delivery of the source is due, or the first that is missing was",
    ),
    Metric("source_rejects", ("source",), "rows", "Rows of the source in quarantine"),
    Metric("source_unmapped", ("source",), "changes", "Status changes in words that no mapping explains"),
    Metric(
        "report_missing",
        ("report",),
        "0 or 1",
        "1 where the report of the last month that is over is late: the supplier's, or our own",
    ),
    Metric(
        "evaluation_timestamp_seconds",
        ("month",),
        "seconds since 1970",
        "When the month was last evaluated, with new facts or without",
    ),
    Metric(
        "evaluation_known_timestamp_seconds",
        ("month",),
        "seconds since 1970",
        "Until when facts are known that the figures of the month rest on",
    ),
    Metric(
        "evaluation_stale_after_seconds", (), "seconds", "After which an evaluation is stale, by the settings"
    ),
    Metric(
        "job_last_success_timestamp_seconds",
        ("job",),
        "seconds since 1970",
        "When the job last went well; absent where it never did",
    ),
    Metric("job_failing", ("job",), "0 or 1", "1 where the last run of the job that ended did not go well"),
    Metric("job_overdue_seconds", ("job",), "seconds", "How long the job has been due without being done"),
    Metric("messages_waiting", (), "messages", "Messages that wait to be sent"),
    Metric(
        "messages_undelivered",
        (),
        "messages",
        "Messages of the last seven days that were given up, or came back",
    ),
    Metric(
        "prober_heartbeat_timestamp_seconds",
        ("prober",),
        "seconds since 1970",
        "When the own probe, in a folder that this process sees, last said that it is well",
    ),
    Metric(
        "prober_late_looks", ("prober",), "looks", "Looks of the own probe that came late or were left out"
    ),
    Metric(
        "prober_asleep_seconds",
        ("prober",),
        "seconds",
        "How long the own probe was stopped or had no processor",
    ),
    Metric(
        "prober_blind_seconds",
        ("prober",),
        "seconds",
        "How long none of its references answered: what failed meanwhile is unknown",
    ),
    Metric(
        "prober_references_answering", ("prober",), "references", "How many of its references answered last"
    ),
    Metric(
        "store_up",
        (),
        "0 or 1",
        "1 where the database answered; where it is 0 nothing else is told",
        of_contract=False,
    ),
)
"""All metrics, in the order in which they are served."""

BY_NAME = {one.name: one for one in METRICS}
