"""The schedule of each job, with that of the reports that the settings name one by one."""

from collections.abc import Iterator

from supplierwatch.serving.job_names import JobName
from supplierwatch.serving.schedules import OnWorkingDay, Schedule, Together
from supplierwatch.settings import Settings


def schedules_of(settings: Settings) -> Iterator[tuple[JobName, Schedule]]:
    """Yield every job with its schedule, in the order in which they are done."""
    for job, schedule in settings.service.schedules():
        yield job, _with_reports(schedule, settings) if job is JobName.REPORT else schedule


def schedule_of(settings: Settings, job: JobName) -> Schedule:
    """Return the schedule of a job."""
    return dict(schedules_of(settings))[job]


def _with_reports(service: Schedule, settings: Settings) -> Schedule:
    """The schedule of the service report, and of each report under `scheduled_reports`."""
    if not settings.scheduled_reports:
        return service
    parts = (service, *(one.schedule for one in settings.scheduled_reports))
    return Together(tuple(one for one in parts if isinstance(one, OnWorkingDay)))
