"""One unit's own figures: its service levels beside its segment and the whole, and its outages."""

from collections.abc import Iterator

from dashboards.deciding.basis.measured import first_month, history_told, subject
from dashboards.deciding.basis.telling import SLOTS, Telling, fill, table
from dashboards.document.model import Block, Column, Run, Runs
from dashboards.report.context import value_of
from dashboards.report.segments import part_row
from dashboards.report.values import describe_target
from dashboards.report.verdicts import value_text
from dashboards.reports.segments import hidden_segments, is_unit_hidden
from dashboards.wording.terms import VERDICT_SYMBOLS, verdict_word
from dashboards.wording.words import marked
from evaluator.contract.services import Unit
from evaluator.core.deciding.basis.fulfilment import fulfilment
from evaluator.core.outcomes import Outcome, Scope, Verdict, View
from evaluator.results.published import OutageEvidence

_LEVELS = (
    marked("Target"),
    marked("The unit"),
    marked("Cases"),
    marked("Its segment"),
    marked("The whole"),
    marked("Against the target"),
)
_OUTAGES = (marked("Starts"), marked("Time counted"))
OUTAGES_SHOWN = 10
MISSED_NAMED = 3


def unit_sentences(telling: Telling, unit: Unit) -> tuple[Runs, ...]:
    """Return what the measurement shows of the unit in the month; small groups are in no count.

    Values are held against the target itself: the contract's rules for few cases judge the whole, not a unit.
    """
    words, indicators = telling.words, telling.context.indicators
    hidden = hidden_segments(telling.context)
    found = [
        (one, value)
        for one in _outcomes(telling, unit)
        if not _is_hidden(telling, one, hidden) and (value := value_of(one)) is not None
    ]
    if not found:
        text = words.text("No service level could be told for {unit} in the month.", unit=unit.label)
        return ((Run(text),),)
    missed = [one for one, value in found if not indicators[one.indicator].target.holds(value)]
    counted = fill(
        words.text(
            "The measurement shows that {met} of {judged} service levels that can be told for {unit} reached"
            " their target in {month}.",
            met=SLOTS[0],
            judged=SLOTS[1],
            unit=unit.label,
            month=words.month(telling.sources.results.period.name),
        ),
        telling.of_report(words.number(len(found) - len(missed))),
        telling.of_report(words.number(len(found))),
    )
    told = (_missed(telling, one) for one in missed[:MISSED_NAMED])
    return (counted, *told, *_segment(telling, unit))


def _missed(telling: Telling, outcome: Outcome) -> Runs:
    indicator = telling.context.indicators[outcome.indicator]
    return fill(
        telling.words.text(
            "The measurement shows {value} for {subject}, below the target.",
            value=SLOTS[0],
            subject=subject(telling, outcome),
        ),
        telling.of_outcome(outcome.indicator, outcome.scope, value_text(indicator, outcome, telling.words)),
    )


def _segment(telling: Telling, unit: Unit) -> Iterator[Runs]:
    """How the segment of the unit did over the months: what a unit can compare itself with."""
    words, context = telling.words, telling.context
    found = fulfilment(
        one
        for one in telling.sources.results.history
        if one.scope.segment == unit.segment and not one.scope.unit and not context.is_too_few(one)
    )
    judged, met = sum(one.judged for one in found), sum(one.met for one in found)
    if judged == 0:
        return
    told = history_told(telling)
    yield fill(
        words.text(
            "The measurement shows that units of the segment {segment} together reached the target in {met}"
            " of {judged} judged periods since {first}.",
            segment=context.segment_labels.get(unit.segment, unit.segment),
            met=SLOTS[0],
            judged=SLOTS[1],
            first=words.month(first_month(telling)),
        ),
        telling.of_report(words.number(met), told),
        telling.of_report(words.number(judged), told),
    )


def unit_blocks(telling: Telling, unit: Unit) -> tuple[Block, ...]:
    """Return the unit's service levels beside segment and whole, and its outages in the months."""
    words = telling.words
    outcomes = _outcomes(telling, unit)
    if not outcomes:
        text = words.text("No figure is measured for {unit} alone.", unit=unit.label)
        return (telling.lacking(text), *_outages(telling, unit))
    hidden = hidden_segments(telling.context)
    levels = table(
        "unit-levels",
        words.text(
            "{unit}, {month}", unit=unit.label, month=words.month(telling.sources.results.period.name)
        ),
        [
            Column(words.text("Service level"), share=4),
            *(Column(words.text(one), share=2) for one in _LEVELS),
        ],
        (_level(telling, one, hidden) for one in outcomes),
        words.text(
            "Fewer than {number} cases are shown as too few. Verdicts of single units have no consequence in"
            " the contract.",
            number=words.number(telling.sources.results.contract.reporting.smallest_group),
        ),
    )
    return (levels, *_outages(telling, unit))


