"""Seasons in words: which months are peaks, what watched days brought, weekdays, and the table of both."""

from collections.abc import Iterator

from dashboards.deciding.tender.pictures import seasons_picture
from dashboards.deciding.tender.telling import Telling, text_cell
from dashboards.document.model import Block, Cell, Column, Paragraph, Run, Section, Table, runs
from dashboards.wording.words import marked
from evaluator.core.deciding.tender.seasons import SeasonIndex, Seasons, WatchedPeak


def seasons_section(telling: Telling) -> Section:
    """Return the seasons of the history."""
    heading = telling.words.text("Seasons")
    seasons = telling.findings.seasons
    if seasons is None:
        told = telling.words.text("No working day with results was seen: no season can be told.")
        return Section("tender-seasons", heading, (Paragraph(runs(told)),))
    return Section("tender-seasons", heading, tuple(_blocks(telling, seasons)))


def _blocks(telling: Telling, seasons: Seasons) -> Iterator[Block]:
    yield _ordinary(telling, seasons)
    peaks = telling.findings.peak_months
    if not peaks:
        yield telling.told(marked("No month lay so far above the ordinary in every year seen."))
    for peak in peaks:
        yield _peak(telling, peak)
    for watched in telling.findings.watched:
        yield _watched(telling, watched)
    yield seasons_picture(telling, seasons)
    yield _months(telling, seasons)
    yield _weekdays(telling, seasons)
    yield _cells(telling, seasons)


def _ordinary(telling: Telling, seasons: Seasons) -> Block:
    words = telling.words
    return telling.told(
        marked(
            "The measurement shows that an ordinary month (the median) brought {rate} tickets per working"
            " day. A month is called a peak where it lay at least {above} over that in every year seen."
        ),
        rate=telling.figure(words.number(seasons.ordinary, 1)),
        above=Run(words.percent(telling.findings.file.peak_above, 0), trace=telling.from_file("peak_above")),
    )


def _peak(telling: Telling, peak: SeasonIndex) -> Block:
    words = telling.words
    month = telling.month_of_year(peak.place)
    above = telling.figure(words.percent(peak.index - 1, 0))
    if peak.seen == 1:
        return telling.told(
            marked(
                "A peak is {month}: {above} more tickets per working day than an ordinary month, seen in one"
                " year only."
            ),
            month=month,
            above=above,
        )
    return telling.told(
        marked(
            "A peak is {month}: {above} more tickets per working day than an ordinary month, between {lowest}"
            " and {highest} in the {years} years seen."
        ),
        month=month,
        above=above,
        lowest=telling.figure(words.percent(peak.lowest - 1, 0)),
        highest=telling.figure(words.percent(peak.highest - 1, 0)),
        years=telling.figure(words.number(peak.seen)),
    )


def _watched(telling: Telling, watched: WatchedPeak) -> Block:
    words = telling.words
    label = next(one.label for one in telling.findings.file.watched_periods if one.id == watched.name)
    spans = words.listing(
        f"{words.day(first)}\N{EN DASH}{words.day(last)}: {words.number(index, 2)}"
        for first, last, index in watched.spans
    )
    return telling.told(
        marked(
            "{period}: {index} times as many tickets per working day as an ordinary month ({spans}). The"
            " busiest was {day} with {tickets}."
        ),
        period=label.in_language(words.language),
        index=telling.ratio(watched.index),
        spans=telling.figure(spans),
        day=telling.figure(words.long_day(watched.busiest)),
        tickets=telling.figure(words.number(watched.tickets)),
    )


def _months(telling: Telling, seasons: Seasons) -> Table:
    words = telling.words
    rows = tuple(_index_row(telling, telling.month_of_year(one.place), one) for one in seasons.months)
    caption = words.text("The months of the year against an ordinary month")
    return Table("tender-seasons-months", caption, _columns(telling, words.text("Month")), rows)


def _weekdays(telling: Telling, seasons: Seasons) -> Table:
    words = telling.words
    rows = tuple(_index_row(telling, telling.weekday(one.place), one) for one in seasons.weekdays)
    caption = words.text("The weekdays against all working days of the same month")
    return Table("tender-seasons-weekdays", caption, _columns(telling, words.text("Weekday")), rows)


def _columns(telling: Telling, first: str) -> tuple[Column, ...]:
    words = telling.words
    return (
        Column(first),
        Column(words.text("Tickets per working day"), is_number=True),
        Column(words.text("Index"), is_number=True),
        Column(words.text("Lowest month"), is_number=True),
        Column(words.text("Highest month"), is_number=True),
        Column(words.text("Months seen"), is_number=True),
    )


def _index_row(telling: Telling, name: str, one: SeasonIndex) -> tuple[Cell, ...]:
    return (
        text_cell(name),
        telling.decimal_cell(one.rate),
        telling.ratio_cell(one.index),
        telling.ratio_cell(one.lowest),
        telling.ratio_cell(one.highest),
        telling.number(one.seen),
    )


def _cells(telling: Telling, seasons: Seasons) -> Table:
    """Rows are months: twelve of them and the weekdays across fit a page that stands upright."""
    words = telling.words
    shown = [one.place for one in seasons.weekdays]
    columns = (
        Column(words.text("Month")),
        *(Column(telling.weekday(place), is_number=True) for place in shown),
    )
    rows = tuple(
        (
            text_cell(telling.month_of_year(one.place)),
            *(_rate(telling, seasons, place, one.place - 1) for place in shown),
        )
        for one in seasons.months
    )
    caption = words.text("Tickets per working day, by month of the year and weekday")
    return Table("tender-seasons-days", caption, columns, rows)


def _rate(telling: Telling, seasons: Seasons, weekday: int, month: int) -> Cell:
    rate = seasons.cells[weekday][month]
    return Cell() if rate is None else telling.decimal_cell(rate)
