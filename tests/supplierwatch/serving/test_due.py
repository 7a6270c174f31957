"""Which occurrence is to be done: what was missed is made up, what is done is not done again."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from evaluator.core.periods import Period
from supplierwatch.serving.due import Due, Run, choose, failures_before, find_due
from supplierwatch.serving.job_names import Outcome
from supplierwatch.serving.schedules import Calendar, Occurrence, read_schedule


def fifth(period: Period, number: int) -> date:
    return period.end_day + timedelta(days=number - 1)


CALENDAR = Calendar(ZoneInfo("Europe/Stockholm"), fifth)
EVERY, DAILY = read_schedule("every 15 min"), read_schedule("daily 02:30")
MONTHLY = read_schedule("on working day 5 at 07:00")


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


NOON = at("2026-11-09 12:07")


def run(one: Occurrence, outcome: Outcome, attempts: int = 0, retry_at: int | None = None) -> Run:
    return Run(one.name, one.at, outcome, attempts, retry_at)


def test_missed_runs_at_intervals_are_made_up_once() -> None:
    due = find_due(EVERY, NOON - 10 * 86_400, NOON, CALENDAR)
    assert due.names == ["2026-11-09T12:00:00Z"]


def test_work_at_intervals_begins_at_once() -> None:
    assert find_due(EVERY, NOON, NOON, CALENDAR).names == ["2026-11-09T12:00:00Z"]


def test_a_missed_day_is_made_up_once_and_not_from_before_the_job_was_known() -> None:
    assert find_due(DAILY, NOON - 10 * 86_400, NOON, CALENDAR).names == ["2026-11-09"]
    assert find_due(DAILY, NOON, NOON, CALENDAR).names == []
    assert find_due(DAILY, NOON, NOON + 86_400, CALENDAR).names == ["2026-11-10"]


def test_missed_reports_are_made_up_each_but_not_those_from_before_the_service() -> None:
    due = find_due(MONTHLY, at("2026-07-20 00:00"), NOON, CALENDAR)
    assert due.names == ["2026-07", "2026-08", "2026-09", "2026-10"]
    assert due.each


def test_nothing_is_due_of_a_job_that_is_off() -> None:
    assert find_due(read_schedule("off"), 0, NOON, CALENDAR).names == []


def test_what_is_done_is_not_chosen_again() -> None:
    due = find_due(EVERY, 0, NOON, CALENDAR)
    [one] = due.occurrences
    assert choose(due, {}, None, NOON) == one
    done = run(one, Outcome.DONE)
    assert choose(due, {one.name: done}, done, NOON) is None


def test_what_a_crash_left_running_and_what_was_handed_back_is_chosen_again() -> None:
    due = find_due(EVERY, 0, NOON, CALENDAR)
    [one] = due.occurrences
    for outcome in (Outcome.RUNNING, Outcome.HANDED_BACK):
        left = run(one, outcome)
        assert choose(due, {one.name: left}, left, NOON) == one


def test_after_a_failure_nothing_is_tried_before_its_pause_is_over() -> None:
    due = find_due(EVERY, 0, NOON, CALENDAR)
    [one] = due.occurrences
    before = Run("2026-11-09T11:45:00Z", one.at - 900, Outcome.FAILED, 5, NOON + 1)
    assert choose(due, {}, before, NOON) is None
    assert choose(due, {}, before, NOON + 1) == one
    assert failures_before(one, due, {}, before) == 5


def test_the_report_of_one_month_does_not_wait_for_that_of_another() -> None:
    due = find_due(MONTHLY, at("2026-09-20 00:00"), NOON, CALENDAR)
    first, second = due.occurrences
    failed = run(first, Outcome.FAILED, 3, NOON + 600)
    assert choose(due, {first.name: failed}, failed, NOON) == second
    assert failures_before(second, due, {first.name: failed}, failed) == 0
    assert failures_before(first, due, {first.name: failed}, failed) == 3


def test_nothing_is_chosen_where_nothing_is_due() -> None:
    assert choose(Due(()), {}, None, NOON) is None
