"""Volumes in words: tickets per month, told apart, and what a working day and its hours bring."""

from collections.abc import Iterator
from datetime import date

from dashboards.deciding.tender.pictures import months_picture
from dashboards.deciding.tender.telling import Telling, text_cell
from dashboards.document.model import Block, Cell, Column, Section, Table
from dashboards.report.limits import kind_label
from dashboards.wording.words import marked
from evaluator.core.deciding.tender.spread import Spread
from evaluator.core.deciding.tender.volumes import By, VolumeRow

_HEADINGS = {
    By.KIND: marked("Kind of ticket"),
    By.PRIORITY: marked("Priority"),
    By.SERVICE: marked("Service"),
    By.SEGMENT: marked("Segment"),
}
_CAPTIONS = {
    By.KIND: marked("Tickets opened per month, by kind"),
    By.PRIORITY: marked("Tickets opened per month, by priority"),
    By.SERVICE: marked("Tickets opened per month, by service"),
    By.SEGMENT: marked("Tickets opened per month, by segment"),
}
_SPREAD = (
    marked("In all"),
    marked("Half of the months (P50)"),
    marked("Nine of ten (P90)"),
    marked("Highest"),
)


def volumes_section(telling: Telling) -> Section:
    """Return how many tickets the months brought."""
    words, volumes = telling.words, telling.findings.volumes
    blocks: list[Block] = []
    if volumes.spread is not None:
        blocks += [_lead(telling, volumes.spread), months_picture(telling)]
        blocks += [_by(telling, by) for by in By]
        blocks += [_months(telling)]
    return Section("tender-volumes", words.text("Measured volumes"), tuple(blocks))


def peaks_section(telling: Telling) -> Section:
    """Return what a working day brings, and its hours."""
    words, peaks = telling.words, telling.findings.peaks
    blocks: list[Block] = []
    if peaks.days is not None:
        days = peaks.days
        blocks.append(
            telling.told(
                marked(
                    "The measurement shows that half of the working days brought at most {half} tickets and"
                    " nine of ten at most {nine}. The busiest was {day} with {highest}. On days that are no"
                    " working days {other} opened in all."
                ),
                half=telling.figure(words.number(days.half)),
                nine=telling.figure(words.number(days.nine_tenths)),
                day=telling.figure(words.long_day(date.fromisoformat(days.highest_at))),
                highest=telling.figure(words.number(days.highest)),
                other=telling.figure(words.number(peaks.on_other_days)),
            )
        )
        blocks.append(_hours(telling))
    return Section("tender-peaks", words.text("Peaks: working days and hours"), tuple(blocks))


def _lead(telling: Telling, spread: Spread) -> Block:
    words = telling.words
    return telling.told(
        marked(
            "The measurement shows that {total} tickets opened in {months} months: in half of the months at"
            " most {half}, in nine of ten at most {nine}, and at the highest {highest} ({month})."
        ),
        total=telling.figure(words.number(spread.total)),
        months=telling.figure(words.number(spread.number)),
        half=telling.figure(words.number(spread.half)),
        nine=telling.figure(words.number(spread.nine_tenths)),
        highest=telling.figure(words.number(spread.highest)),
        month=telling.figure(words.month(spread.highest_at)),
    )


def _by(telling: Telling, by: By) -> Table:
    words = telling.words
    columns = (
        Column(words.text(_HEADINGS[by]), share=2),
        *(Column(words.text(heading), is_number=True) for heading in _SPREAD),
        Column(words.text("Month"), is_number=False),
    )
    rows = tuple(tuple(_row(telling, by, row)) for row in telling.findings.volumes.of(by))
    return Table(f"tender-volumes-{by.value}", words.text(_CAPTIONS[by]), columns, rows, note=_note(telling))


def _row(telling: Telling, by: By, row: VolumeRow) -> Iterator[Cell]:
    yield text_cell(_name(telling, by, row.name))
    if row.is_hidden:
        yield from (telling.few() for _ in range(5))
        return
    spread, words = row.spread, telling.words
    # The sum of all months less the others would tell the months that are hidden.
    yield telling.few() if row.hidden else telling.number(spread.total)
    low = min((row.months[place] for place in row.hidden), default=None)
    for value in (spread.half, spread.nine_tenths, spread.highest):
        yield telling.few() if low is not None and value <= low else telling.number(value)
    yield Cell((telling.figure(words.month(spread.highest_at)),), spread.highest_at)


def _name(telling: Telling, by: By, name: str) -> str:
    words = telling.words
    if by is By.SERVICE:
        return telling.service(name) if name else words.text("No service stated")
    if by is By.SEGMENT:
        return telling.segment(name)
    if by is By.KIND:
        return kind_label(name, telling.contract, words) if name else words.text("No kind stated")
    return name or words.text("No priority stated")


def _months(telling: Telling) -> Table:
    words, volumes = telling.words, telling.findings.volumes
    segments = volumes.of(By.SEGMENT)
    columns = (
        Column(words.text("Month")),
        Column(words.text("All"), is_number=True),
        *(Column(telling.segment(row.name), is_number=True) for row in segments),
    )
    rows = tuple(
        (
            Cell((telling.figure(words.month(month)),), month),
            telling.number(volumes.total[place]),
            *(
                telling.few() if place in row.hidden else telling.number(row.months[place])
                for row in segments
            ),
        )
        for place, month in enumerate(volumes.months)
    )
    return Table(
        "tender-volumes-months",
        words.text("Tickets opened, month by month and by segment"),
        columns,
        rows,
        note=_note(telling),
    )


def _hours(telling: Telling) -> Table:
    words = telling.words
    columns = (
        Column(words.text("Hour on the clock")),
        Column(words.text("Half of the days (P50)"), is_number=True),
        Column(words.text("Nine of ten (P90)"), is_number=True),
        Column(words.text("Highest"), is_number=True),
        Column(words.text("Day")),
    )
    rows = tuple(
        (
            Cell((telling.figure(f"{one.hour:02}\N{EN DASH}{one.hour + 1:02}"),), f"{one.hour:02}"),
            telling.number(one.spread.half),
            telling.number(one.spread.nine_tenths),
            telling.number(one.spread.highest),
            Cell((telling.figure(one.spread.highest_at),), one.spread.highest_at),
        )
        for one in telling.findings.peaks.hours
    )
    caption = words.text("Tickets opened in each hour of a working day")
    return Table("tender-peaks-hours", caption, columns, rows)


def _note(telling: Telling) -> str:
    return telling.words.text(
        "A month in which fewer than {number} opened is not printed, nor one that it could be told from.",
        number=telling.words.number(telling.contract.reporting.smallest_group),
    )
