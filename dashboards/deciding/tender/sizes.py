"""Sizes in words: units and users, what others stated, and what indicators count on the way."""

from collections.abc import Iterator

from dashboards.deciding.tender.telling import Telling, text_cell
from dashboards.document.model import Block, Cell, Column, Run, Section, Table
from evaluator.core.deciding.tender.findings import CountedPerMonth
from evaluator.decisions.tender import StatedVolume


def sizes_section(telling: Telling) -> Section:
    """Return how large the service is."""
    return Section("tender-sizes", telling.words.text("Size of the service"), tuple(_blocks(telling)))


def units_section(telling: Telling) -> Section:
    """Return users and tickets of each unit: for forms that take long lists."""
    words = telling.words
    units = {one.id: one for one in telling.contract.units}
    columns = (
        Column(words.text("Unit"), share=2),
        Column(words.text("Segment"), share=2),
        Column(words.text("Users"), is_number=True),
        Column(words.text("Tickets in all months"), is_number=True),
    )
    rows = tuple(
        (
            text_cell(units[one.unit].label),
            text_cell(telling.segment(units[one.unit].segment)),
            _stated(telling, units[one.unit].users, "units"),
            telling.few() if one.tickets is None else telling.number(one.tickets),
        )
        for one in telling.findings.volumes.units
        if one.unit in units
    )
    table = Table("tender-units-list", words.text("Users and tickets of each unit"), columns, rows)
    return Section("tender-units", words.text("Units"), (table,), is_data=True)


def _blocks(telling: Telling) -> Iterator[Block]:
    if telling.findings.sizes:
        yield _segments(telling)
    if telling.findings.counted:
        yield _counted(telling)
    if telling.findings.stated:
        yield _stated_volumes(telling)


def _segments(telling: Telling) -> Table:
    words = telling.words
    columns = (
        Column(words.text("Segment"), share=2),
        Column(words.text("Units"), is_number=True),
        Column(words.text("Users"), is_number=True),
    )
    rows = tuple(
        (
            text_cell(telling.segment(one.segment)),
            _stated(telling, one.units, "units"),
            _stated(telling, one.users, "units"),
        )
        for one in telling.findings.sizes
    )
    return Table(
        "tender-sizes-segments", words.text("Units and users, as the contract states them"), columns, rows
    )


def _counted(telling: Telling) -> Table:
    words = telling.words
    columns = (
        Column(words.text("Volume"), share=2),
        Column(words.text("Counted by"), share=2),
        Column(words.text("Months with a figure"), is_number=True),
        Column(words.text("Half of the months (P50)"), is_number=True),
        Column(words.text("Nine of ten (P90)"), is_number=True),
        Column(words.text("Highest"), is_number=True),
        Column(words.text("Month")),
    )
    rows = tuple(tuple(_counted_row(telling, one)) for one in telling.findings.counted)
    caption = words.text("Volumes that indicators count on the way")
    return Table("tender-sizes-counted", caption, columns, rows)


def _counted_row(telling: Telling, one: CountedPerMonth) -> Iterator[Cell]:
    words, spread = telling.words, one.spread
    yield text_cell(one.volume.label.in_language(words.language))
    yield text_cell(telling.indicator(one.volume.indicator))
    if spread is None:
        yield telling.number(0)
        yield from (text_cell(words.text("Not measured")) for _ in range(4))
        return
    yield from (
        telling.number(value) for value in (spread.number, spread.half, spread.nine_tenths, spread.highest)
    )
    yield Cell((telling.figure(words.month(spread.highest_at)),), spread.highest_at)


def _stated_volumes(telling: Telling) -> Table:
    words = telling.words
    columns = (
        Column(words.text("Volume"), share=3),
        Column(words.text("Segment"), share=2),
        Column(words.text("How many"), is_number=True),
        Column(words.text("As of")),
        Column(words.text("Source"), share=3),
    )
    rows = tuple(_stated_row(telling, one) for one in telling.findings.stated)
    caption = words.text("Volumes that nobody measured but somebody stated")
    return Table("tender-sizes-stated", caption, columns, rows)


def _stated_row(telling: Telling, one: StatedVolume) -> tuple[Cell, ...]:
    words = telling.words
    trace = telling.from_file("stated_volumes")
    unknown = text_cell(words.text("Not stated"))
    return (
        text_cell(one.label.in_language(words.language)),
        text_cell(words.text("All") if one.segment is None else telling.segment(one.segment)),
        unknown if one.number is None else Cell((Run(words.number(one.number), trace=trace),), one.number),
        unknown
        if one.as_of is None
        else Cell((Run(words.day(one.as_of), trace=trace),), one.as_of.isoformat()),
        text_cell(one.source),
    )


def _stated(telling: Telling, number: int, key: str) -> Cell:
    return Cell((Run(telling.words.number(number), trace=telling.from_contract(key)),), number)
