"""What people do about the results, in documents: thresholds, plans, deviations, exclusions."""

from dashboards.document.model import Block, Manner, Points, Section, runs
from dashboards.document.traces import figure
from dashboards.figure_keys import FigureKind
from dashboards.report.decision import build_decision_clock
from dashboards.report.triggers import states_in
from dashboards.reports.telling import (
    Row,
    Telling,
    columns,
    count_cell,
    figure_cell,
    numbers,
    plain,
    table_of,
    text_cell,
)
from evaluator.core.follow_up.deviations import Deviation, DeviationState
from evaluator.core.outcomes import Scope, View


def triggers_section(telling: Telling) -> Section | None:
    """Return the thresholds over several months; None where the contract has none."""
    words, found = telling.words, telling.report.triggers
    if found is None:
        return None
    headings = (
        *columns((words.text("Threshold"), 3), (words.text("State"), 1), (words.text("Of what"), 2)),
        *columns(
            (words.text("How far"), 2), (words.text("Months that count"), 2), (words.text("What it gives"), 2)
        ),
    )
    order = {trigger.id: place for place, trigger in enumerate(telling.context.contract.triggers)}
    states = [one for one in states_in(telling.context, View.AFTER_EXCLUSIONS) if one.trigger in order]
    states.sort(key=lambda one: (order[one.trigger], one.indicator, one.service))
    rows = [
        (
            text_cell(row.label, row.clause),
            text_cell(row.state),
            text_cell(row.subject),
            figure_cell(row.reached, telling.trace(FigureKind.TRIGGER, state.trigger), state.reached),
            text_cell(row.months),
            text_cell(row.gives),
        )
        for state, row in zip(states, found.rows, strict=True)
    ]
    told = words.text(
        "Thresholds look at several months. Whether a right is used is for people to decide, after legal"
        " review."
    )
    caption = words.text("Thresholds of the contract, after agreed exclusions")
    blocks = (plain(f"{told} {found.both_views}"), table_of("triggers", caption, headings, rows))
    return Section("triggers", words.text("Thresholds"), blocks)


def plans_section(telling: Telling) -> Section | None:
    """Return the action plans as they stand, and those that are missing; None where nobody read them."""
    words, found = telling.words, telling.report.plans
    if found is None:
        return None
    trace = telling.command_trace("supplierwatch plan list")
    blocks: list[Block] = [plain(words.text("As it stood on {day}.", day=found.read_on))]
    if not found.plans and not found.missing:
        blocks.append(plain(words.text("No action plan is required, and none is noted.")))
    if found.missing:
        headings = columns((words.text("Indicator"), 3), (words.text("Service"), 2))
        headings += columns((words.text("Required by"), 3), (words.text("Since"), 2))
        rows: list[Row] = [
            (
                text_cell(one.about),
                text_cell(one.service),
                text_cell(one.required_by, one.after),
                figure_cell(one.since, trace),
            )
            for one in found.missing
        ]
        caption = words.text("Plans that the contract requires and nobody has made")
        blocks.append(table_of("plans-missing", caption, headings, rows))
    if found.plans:
        headings = columns((words.text("Plan"), 1), (words.text("Indicator"), 2), (words.text("What"), 3))
        headings += columns(
            (words.text("Responsible"), 2), (words.text("Due"), 1), (words.text("How it went"), 3)
        )
        rows = [
            (
                text_cell(one.name),
                text_cell(one.about, one.service),
                text_cell(one.what),
                text_cell(one.owner),
                text_cell(one.due),
                figure_cell(
                    ", ".join(part for part in (one.state, one.progress, *one.overdue) if part), trace
                ),
            )
            for one in found.plans
        ]
        blocks.append(table_of("plans", words.text("Plans against the measured figures"), headings, rows))
    return Section("plans", words.text("Action plans"), tuple(blocks), is_confidential=True)


