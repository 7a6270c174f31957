"""L10: options whose notice can be missed: no date, one after the term, or one on which nobody works."""

from collections.abc import Iterator
from datetime import date, timedelta

from collector.instants import EARLIEST_DAY, LATEST_DAY
from evaluator.contract.contract import ExtensionOption, OptionState, Term
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding, Path, counted
from evaluator.core.periods import start_of_day

ID = "L10"


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield open options that end too early, or whose notice date is missing, too late or no working day."""
    term = examined.contract.term
    for position, option in enumerate(term.options):
        path: Path = ("term", "options", position)
        if option.prolongs_to <= term.last_day:
            yield LintFinding(
                ID,
                (*path, "prolongs_to"),
                f"{option.id} prolongs nothing: it ends on {option.prolongs_to}, within the term",
                f"the term without options runs to {term.last_day}, which is"
                f" {counted((term.last_day - option.prolongs_to).days, 'day')} later",
                "Write the last day of the prolonged term",
            )
        if option.state is OptionState.OPEN:
            yield from _of_notice(examined, path, option, _last_day_before(term, position))


def _last_day_before(term: Term, position: int) -> date:
    """The last day there can be when the option at `position` is used: those before it may be used too."""
    before = term.options[:position]
    open_ones = [one.prolongs_to for one in before if one.state is OptionState.OPEN]
    return max([term.current_last_day, *open_ones])


def _of_notice(
    examined: Examined, path: Path, option: ExtensionOption, last_day: date
) -> Iterator[LintFinding]:
    if option.notice_by is None:
        yield LintFinding(
            ID,
            path,
            f"{option.id} is an open option without notice_by: nobody is reminded before it lapses",
            f"the option runs to {option.prolongs_to}; from when on it can no longer be used nobody can say",
            "Write the last day on which the notice must be received",
        )
        return
    late = (option.notice_by - last_day).days
    if late > 0:
        yield LintFinding(
            ID,
            (*path, "notice_by"),
            f"the notice of {option.id} could come after the contract has ended",
            f"{option.notice_by} is {counted(late, 'day')} after {last_day}, the last day"
            " with the options before it",
            "Write a day before the term ends, or the option that comes before it as used",
        )
    yield from _on_a_day_off(examined, path, option, option.notice_by)


def _on_a_day_off(
    examined: Examined, path: Path, option: ExtensionOption, notice_by: date
) -> Iterator[LintFinding]:
    inner = option.internal_last_day
    if inner is not None and inner > notice_by:
        yield LintFinding(
            ID,
            (*path, "internal_last_day"),
            f"the own last day of {option.id} lies after the notice date",
            f"{inner} is {counted((inner - notice_by).days, 'day')} after {notice_by}",
            "Write a working day before the notice date",
        )
    elif inner is None and not _is_working_day(examined, notice_by):
        before = notice_by
        while not _is_working_day(examined, before):
            before -= timedelta(days=1)
        yield LintFinding(
            ID,
            (*path, "notice_by"),
            f"the notice of {option.id} must be received on {notice_by}, which is no working day",
            f"{notice_by:%Y-%m-%d} is a {notice_by:%A} outside the days of"
            f" {examined.contract.working_days}; the last working day before it is {before}",
            "Write an internal_last_day well before it, and plan by that",
        )


def _is_working_day(examined: Examined, day: date) -> bool:
    if not EARLIEST_DAY <= day <= LATEST_DAY:
        return True  # no calendar reaches there, so that nothing can be said against it
    instant = start_of_day(day, examined.contract.contract.zone)
    days = compile_calendars(examined.contract, instant, instant).contract_days
    return bool(days.is_working_day(instant))
