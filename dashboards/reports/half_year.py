"""The half-yearly evaluation: how requirements were met in six months, score, money, and a rating scale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboards.document.model import Block, Document, Edition, Judgement, Manner, Points, Section, runs
from dashboards.document.traces import figure
from dashboards.figure_keys import FigureKind, credit_key
from dashboards.report.outlook import describe_trend
from dashboards.report.values import describe_target
from dashboards.report.verdicts import value_text
from dashboards.reports.frame import make_document
from dashboards.reports.levels import score_section
from dashboards.reports.money import ledger_section
from dashboards.reports.months import IndicatorMonths, by_indicator, months_of, scores_section
from dashboards.reports.rating_words import area_word, requirements_word, scale_table, tell_possible
from dashboards.reports.segments import segments_section
from dashboards.reports.telling import (
    Row,
    Telling,
    columns,
    figure_cell,
    noted_cell,
    numbers,
    plain,
    row_note,
    table_of,
    text_cell,
)
from dashboards.wording.terms import VERDICT_SYMBOLS, verdict_word
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.core.deciding.ratings.five_levels import (
    RatedArea,
    StatedFacts,
    possible_ratings,
    requirements_met,
)
from evaluator.core.outcomes import View

MONTHS = 6


@dataclass(frozen=True)
class _HalfYear:
    months: tuple[str, ...]
    indicators: tuple[IndicatorMonths, ...]

    @property
    def judged(self) -> int:
        return sum(one.judged for one in self.indicators)

    @property
    def missed(self) -> int:
        return sum(one.missed for one in self.indicators)

    @property
    def missing_months(self) -> tuple[str, ...]:
        known = {outcome.period for one in self.indicators for outcome in one.outcomes}
        return tuple(name for name in self.months if name not in known)


def build_half_year(telling: Telling, edition: Edition) -> Document:
    """Return the evaluation of the six months that end with the month of the results."""
    words = telling.words
    months = months_of(telling.results, MONTHS)
    half = _HalfYear(months, tuple(by_indicator(telling, months)))
    sections = (
        _summary_section(telling, half),
        _fulfilment_section(telling, half),
        _users_section(telling, half),
        score_section(telling),
        scores_section(telling),
        segments_section(telling),
        _credits_section(telling, months),
        ledger_section(telling),
        _rating_section(telling, half),
    )
    subtitle = f"{telling.report.head.title}, {months[0]} – {months[-1]}"  # noqa: RUF001 - a range of months
    title = words.text("Half-yearly evaluation")
    return make_document(telling, title, sections, edition, subtitle)


def _summary_section(telling: Telling, half: _HalfYear) -> Section:
    words = telling.words
    blocks: list[Block] = [_met_of_judged(telling, half)]
    if half.missing_months:
        names = words.listing(half.missing_months)
        text = words.text("Months without results, which are in no figure: {months}.", months=names)
        blocks.append(plain(text, manner=Manner.INCOMPLETE))
    blocks.append(
        Judgement(
            "half-year-summary",
            words.text("What the administration considers of the half year"),
            telling.sources.written.get("half-year-summary", ()),
        )
    )
    return Section("summary", words.text("Summary"), tuple(blocks))


def _met_of_judged(telling: Telling, half: _HalfYear) -> Block:
    """How many judgements met their target; where there was none that is said, not *0 of 0*."""
    words = telling.words
    if half.judged == 0:
        none = words.text("No service level was judged, so nothing is said of the requirements.")
        return plain(none, manner=Manner.INCOMPLETE)
    told = words.text(
        "In the six months {met} of {judged} judgements of service levels met their target.",
        met=words.number(half.judged - half.missed),
        judged=words.number(half.judged),
    )
    return plain(figure(told, telling.month_trace()), manner=Manner.MEASURED)


def _fulfilment_section(telling: Telling, half: _HalfYear) -> Section:
    words = telling.words
    headings = (
        *columns((words.text("Indicator"), 4), (words.text("Target"), 3)),
        *numbers(words.text("Judged"), words.text("Missed"), words.text("Repeated"), words.text("Latest")),
        *columns((words.text("Trend"), 4)),
    )
    caption = words.text("How the requirements were met, month by month taken together")
    table = table_of(
        "fulfilment",
        caption,
        headings,
        [_fulfilment_row(telling, one) for one in half.indicators],
        row_note(words),
    )
    return Section("fulfilment", words.text("How the requirements were met"), (table,))


def _fulfilment_row(telling: Telling, one: IndicatorMonths) -> Row:
    words, context = telling.words, telling.context
    indicator, latest = context.indicators[one.indicator], one.latest
    trace = telling.outcome_trace(one.indicator, one.scope, latest.period)
    trend = "" if latest.trend is None else describe_trend(indicator, latest.trend, words)
    return (
        text_cell(
            f"{one.indicator} {indicator.label.in_language(words.language)}",
            context.service(one.scope.service),
        ),
        text_cell(describe_target(indicator, context.contract, words)),
        noted_cell(words.number(one.judged), one.judged),
        noted_cell(words.number(one.missed), one.missed),
        noted_cell(words.number(one.repeated), one.repeated),
        figure_cell(value_text(indicator, latest, words), trace),
        text_cell(trend),
    )


def _users_section(telling: Telling, half: _HalfYear) -> Section | None:
    """What is judged by half-year, such as the users' index; None where nothing is."""
    words, context = telling.words, telling.context
    rows: list[Row] = []
    for one in half.indicators:
        indicator, latest = context.indicators[one.indicator], one.latest
        if indicator.period is not PeriodLength.HALF_YEAR:
            continue
        trace = telling.outcome_trace(one.indicator, one.scope, latest.period)
        size = "" if latest.figure is None else words.number(latest.figure.sample_size)
        response = None if latest.figure is None else latest.figure.response
        rows.append(
            (
                text_cell(f"{one.indicator} {indicator.label.in_language(words.language)}"),
                text_cell(latest.period),
                figure_cell(value_text(indicator, latest, words), trace),
                noted_cell(size),
                text_cell(words.text("not known") if response is None else words.percent(response, 1)),
                text_cell(f"{VERDICT_SYMBOLS[latest.verdict]} {verdict_word(latest.verdict, words)}"),
            )
        )
    if not rows:
        return None
    headings = (
        *columns((words.text("Indicator"), 3), (words.text("Half year to"), 1)),
        *numbers(words.text("Value"), words.text("Cases"), words.text("Response")),
        *columns((words.text("Verdict"), 2)),
    )
    heading = words.text("What is judged once a half year")
    return Section("half-yearly", heading, (table_of("half-yearly", heading, headings, rows),))


