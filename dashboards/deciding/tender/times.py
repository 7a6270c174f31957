"""Times used and outages in words."""

from collections.abc import Iterator
from fractions import Fraction

from dashboards.deciding.tender.telling import Telling, text_cell
from dashboards.document.model import Cell, Column, Section, Table
from evaluator.core.deciding.tender.outages import OutageVolume
from evaluator.core.deciding.tender.times import TimesUsed


def times_section(telling: Telling) -> Section:
    """Return within what time cases ended."""
    words = telling.words
    columns = (
        Column(words.text("Indicator"), share=3),
        Column(words.text("Priority")),
        Column(words.text("Service"), share=2),
        Column(words.text("Cases"), is_number=True),
        Column(words.text("Half of them within (P50)"), is_number=True),
        Column(words.text("Nine of ten within (P90)"), is_number=True),
        Column(words.text("Limit"), is_number=True),
        Column(words.text("Not ended"), is_number=True),
    )
    rows = tuple(tuple(_row(telling, one)) for one in telling.findings.times)
    table = Table(
        "tender-times-used",
        words.text("Time used per priority, under the contract's clocks and after agreed exclusions"),
        columns,
        rows,
        note=words.text(
            "Percentiles are of the cases that ended; those that had not, or of which nobody can tell, are in"
            " none. Fewer than {number} are too few.",
            number=words.number(telling.contract.reporting.smallest_group),
        ),
    )
    return Section("tender-times", words.text("Times used"), (table,))


def outages_section(telling: Telling) -> Section:
    """Return the outages there were."""
    words = telling.words
    columns = (
        Column(words.text("Indicator"), share=3),
        Column(words.text("Service"), share=2),
        Column(words.text("Outages"), is_number=True),
        Column(words.text("Months with any"), is_number=True),
        Column(words.text("Time in all"), is_number=True),
        Column(words.text("Half of them at most (P50)"), is_number=True),
        Column(words.text("Nine of ten (P90)"), is_number=True),
        Column(words.text("The longest"), is_number=True),
    )
    rows = tuple(_outage_row(telling, one) for one in telling.findings.outages)
    table = Table(
        "tender-outages-list",
        words.text("Outages that counted, in service hours and less agreed maintenance"),
        columns,
        rows,
        note=words.text(
            "One outage can count for several indicators. Where units have their own, each counts."
        ),
    )
    return Section("tender-outages", words.text("Outages"), (table,))


def _row(telling: Telling, one: TimesUsed) -> Iterator[Cell]:
    words = telling.words
    yield text_cell(telling.indicator(one.indicator))
    yield text_cell(one.priority)
    yield text_cell(telling.service(one.service))
    if one.half is None or one.nine_tenths is None:
        yield from (telling.few() for _ in range(3))
    else:
        yield telling.number(one.cases)
        yield _time(telling, one, one.half)
        yield _time(telling, one, one.nine_tenths)
    limits = [telling.time(one.indicator, limit, in_working_days=one.in_working_days) for limit in one.limits]
    yield text_cell(words.choice(limits))
    yield telling.few() if one.half is None else telling.number(one.running + one.unknown)


def _time(telling: Telling, one: TimesUsed, amount: Fraction) -> Cell:
    if one.in_working_days:
        shown = telling.time(one.indicator, amount, in_working_days=True)
    else:
        shown = telling.length(int(amount), in_days=telling.is_told_in_days(one.indicator, one.limits))
    return Cell((telling.figure(shown),), int(amount))


def _outage_row(telling: Telling, one: OutageVolume) -> tuple[Cell, ...]:
    return (
        text_cell(telling.indicator(one.indicator)),
        text_cell(telling.service(one.service)),
        telling.number(one.outages),
        telling.number(one.months),
        *(
            Cell((telling.figure(telling.length(seconds)),), seconds)
            for seconds in (one.total, one.half, one.nine_tenths, one.longest)
        ),
    )