def _outcomes(telling: Telling, unit: Unit) -> list[Outcome]:
    order = {name: place for place, name in enumerate(telling.context.indicators)}
    found = [
        one
        for one in telling.sources.results.outcomes
        if one.scope.unit == unit.id and one.view is View.AFTER_EXCLUSIONS and one.indicator in order
    ]
    return sorted(found, key=lambda one: (order[one.indicator], one.scope))


def _level(telling: Telling, outcome: Outcome, hidden: frozenset[tuple[str, Scope]]) -> Iterator[str | Run]:
    context, words = telling.context, telling.words
    indicator = context.indicators[outcome.indicator]
    row = part_row(context, indicator, outcome)
    yield subject(telling, outcome)
    yield telling.of_contract("indicators", describe_target(indicator, context.contract, words))
    is_hidden = _is_hidden(telling, outcome, hidden)
    is_small = not is_hidden or context.is_too_few(outcome)
    after, cases = (row.after, row.cases) if is_small else (words.text("too few"), words.text("too few"))
    yield telling.of_outcome(outcome.indicator, outcome.scope, after)
    yield telling.of_outcome(outcome.indicator, outcome.scope, cases)
    scope = outcome.scope
    for beside in (Scope(scope.service, scope.segment), Scope(scope.service)):
        yield _beside(telling, outcome.indicator, beside, hidden)
    yield "" if is_hidden else _against_target(telling, outcome)


def _against_target(telling: Telling, outcome: Outcome) -> str:
    """Whether the value reaches the target, as the summary counts it: few cases or not."""
    value = value_of(outcome)
    if value is None:
        return ""
    is_reached = telling.context.indicators[outcome.indicator].target.holds(value)
    verdict = Verdict.MET if is_reached else Verdict.MISSED
    return f"{VERDICT_SYMBOLS[verdict]} {verdict_word(verdict, telling.words)}"


def _is_hidden(telling: Telling, outcome: Outcome, hidden: frozenset[tuple[str, Scope]]) -> bool:
    """Whether the unit's group is small, or a small one follows from it and what else is printed."""
    segment = Scope(outcome.scope.service, outcome.scope.segment)
    around = telling.context.outcome(outcome.indicator, segment, View.AFTER_EXCLUSIONS)
    return (outcome.indicator, segment) in hidden or is_unit_hidden(telling.context, outcome, around)


def _beside(telling: Telling, name: str, scope: Scope, hidden: frozenset[tuple[str, Scope]]) -> str | Run:
    """The figure of a segment or the whole; too few cases are too few there too."""
    context, words = telling.context, telling.words
    found = context.outcome(name, scope, View.AFTER_EXCLUSIONS)
    if found is None:
        return words.text("not measured")
    if (name, scope) in hidden:
        return words.text("too few")
    return telling.of_outcome(name, scope, value_text(context.indicators[name], found, words))


def _outages(telling: Telling, unit: Unit) -> Iterator[Block]:
    words = telling.words
    found = _own_outages(telling, unit)
    if not found:
        yield telling.note(
            words.text(
                "No outage of {unit} alone that counts was measured in the months kept.", unit=unit.label
            )
        )
        return
    yield table(
        "unit-outages",
        words.text("The longest outages of {unit}", unit=unit.label),
        [Column(words.text("Service"), share=2), *(Column(words.text(one)) for one in _OUTAGES)],
        (_outage(telling, period, number, one) for period, number, one in found[:OUTAGES_SHOWN]),
    )


def _own_outages(telling: Telling, unit: Unit) -> list[tuple[str, int, OutageEvidence]]:
    """Each outage once, with the month and evaluation it began in, the longest first."""
    found: dict[tuple[str, int], tuple[str, int, OutageEvidence]] = {}
    for month in telling.sources.months:
        for one in month.outages:
            if one.unit == unit.id and one.counted > 0:
                found.setdefault((one.service, one.starts_at), (month.period, month.evaluation, one))
    return sorted(found.values(), key=lambda one: (-one[2].counted, one[2].starts_at))


def _outage(telling: Telling, period: str, evaluation: int, one: OutageEvidence) -> Iterator[str | Run]:
    yield telling.context.service(one.service)
    yield telling.of_month(period, evaluation, telling.context.instant(one.starts_at, none=""))
    yield telling.of_month(period, evaluation, telling.words.duration(one.counted))
