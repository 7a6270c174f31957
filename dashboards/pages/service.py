"""The page of a service: its indicators, its outages on a line of time, its maintenance, its credits."""

from collections.abc import Iterator, Sequence

from dashboards.explanation.drawings import draw_shapes
from dashboards.explanation.pictures import Lane, Look, Stretch, Timeline
from dashboards.figure_keys import FigureKind
from dashboards.pages.addresses import Addresses
from dashboards.pages.blocks import Block, Cell, Column, Grid, Page, Paragraph, Picture, Terms, section
from dashboards.pages.evidence_rows import outage_grid
from dashboards.pages.overview import tell_standing, verdict_grid
from dashboards.report.context import Context
from dashboards.wording.terms import service_state_word
from evaluator.core.outcomes import View
from evaluator.results.published import OutageEvidence, StatedWindow

_LOOKS = {"down": Look.DOWN, "degraded": Look.DEGRADED, "unknown": Look.UNKNOWN}
OUTAGES_SHOWN = 50


def build_service(
    context: Context, service: str, maintenance: Sequence[StatedWindow], addresses: Addresses
) -> Page:
    """Return the page of `service`; `context` holds its longest outages, `maintenance` its windows."""
    words = context.wording
    wholes = [
        one
        for one in context.whole_outcomes()
        if service
        in ([one.scope.service] if one.scope.service else context.indicators[one.indicator].services)
    ]
    outages = context.results.outages
    return Page(
        title=context.service(service),
        subtitle=words.month(context.results.period.name),
        lead=(*tell_standing(context, addresses), *_terms(context, service)),
        sections=(
            *section(
                "indicators",
                words.text("Service levels"),
                [verdict_grid(context, addresses, wholes)]
                if wholes
                else [Paragraph(words.text("No indicator of this service is judged this month."))],
            ),
            *section(
                "outages",
                words.text("Outages and maintenance"),
                _outages(context, outages, maintenance, addresses),
            ),
            *section("credits", words.text("Points and credits"), _credits(context, service, addresses)),
        ),
    )


def _terms(context: Context, service: str) -> Iterator[Block]:
    words = context.wording
    found = next((one for one in context.contract.services if one.id == service), None)
    if found is None:
        return
    entries = []
    if found.users is not None:
        entries.append((words.text("Users"), words.number(found.users)))
    if found.monthly_fee is not None:
        fee = words.money(found.monthly_fee, context.contract.contract.currency)
        entries.append((words.text("Monthly fee"), fee))
    if found.part_of is not None:
        entries.append((words.text("Part of"), context.service(found.part_of)))
    if entries:
        yield Terms(tuple(entries))


def _outages(
    context: Context,
    outages: Sequence[OutageEvidence],
    maintenance: Sequence[StatedWindow],
    addresses: Addresses,
) -> Iterator[Block]:
    words = context.wording
    yield Picture(draw_shapes(outage_timeline(context, outages, maintenance), words))
    if outages:
        yield outage_grid(context, outages[:OUTAGES_SHOWN], addresses)
    else:
        yield Paragraph(words.text("No outage of it is behind a figure of this month."))
    if maintenance:
        yield Grid(
            words.text("Stated maintenance"),
            (Column(words.text("From")), Column(words.text("To")), Column(words.text("Unit"))),
            tuple(
                (
                    Cell(context.instant(one.starts_at, none="")),
                    Cell(context.instant(one.ends_at, none="")),
                    Cell(context.unit_labels.get(one.unit, one.unit) or words.text("all units")),
                )
                for one in sorted(maintenance, key=lambda one: one.starts_at)
            ),
        )


def outage_timeline(
    context: Context, outages: Sequence[OutageEvidence], maintenance: Sequence[StatedWindow]
) -> Timeline:
    """Return the month as lanes of what was down, degraded or not known, and of stated maintenance."""
    words, period = context.wording, context.results.period
    # Several indicators may rest on one outage; it was one all the same.
    seen = {(one.unit, one.starts_at, one.ends_at, one.state): one for one in outages}
    lanes = [_lane(context, state, list(seen.values())) for state in _LOOKS]
    lanes = [lane for lane in lanes if lane.stretches]
    windows = tuple(
        Stretch(one.starts_at, one.ends_at, Look.MAINTENANCE, words.text("Stated maintenance"))
        for one in sorted(maintenance, key=lambda one: one.starts_at)
    )
    if windows:
        lanes.append(Lane(words.text("Stated maintenance"), windows))
    meanings = {look: service_state_word(state, words) for state, look in _LOOKS.items()}
    meanings[Look.MAINTENANCE] = words.text("Stated maintenance")
    looks = dict.fromkeys(stretch.look for lane in lanes for stretch in lane.stretches)
    return Timeline(
        title=words.text("The period"),
        description=words.plural("{n} outage.", "{n} outages.", len(seen)),
        starts_at=period.starts_at,
        ends_at=period.ends_at,
        zone=context.zone,
        lanes=tuple(lanes) or (Lane(words.text("No outage"), ()),),
        meanings=tuple((look, meanings[look]) for look in looks),
    )


def _lane(context: Context, state: str, outages: Sequence[OutageEvidence]) -> Lane:
    period, words = context.results.period, context.wording
    known_until = min(period.ends_at, context.results.evaluation.known_at)
    stretches = [
        Stretch(
            one.starts_at,
            known_until if one.ends_at is None else one.ends_at,
            _LOOKS[state],
            words.text(
                "{where}: {starts} to {ends}",
                where=context.unit_labels.get(one.unit, one.unit) or context.service(one.service),
                starts=context.instant(one.starts_at, none=""),
                ends=context.instant(one.ends_at, none=words.text("still on")),
            ),
        )
        for one in outages
        if one.state == state
    ]
    return Lane(service_state_word(state, words), tuple(sorted(stretches, key=lambda one: one.starts_at)))


def _credits(context: Context, service: str, addresses: Addresses) -> Iterator[Block]:
    words, currency = context.wording, context.contract.contract.currency
    found = next((one for one in context.contract.services if one.id == service), None)
    billed_as = service if found is None else found.billed_as
    credit = next(
        (
            one
            for one in context.results.credits
            if one.service == billed_as and one.view == View.AFTER_EXCLUSIONS
        ),
        None,
    )
    if credit is None:
        return
    text = words.text(
        "{points} points, {amount} calculated after agreed exclusions",
        points=words.number(credit.points),
        amount=words.money(credit.amount, currency),
    )
    yield Paragraph(text, address=addresses.evidence(context.keys.of(FigureKind.CREDIT, billed_as)))
