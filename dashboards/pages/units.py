"""Units: all of them, the worst first, and one of them; what rests on too few cases is not told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dashboards.pages.addresses import Addresses
from dashboards.pages.blocks import (
    Block,
    Cell,
    Column,
    Grid,
    Item,
    Items,
    Page,
    Paragraph,
    Section,
    Terms,
    section,
)
from dashboards.pages.evidence_rows import outage_grid
from dashboards.pages.indicator import part_grid
from dashboards.pages.overview import tell_standing
from dashboards.report.context import Context
from dashboards.report.segments import PartRow, part_row, part_rows
from dashboards.report.verdicts import value_text
from dashboards.viewers import Viewer
from dashboards.wording.words import marked
from evaluator.core.outcomes import Outcome, View


@dataclass(frozen=True)
class UnitCount:
    """How many outcomes of a unit that can be told are met, and how many are below target."""

    unit: str
    met: int
    missed: int

    @property
    def missed_share(self) -> Fraction:
        """The part below target of those judged; nothing where none is."""
        judged = self.met + self.missed
        return Fraction(self.missed, judged) if judged != 0 else Fraction(0)


def build_units(
    context: Context, counts: Sequence[UnitCount], viewer: Viewer, addresses: Addresses, chosen: str
) -> Page:
    """Return the units that `viewer` sees, the worst first; of the indicator `chosen` alone where one is."""
    words = context.wording
    return Page(
        title=words.text("Units"),
        subtitle=words.month(context.results.period.name),
        lead=(
            *tell_standing(context, addresses),
            Paragraph(
                words.text(
                    "The worst stands first. The contract judges the whole; a unit's own value is set against"
                    " the same target, so that none is hidden in an average."
                )
            ),
        ),
        sections=(
            *_of_indicator(context, chosen, addresses),
            *section("units", words.text("Every unit"), [_all(context, counts, viewer, addresses)]),
            *section("by-indicator", words.text("By indicator"), [_choices(context, addresses)]),
        ),
    )


def _of_indicator(context: Context, chosen: str, addresses: Addresses) -> tuple[Section, ...]:
    words = context.wording
    if chosen not in context.indicators:
        return ()
    label = context.indicators[chosen].label.in_language(words.language)
    grids: list[Block] = []
    for whole in context.whole_outcomes():
        rows = part_rows(context, whole, units=True) if whole.indicator == chosen else ()
        if rows:
            title = words.text(
                "{service}: units, the worst first", service=context.service(whole.scope.service)
            )
            grids.append(part_grid(context, title, rows, addresses))
    nothing = Paragraph(words.text("No unit has a figure of its own of {indicator}.", indicator=chosen))
    return section("indicator", f"{chosen} {label}", grids or [nothing])


def _all(context: Context, counts: Sequence[UnitCount], viewer: Viewer, addresses: Addresses) -> Grid:
    words, users = context.wording, {one.id: one.users for one in context.contract.units}
    known = {one.unit: one for one in counts}
    shown = [known.get(name, UnitCount(name, 0, 0)) for name in users if viewer.sees_unit(name)]
    segments = {one.id: one.segment for one in context.contract.units}
    shown.sort(key=lambda one: (-one.missed_share, -one.missed, context.unit_labels.get(one.unit, one.unit)))
    return Grid(
        words.text("Units, by how much of what can be told of them is below target"),
        (
            Column(words.text("Unit")),
            Column(words.text("Segment")),
            Column(words.text("Users"), is_number=True),
            Column(words.text("Below target"), is_number=True),
            Column(words.text("Met"), is_number=True),
            Column(words.text("Part below target"), is_number=True),
        ),
        tuple(
            (
                Cell(context.unit_labels.get(one.unit, one.unit), addresses.unit(one.unit)),
                Cell(context.segment_labels.get(segments[one.unit], segments[one.unit])),
                Cell(words.number(users[one.unit])),
                Cell(words.number(one.missed)),
                Cell(words.number(one.met)),
                Cell(_share(context, one)),
            )
            for one in shown
        ),
        words.text(
            "Counted are a unit's outcomes by indicator and service; those of fewer than {number} cases"
            " are too few and left out.",
            number=words.number(context.contract.reporting.smallest_group),
        ),
    )


def _share(context: Context, one: UnitCount) -> str:
    if one.met + one.missed == 0:
        return context.wording.text("too few")
    return context.wording.percent(one.missed_share, 0)


def _choices(context: Context, addresses: Addresses) -> Items:
    language = context.wording.language
    return Items(
        tuple(
            Item(f"{one.id} {one.label.in_language(language)}", addresses.to("units", indicator=one.id))
            for one in context.contract.indicators
        )
    )


def build_unit(context: Context, unit: str, flow: Mapping[str, int], addresses: Addresses) -> Page:
    """Return the page of `unit`; `flow` counts its tickets of the month, empty where that is not known."""
    words = context.wording
    terms = next(one for one in context.contract.units if one.id == unit)
    segment = context.segment_labels.get(terms.segment, terms.segment)
    return Page(
        title=context.unit_labels.get(unit, unit),
        subtitle=words.month(context.results.period.name),
        lead=(
            *tell_standing(context, addresses),
            Terms(((words.text("Segment"), segment), (words.text("Users"), words.number(terms.users)))),
        ),
        sections=(
            *section("verdicts", words.text("Against the target"), _outcomes(context, unit, addresses)),
            *section("tickets", words.text("Tickets"), _flow(context, flow)),
            *section("outages", words.text("Outages"), _outages(context, addresses)),
        ),
    )


def _outcomes(context: Context, unit: str, addresses: Addresses) -> Iterator[Block]:
    words = context.wording
    found = _of_unit(context, unit)
    if not found:
        yield Paragraph(words.text("No indicator has a figure of its own of this unit this month."))
        return
    wholes = {(one.indicator, one.scope.service): one for one in context.whole_outcomes()}
    rows = tuple(
        (
            Cell(
                f"{one.indicator} {context.indicators[one.indicator].label.in_language(words.language)}",
                addresses.indicator(one.indicator, one.scope.service),
            ),
            Cell(context.service(one.scope.service)),
            Cell(row.after, addresses.evidence(row.explain) if row.verdict is not None else ""),
            Cell(badge=row.verdict),
            Cell(row.cases),
            Cell(_whole(context, wholes.get((one.indicator, one.scope.service)))),
        )
        for one, row in found
    )
    headings = (
        marked("Indicator"),
        marked("Service"),
        marked("Value"),
        marked("Against the target"),
        marked("Cases"),
        marked("The whole"),
    )
    numbers = {"Value", "Cases", "The whole"}
    yield Grid(
        words.text("The unit's own figures, after agreed exclusions"),
        tuple(Column(words.text(one), one in numbers) for one in headings),
        rows,
    )


def _of_unit(context: Context, unit: str) -> list[tuple[Outcome, PartRow]]:
    found = [
        one
        for one in context.results.outcomes
        if one.scope.unit == unit
        and one.view is View.AFTER_EXCLUSIONS
        and one.indicator in context.indicators
    ]
    order = {name: place for place, name in enumerate(context.indicators)}
    found.sort(key=lambda one: (order[one.indicator], one.scope.service))
    return [(one, part_row(context, context.indicators[one.indicator], one)) for one in found]


def _whole(context: Context, whole: Outcome | None) -> str:
    if whole is None:
        return ""
    return value_text(context.indicators[whole.indicator], whole, context.wording)


def _flow(context: Context, flow: Mapping[str, int]) -> Iterator[Block]:
    words, smallest = context.wording, context.contract.reporting.smallest_group
    labels = {
        "opened": words.text("Opened"),
        "ended": words.text("Ended"),
        "reopened": words.text("Reopened"),
        "hand_overs": words.text("Handed over between teams"),
        "open_at_end": words.text("Open at the end"),
    }
    if flow:
        few = words.text("fewer than {number}", number=words.number(smallest))
        yield Terms(
            tuple(
                (label, few if 0 < flow[name] < smallest else words.number(flow[name]))
                for name, label in labels.items()
            )
        )


def _outages(context: Context, addresses: Addresses) -> Iterator[Block]:
    if context.results.outages:
        yield outage_grid(context, context.results.outages, addresses)
    else:
        yield Paragraph(context.wording.text("No outage of it is behind a figure of this month."))
