"""One outcome explained: the terms, what was counted, which rule judged it, and what follows."""

from collections.abc import Iterator

from dashboards.explanation.behind import tell_outages, tell_tickets
from dashboards.explanation.figure_pictures import draw_outcome
from dashboards.explanation.parts import Explained, Heading, Part, Sentence, Table, make_table
from dashboards.explanation.provenance import tell_provenance
from dashboards.explanation.telling import FigureFacts, command_line, find_outcome, place_of
from dashboards.explanation.verdict_rule import tell_rule
from dashboards.figure_keys import FigureKind, FigureSubject
from dashboards.report.evidence import describe_calculation
from dashboards.report.exclusions import build_exclusions
from dashboards.report.limits import clocks_of
from dashboards.report.method_availability import describe_availability
from dashboards.report.method_cases import describe_ticket_rules
from dashboards.report.method_clocks import describe_clock
from dashboards.report.method_tickets import describe_indicator
from dashboards.report.outlook import describe_outlook
from dashboards.report.values import format_value
from dashboards.report.verdicts import badge, difference_text, value_text
from dashboards.wording.terms import verdict_word, view_word
from dashboards.wording.words import marked
from evaluator.contract.indicator_terms import Consequence
from evaluator.contract.indicators import AnyIndicator, MonitoringIndicator
from evaluator.core.outcomes import Outcome, Verdict, View

_COUNTED = (
    marked("Numerator"),
    marked("Denominator"),
    marked("Value"),
    marked("Cases"),
    marked("Misses"),
    marked("Known"),
    marked("To be known"),
    marked("Lowest possible"),
    marked("Highest possible"),
    marked("Verdict"),
    marked("Points"),
    marked("Points after repeat"),
)
_WHAT = marked("What")
_EXCLUSIONS = (
    marked("Exclusion"),
    marked("What"),
    marked("Decision"),
    marked("Decided by"),
    marked("Reason"),
)
_EARLIER = (marked("Period"), marked("Value"), marked("Verdict"), marked("Points"))
_MONTHS = 12


def explain_outcome(facts: FigureFacts, subject: FigureSubject) -> Explained:
    """Return the complete reckoning of one outcome; of too few cases only that they are too few."""
    words, outcome = facts.words, find_outcome(facts, subject.name, subject.scope)
    indicator = facts.context.indicators.get(subject.name)
    month = words.month(facts.context.results.period.name)
    if outcome is None or indicator is None:
        title = f"{subject.name}, {place_of(facts, subject.scope)}, {month}"
        return Explained(title, (Sentence(words.text("Nothing was published of it in this view.")),))
    label = f"{indicator.id} {indicator.label.in_language(words.language)}"
    title = f"{label}, {place_of(facts, subject.scope)}, {month}"
    if facts.context.is_too_few(outcome):
        return Explained(title, (Sentence(_too_few(facts)),))
    return Explained(title, tuple(_parts(facts, outcome, indicator)))


def _too_few(facts: FigureFacts) -> str:
    return facts.words.text(
        "It rests on fewer than {number} cases, too few to be told.",
        number=facts.context.contract.reporting.smallest_group,
    )


def _parts(facts: FigureFacts, outcome: Outcome, indicator: AnyIndicator) -> Iterator[Part]:
    words = facts.words
    yield Sentence(_answer(facts, outcome, indicator))
    yield from draw_outcome(facts, outcome, indicator)
    yield Heading(words.text("How it was counted"))
    yield _views(facts, outcome, indicator)
    yield Sentence(" ".join(describe_calculation(facts.context, indicator, outcome)))
    yield Heading(words.text("How it was judged"))
    yield Sentence(tell_rule(outcome, indicator, facts.context))
    yield from _beside(facts, outcome, indicator)
    yield from _points(facts, outcome, indicator)
    yield from _exclusions(facts, outcome, indicator)
    yield Heading(words.text("What it rests on"))
    yield from tell_tickets(facts, outcome)
    yield from tell_outages(facts, outcome)
    yield from _terms(facts, indicator)
    yield from tell_provenance(facts)


def _answer(facts: FigureFacts, outcome: Outcome, indicator: AnyIndicator) -> str:
    words, shown = facts.words, badge(outcome.verdict, facts.words)
    value = value_text(indicator, outcome, words)
    points = words.plural("{n} point", "{n} points", outcome.points_after_repeat)
    parts = [f"{shown.symbol} {shown.word}", value, view_word(outcome.view, words)]
    return ", ".join(
        [*parts, points] if outcome.verdict is Verdict.MISSED and outcome.scope.is_whole else parts
    )


