"""When the service does what."""

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from evaluator.contract.parts import Duration
from supplierwatch.serving.job_names import MONTHLY, JobName
from supplierwatch.serving.schedules import EXAMPLES, Every, Off, OnWorkingDay, Schedule, read_schedule
from supplierwatch.settings_parts import SettingsPart

When = Annotated[
    Schedule,
    BeforeValidator(read_schedule),
    PlainSerializer(str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^(off|every \d+ ?(s|min|h|d)|daily \d\d:\d\d|on working day \d{1,2} at \d\d:\d\d)$",
            "examples": list(EXAMPLES),
        }
    ),
]
"""Times of day and days are those of the contract's zone, working days those of the contract."""

_MINUTE = 60
_HOUR = 3600


def _every(text: str) -> Schedule:
    schedule: Schedule = read_schedule(f"every {text}")
    return schedule


class ServiceSettings(SettingsPart):
    """When the service does what."""

    collect: When = Field(default=_every("15 min"), description="gather what the sources have that is new")
    evaluate: When = Field(
        default=_every("15 min"), description="judge the running month, and months just over until sealed"
    )
    report: When = Field(
        default=OnWorkingDay(5, 7 * _HOUR, "on working day 5 at 07:00"),
        description="write and mail the report of the month that is over; once for each month",
    )
    notify: When = Field(default=_every("1 min"), description="find out what is worth an alert")
    deliver: When = Field(default=_every("1 min"), description="send the messages that wait")
    retain: When = Field(default=Off(), description="remove facts kept no longer, as said under retention")
    probe: bool = Field(default=False, description="look at the targets of probes.yaml in this process too")
    evaluated_months_back: int = Field(
        default=3, ge=1, le=24, description="how many months that are over are judged again until sealed"
    )
    lease: Duration = Field(
        default=2 * _MINUTE,
        ge=5,
        description="how long after a process fell silent another one takes its work over",
    )
    grace: Duration = Field(
        default=30, description="how long a job may go on after the service was told to stop"
    )
    sources_at_once: int = Field(
        default=4, ge=1, le=32, description="how many systems are asked at the same time"
    )
    source_budget: Duration = Field(
        default=10 * _MINUTE,
        ge=1,
        description="how long one run of one system goes on; what is left over is collected by the next run",
    )
    sources_silent_after: dict[str, Duration] = Field(
        default={}, description="per source, the longest time without a collect that went well"
    )
    others_silent_after: Duration = Field(
        default=26 * _HOUR, description="the same, for sources that are not named"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        for job, schedule in self.schedules():
            is_monthly = isinstance(schedule, OnWorkingDay)
            if is_monthly != (job in MONTHLY) and not isinstance(schedule, Off):
                allowed = "on working day 5 at 07:00" if job in MONTHLY else "every 15 min, or daily 02:30"
                raise ValueError(f"{job} cannot be done {schedule}; write it as {allowed}, or off")
        return self

    def longest_silence(self, source: str) -> int:
        """Return the seconds after which `source` counts as silent."""
        return self.sources_silent_after.get(source, self.others_silent_after)

    def schedules(self) -> Iterator[tuple[JobName, Schedule]]:
        """Yield every job with its schedule, in the order in which they are done."""
        for job in JobName:
            yield job, getattr(self, job.value)

    def schedule_of(self, job: JobName) -> Schedule:
        """Return the schedule of a job."""
        return dict(self.schedules())[job]

    @property
    def evaluation_interval(self) -> int | None:
        """Seconds between two evaluations; None where they are not done at intervals."""
        return self.evaluate.seconds if isinstance(self.evaluate, Every) else None
