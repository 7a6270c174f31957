"""What was measured beside what was voiced: a fact of the latest month next to each group's satisfaction."""

from collections.abc import Iterator, Sequence

from dashboards.deciding.needs.cells import text_cell
from dashboards.deciding.needs.findings import NeedsFindings
from dashboards.deciding.needs.latest_figures import figure_trace, latest_outcomes, outcome_trace
from dashboards.deciding.needs.words import voices_key, who_speaks
from dashboards.document.model import Cell, Column, Manner, Paragraph, Run, Runs, Section, Table, runs
from dashboards.document.traces import figure
from dashboards.report.context import Context, context_of
from dashboards.report.values import describe_target, format_value
from dashboards.reports.segments import hidden_segments
from dashboards.wording import Wording
from dashboards.wording.terms import VERDICT_SYMBOLS, verdict_word
from evaluator.core.deciding.needs.assessment import AssessedNeed
from evaluator.core.outcomes import Outcome


def build_measured(findings: NeedsFindings, words: Wording) -> Section:
    """Return what was measured of each need in the latest month, beside the marks that groups gave."""
    heading = words.text("Voiced and measured")
    results = findings.results
    if results is None:
        told = words.text("Nothing was evaluated yet: there is no measurement to set beside the voices.")
        return Section("needs-measured", heading, (Paragraph(runs(told), Manner.INCOMPLETE),))
    context = context_of(results, words)
    rows = [row for one in findings.assessment.needs for row in _rows(one, findings, context)]
    if not rows:
        told = words.text(
            "No indicator that was measured in {month} tells of any need.", month=_month(context)
        )
        return Section("needs-measured", heading, (Paragraph(runs(told)),))
    columns = (
        Column(words.text("Need"), share=2),
        Column(words.text("Satisfaction as voiced"), share=6),
        Column(words.text("Indicator and target"), share=6),
        Column(words.text("Measured"), share=8),
    )
    lead = words.text(
        "The marks are what groups say, the figures what was measured in {month}. One does not replace the "
        "other.",
        month=_month(context),
    )
    table = Table(
        "needs-measured-table",
        words.text("Satisfaction as voiced, and what was measured"),
        columns,
        tuple(rows),
        _note(words),
    )
    return Section("needs-measured", heading, (Paragraph(runs(lead)), table))


def _month(context: Context) -> str:
    return context.wording.month(context.results.period.name)


def _outcomes(one: AssessedNeed, context: Context) -> Iterator[Outcome]:
    """Yield the outcomes that tell of a need, the latest of each indicator.

    Of an indicator on single services that of the one segment the need concerns, where it was measured there.
    Of one over all services together the whole, and each segment that a group spoke for.
    """
    for name in one.indicators:
        latest = list(latest_outcomes(name, context.results))
        for whole in latest:
            if whole.scope.is_whole and whole.indicator in context.indicators:
                yield from _beside(one, whole, latest)


def _beside(one: AssessedNeed, whole: Outcome, latest: Sequence[Outcome]) -> Iterator[Outcome]:
    service, segments = whole.scope.service, one.need.segments
    own = {outcome.scope.segment: outcome for outcome in latest if outcome.scope.service == service}
    if service:
        found = own.get(segments[0]) if len(segments) == 1 else None
        yield whole if found is None or found.figure is None else found
        return
    yield whole
    spoken = dict.fromkeys([*segments, *(rating.segment for rating in one.ratings)])
    yield from (own[segment] for segment in spoken if segment and segment in own)


def _note(words: Wording) -> str:
    signs = [f"{sign} {verdict_word(verdict, words).lower()}" for verdict, sign in VERDICT_SYMBOLS.items()]
    return words.text("Measured after agreed exclusions.") + " " + ", ".join(signs) + "."


def _rows(one: AssessedNeed, findings: NeedsFindings, context: Context) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each indicator that tells of a need; what groups say stands in the first."""
    words, outcomes = context.wording, list(_outcomes(one, context))
    for position, name in enumerate(dict.fromkeys(outcome.indicator for outcome in outcomes)):
        indicator = context.indicators[name]
        own = [outcome for outcome in outcomes if outcome.indicator == name]
        target = describe_target(indicator, context.contract, words)
        yield (
            text_cell(one.need.id),
            _satisfaction(one, findings, words) if position == 0 else Cell(),
            Cell(
                runs(
                    f"{findings.indicator(name, words)}: ",
                    figure(target, figure_trace(f"{own[0].period}/{name}", own[0].period, context.results)),
                )
            ),
            Cell(_measured_in(own, context)),
        )


def _satisfaction(one: AssessedNeed, findings: NeedsFindings, words: Wording) -> Cell:
    trace = findings.trace(voices_key(one.need.id))
    parts: list[str | Run] = []
    for rating in one.ratings:
        if rating.satisfaction is not None:
            parts.append(("; " if parts else "") + who_speaks(rating, findings, words) + " ")
            parts.append(figure(words.number(rating.satisfaction, 1), trace))
    return Cell(runs(*parts)) if parts else text_cell(words.text("not asked"))


def _measured_in(outcomes: Sequence[Outcome], context: Context) -> Runs:
    """Return the values of an indicator in each place it was measured in."""
    found: list[Run] = []
    for outcome in outcomes:
        found += [Run("; ")] if found else []
        found += _measured(outcome, context)
    return tuple(found)


def _measured(outcome: Outcome, context: Context) -> Iterator[Run]:
    """Yield where an outcome was measured, its value and its verdict; segments are not judged."""
    words, scope = context.wording, outcome.scope
    place = [context.service(scope.service) if scope.service else ""]
    place += [context.segment_labels.get(scope.segment, "").lower()]
    told = ", ".join(part for part in place if part)
    if outcome.period != context.results.period.name:
        told = ", ".join(part for part in (told, words.month(outcome.period)) if part)
    yield Run(f"{told} " if told else "")
    value = None if outcome.figure is None else outcome.figure.value
    if context.is_too_few(outcome) or (outcome.indicator, scope) in hidden_segments(context):
        yield Run(words.text("too few"))
    elif value is None:
        yield Run(verdict_word(outcome.verdict, words).lower())
    else:
        shown = format_value(context.indicators[outcome.indicator], value, words)
        yield figure(shown, outcome_trace(outcome, context.results))
        yield Run(f" {VERDICT_SYMBOLS[outcome.verdict]}" if scope.is_whole else "")
