"""L24: days that a calendar of holidays adds, and that the country's own list does not know."""

from collections.abc import Iterator
from datetime import date

from evaluator.contract.hours import HolidayTerms
from evaluator.core.calendar.calendars import holiday_dates, listed_days
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding

ID = "L24"


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield calendars of a country with days of their own that are no holiday or eve there.

    A feed of holidays often has days that are not public ones, or those of another country; on each of them
    no clock runs and no service must work.
    """
    first, end = examined.months[0].first_day, examined.months[-1].end_day
    for name, terms in examined.contract.holidays.items():
        if terms.country is None:
            continue
        listed = listed_days(terms.country, terms.subdivision, first, end)
        own = terms.model_copy(update={"country": None, "subdivision": None, "eves": ()})
        added = {day: why for day, why in holiday_dates(own, first, end).items() if day not in listed}
        if added:
            yield _finding(name, terms, added, examined.span)


def _finding(name: str, terms: HolidayTerms, added: dict[date, str], span: str) -> LintFinding:
    days = ", ".join(f"{day} ({why})" for day, why in added.items())
    return LintFinding(
        ID,
        ("holidays", name),
        f"days count as holidays that are not in the list of {terms.country}: {len(added)}",
        f"in {span}: {days}",
        "Leave them out where they came with a feed; where they were agreed, as days of service hours"
        " (closed) they close a service alone and stay working days for clocks and deadlines",
    )