def deviations_section(telling: Telling, *, only_untold: bool = False) -> Section | None:
    """Return the deviations of the month, or of all months those that the supplier was not told of."""
    words, follow_up = telling.words, telling.sources.follow_up
    if follow_up is None or follow_up.deviations is None or telling.report.deviations is None:
        return None
    shown = [
        one
        for one in follow_up.deviations.deviations
        if (one.state is DeviationState.UNTOLD if only_untold else one.period == telling.month)
    ]
    blocks: list[Block] = [
        plain(
            words.text(
                "As it stood on {day}. Every miss is a deviation; small ones together can weigh as much as"
                " a large"
                " one.",
                day=telling.report.deviations.read_on,
            )
        )
    ]
    if shown:
        headings = (
            *columns((words.text("Month"), 1), (words.text("Indicator"), 3), (words.text("Service"), 2)),
            *numbers(words.text("Points")),
            *columns((words.text("Told"), 3)),
        )
        caption = (
            words.text("Deviations that the supplier has not been told of")
            if only_untold
            else words.text("The deviations of the month, and when the supplier was told")
        )
        rows = [_deviation_row(telling, one) for one in shown]
        blocks.append(table_of("deviations", caption, headings, rows))
    elif only_untold:
        blocks.append(plain(words.text("The supplier has been told of every deviation.")))
    else:
        blocks.append(plain(words.text("Nothing was below target this month.")))
    return Section("deviations", words.text("Deviations and notices"), tuple(blocks), is_confidential=True)


def _deviation_row(telling: Telling, one: Deviation) -> Row:
    words, context = telling.words, telling.context
    indicator = context.indicators.get(one.indicator)
    label = one.indicator if indicator is None else indicator.label.in_language(words.language)
    told = "; ".join(
        f"{words.day(notice.told_on)}, {notice.how} ({notice.reference})" for notice in one.notices
    )
    state = words.text("Not told yet") if one.state is DeviationState.UNTOLD else ""
    trace = telling.outcome_trace(one.indicator, Scope(one.service), one.period)
    return (
        text_cell(one.period),
        text_cell(f"{one.indicator} {label}"),
        text_cell(context.service(one.service)),
        count_cell(one.points, words, trace),
        text_cell(state, told),
    )


def exclusions_section(telling: Telling, *, only_pending: bool = False) -> Section:
    """Return what one side asks to leave out and what was decided; or only what waits for a decision."""
    words = telling.words
    shown = [one for one in telling.report.exclusions if one.is_pending or not only_pending]
    caption = words.text("What one side asks to leave out, and what was decided")
    headings = columns((words.text("Exclusion"), 1), (words.text("What"), 3), (words.text("Asked by"), 1))
    headings += columns((words.text("Asked on"), 1), (words.text("Decision"), 2), (words.text("Effect"), 3))
    trace = telling.command_trace("supplierwatch exclusion list")
    rows: list[Row] = [
        (
            text_cell(one.name),
            text_cell(one.what, one.reason),
            text_cell(one.proposed_by),
            figure_cell(one.proposed_on, trace, one.proposed_on),
            text_cell(one.decision, one.decided, *one.remarks),
            figure_cell("; ".join(one.effect), trace) if one.effect else text_cell(""),
        )
        for one in shown
    ]
    if rows:
        block: Block = table_of("exclusions", caption, headings, rows)
    elif only_pending:
        block = plain(words.text("No exclusion waits for a decision."))
    else:
        block = plain(words.text("Nothing was asked to be left out."))
    return Section("exclusions", words.text("Exclusions"), (block,), is_confidential=True)


def decision_section(telling: Telling) -> Section:
    """Return how long the contract runs and when notice must have been received, as of today."""
    words, today = telling.words, telling.sources.today
    clock = build_decision_clock(telling.context, today)
    told = runs(
        figure(f"{clock.headline}: {clock.count} {clock.count_unit}", telling.month_trace(), is_strong=True)
    )
    points = tuple(runs(sentence) for sentence in clock.sentences)
    return Section(
        "decision-clock",
        words.text("The decision clock"),
        (
            plain(words.text("Counted from {day}.", day=words.day(today))),
            plain(*told, manner=Manner.LEAD),
            Points(points),
        ),
        is_confidential=True,
    )