def _credits_section(telling: Telling, months: Sequence[str]) -> Section | None:
    """The calculated credits of each month, and their sum."""
    words, contract = telling.words, telling.context.contract
    if contract.credits is None:
        return None
    amounts: dict[str, Decimal] = {}
    every = [(one.period, one.credit) for one in telling.results.credit_history]
    every += [(telling.month, one) for one in telling.results.credits]
    for period, credit in every:
        if period in months and credit.view == View.AFTER_EXCLUSIONS:
            amounts[period] = amounts.get(period, Decimal(0)) + credit.amount
    rows: list[Row] = []
    for name in months:
        trace = telling.key_trace(name, credit_key(name, FigureKind.CREDIT, ""))
        if name in amounts:
            cell = figure_cell(
                words.money(amounts[name], contract.contract.currency), trace, float(amounts[name])
            )
        else:
            cell = text_cell(words.text("not evaluated"))
        rows.append((text_cell(name), cell))
    rows.append(_total_row(telling, months, amounts))
    headings = (*columns(words.text("Month")), *numbers(words.text("Credits")))
    caption = words.text("Calculated credits of each month, after agreed exclusions")
    table = table_of("half-year-credits", caption, headings, rows, total=True)
    return Section("half-year-credits", words.text("Credits"), (table,))


def _total_row(telling: Telling, months: Sequence[str], amounts: Mapping[str, Decimal]) -> Row:
    """The sum of the months that were evaluated, and called so where one is missing; none where all are."""
    words = telling.words
    if not amounts:
        return text_cell(words.text("Total")), text_cell(words.text("not evaluated"))
    is_whole = all(name in amounts for name in months)
    label = words.text("Total") if is_whole else words.text("Total of the months evaluated")
    total = sum(amounts.values(), Decimal(0))
    shown = words.money(total, telling.context.contract.contract.currency)
    return text_cell(label), noted_cell(shown, total)


def _rating_section(telling: Telling, half: _HalfYear) -> Section:
    """The five-level scale: what counting says, what it leaves open, and places for those who rate."""
    words, written = telling.words, telling.sources.written
    found = requirements_met(half.judged, half.missed)
    possible = possible_ratings(StatedFacts(requirements=found))
    counted = (
        words.text("No service level was judged, so nothing is said of the requirements.")
        if found is None
        else words.text(
            "Counted over all judgements the supplier {requirements} ({missed} of {judged} missed).",
            requirements=requirements_word(found, words),
            missed=words.number(half.missed),
            judged=words.number(half.judged),
        )
    )
    rule = words.text(
        "The rule: nothing missed is meets all; more than half missed is does not meet most; between them"
        " does not"
        " meet some. Whether a requirement was exceeded, how serious problems were and how well they were"
        " put right,"
        " counting cannot say: that is for people, and until they have said it no rating stands here."
    )
    areas = tuple(
        Judgement(
            f"rating-{area.value}",
            words.text("Rating and reasons: {area}", area=area_word(area, words)),
            written.get(f"rating-{area.value}", ()),
        )
        for area in RatedArea
        if area is not RatedArea.SMALL_BUSINESS
    )
    blocks: tuple[Block, ...] = (
        plain(figure(counted, telling.month_trace()), manner=Manner.MEASURED),
        plain(rule),
        Points((runs(tell_possible(possible, words)),)),
        scale_table(words),
        *areas,
    )
    return Section("rating", words.text("Rating on a scale of five"), blocks, is_confidential=True)