def _views(facts: FigureFacts, outcome: Outcome, indicator: AnyIndicator) -> Part:
    """The numbers below each other, the views beside each other."""
    words = facts.words
    views = [
        (view, found)
        for view in View
        if (found := facts.context.outcome(outcome.indicator, outcome.scope, view)) is not None
    ]
    columns = [_figure_cells(facts, found, indicator) for _, found in views]
    rows = [(words.text(name), *cells) for name, *cells in zip(_COUNTED, *columns, strict=True)]
    names = tuple(view_word(view, words) for view, _ in views)
    return Table(
        words.text("The views"),
        (words.text(_WHAT), *names),
        tuple(row for row in rows if any(row[1:])),
        frozenset(range(1, len(names) + 1)),
    )


def _figure_cells(facts: FigureFacts, outcome: Outcome, indicator: AnyIndicator) -> tuple[str, ...]:
    words, figure = facts.words, outcome.figure
    judged = (
        verdict_word(outcome.verdict, words),
        words.number(outcome.points),
        words.number(outcome.points_after_repeat),
    )
    if figure is None:
        return ("", "", words.text("not measured"), "", "", "", "", "", "", *judged)
    numbers = [figure.sample_size, figure.misses, figure.known, figure.expected]
    return (
        words.number(figure.numerator),
        words.number(figure.denominator),
        value_text(indicator, outcome, words),
        *("" if one is None else words.number(one) for one in numbers),
        *("" if end is None else format_value(indicator, end, words) for end in (figure.low, figure.high)),
        *judged,
    )


def _beside(facts: FigureFacts, outcome: Outcome, indicator: AnyIndicator) -> Iterator[Part]:
    lines = describe_outlook(indicator, outcome, facts.words)
    if lines:
        text = facts.words.text(
            "Beside the verdict, and without a part in it: {lines}.", lines="; ".join(lines)
        )
        yield Sentence(text)


def _points(facts: FigureFacts, outcome: Outcome, indicator: AnyIndicator) -> Iterator[Part]:
    words = facts.words
    if not outcome.scope.is_whole or outcome.verdict is not Verdict.MISSED:
        return
    if outcome.repeated:
        terms = facts.context.contract.credits
        yield Sentence(
            words.text(
                "It had points in the period before too, so that its points are multiplied:"
                " {before} \u00d7 {factor} = {after}.",
                before=outcome.points,
                factor=1 if terms is None else terms.repeat.factor,
                after=outcome.points_after_repeat,
            )
        )
    earlier = [_earlier(facts, one, indicator) for one in _history(facts, outcome)]
    if earlier:
        title = words.text("The periods before")
        yield make_table(words, title, _EARLIER, earlier, right=(_EARLIER[1], _EARLIER[3]))
    if indicator.consequence is Consequence.CREDIT:
        for service in facts.service_names(indicator, outcome.scope):
            key = facts.keys.of(FigureKind.CREDIT, facts.context.contract.service(service).billed_as)
            if key:
                yield command_line(facts, key)


def _history(facts: FigureFacts, outcome: Outcome) -> list[Outcome]:
    found = [
        one
        for one in facts.context.results.history
        if one.indicator == outcome.indicator
        and one.scope == outcome.scope
        and one.view is outcome.view
        and one.period < outcome.period
    ]
    return found[-_MONTHS:]


def _earlier(facts: FigureFacts, one: Outcome, indicator: AnyIndicator) -> tuple[str, ...]:
    words = facts.words
    return (
        words.month(one.period),
        value_text(indicator, one, words),
        verdict_word(one.verdict, words),
        words.number(one.points),
    )


def _exclusions(facts: FigureFacts, outcome: Outcome, indicator: AnyIndicator) -> Iterator[Part]:
    words, context = facts.words, facts.context
    concerned = {
        one.id for one in context.results.exclusions if not one.indicators or indicator.id in one.indicators
    }
    rows = [
        (row.name, row.what, row.decision, row.decided, row.reason)
        for row in build_exclusions(context)
        if row.name in concerned
    ]
    if not rows:
        return
    yield make_table(words, words.text("Exclusions that could concern it"), _EXCLUSIONS, rows)
    measured = context.outcome(outcome.indicator, outcome.scope, View.AS_MEASURED)
    effect = difference_text(indicator, measured, outcome, words)
    if effect:
        yield Sentence(
            words.text("Beside what was measured this view makes a difference of {effect}.", effect=effect)
        )


def _terms(facts: FigureFacts, indicator: AnyIndicator) -> Iterator[Part]:
    words, context = facts.words, facts.context
    yield Heading(words.text("What the contract says"))
    if indicator.clause:
        yield Sentence(words.text("Clause: {clause}.", clause=indicator.clause))
    entries = [describe_indicator(indicator, context)]
    if isinstance(indicator, MonitoringIndicator):
        entries.append(describe_availability(context.contract.availability_rules[indicator.rules], context))
    clocks = clocks_of(indicator)
    entries += [describe_clock(context.contract.clocks[name], context) for name in clocks]
    if facts.tickets:
        entries += describe_ticket_rules(context)
    for entry in entries:
        yield Sentence(f"{entry.term}: {entry.text}")
