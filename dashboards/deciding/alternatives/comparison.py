"""What the alternatives are, and what their values add up to with the weights of the file."""

from datetime import date

from dashboards.deciding.alternatives.apart import apart, hides_sums
from dashboards.deciding.alternatives.findings import AlternativesFindings
from dashboards.deciding.alternatives.naming import (
    computed_trace,
    criterion_label,
    label_of,
    notice_trace,
    points_cell,
    stated_trace,
    time_trace,
)
from dashboards.deciding.alternatives.pictures import contributions_picture
from dashboards.deciding.time_plan.parts import share_cell as futures_cell
from dashboards.document.model import (
    Block,
    Cell,
    Column,
    Entries,
    Manner,
    Paragraph,
    Points,
    Run,
    Runs,
    Section,
    Table,
    runs,
)
from dashboards.document.traces import figure
from dashboards.wording import Wording
from evaluator.core.deciding.alternatives.feasibility import Feasibility, FeasibilityState
from evaluator.core.deciding.alternatives.values import Total
from evaluator.decisions.alternatives import Condition


def build_alternatives(findings: AlternativesFindings, words: Wording) -> Section:
    """Return what the alternatives are, what each requires, and whether there is time for it."""
    blocks: list[Block] = [
        Entries(
            tuple(
                (one.label.in_language(words.language), runs(one.description.in_language(words.language)))
                for one in findings.terms.alternatives
            )
        ),
        Paragraph(runs(words.text("What each alternative requires:"))),
        Points(
            tuple(
                runs(one.label.in_language(words.language) + ": ", *_condition(findings, condition, words))
                for one in findings.terms.alternatives
                for condition in one.requires
            )
        ),
        _time_table(findings, words),
    ]
    return Section("alternatives-described", words.text("The alternatives"), tuple(blocks))


def _condition(findings: AlternativesFindings, condition: Condition, words: Wording) -> Runs:
    what = condition.what.in_language(words.language)
    options = findings.source.results.contract.term.options
    day, trace = condition.by, stated_trace(findings, "alternatives.requires")
    if condition.notice_of is not None:
        trace = notice_trace(findings, condition.notice_of)
        day = next((one.notice_by for one in options if one.id == condition.notice_of), None)
    if day is None:
        return runs(what + ".")
    return runs(what + words.text(", by") + " ", figure(words.long_day(day), trace), ".")


def _time_table(findings: AlternativesFindings, words: Wording) -> Table:
    rows = []
    for one in findings.terms.alternatives:
        found = findings.feasibility_of(one.id)
        rows.append(
            (
                Cell(runs(one.label.in_language(words.language))),
                Cell(runs(feasibility_word(found, words))),
                Cell() if found.probability is None else futures_cell(found.probability, time_trace(), words),
                _day_cell(found.by, words),
                _day_cell(found.safe_start, words),
            )
        )
    return Table(
        "alternatives-time",
        words.text("Whether there is time, by the time plan"),
        (
            Column(words.text("Alternative"), share=3),
            Column(words.text("In time"), share=2),
            Column(words.text("Probability"), is_number=True),
            Column(words.text("Done by"), share=2),
            Column(words.text("Latest safe start"), share=2),
        ),
        tuple(rows),
        note=words.text(
            "What the time plan holds for impossible is still compared: the figures are worth what they are "
            "if the condition is met."
        ),
    )


def _day_cell(day: date | None, words: Wording) -> Cell:
    if day is None:
        return Cell()
    return Cell((figure(words.day(day), time_trace()),), day.isoformat())


def feasibility_word(found: Feasibility, words: Wording) -> str:
    """Return whether there is time for an alternative, in words."""
    return {
        FeasibilityState.FEASIBLE: words.text("feasible"),
        FeasibilityState.UNCERTAIN: words.text("uncertain"),
        FeasibilityState.NOT_FEASIBLE: words.text("not feasible in time"),
        FeasibilityState.NOT_ASSESSED: words.text("not assessed: no time plan"),
    }[found.state]


def build_comparison(findings: AlternativesFindings, words: Wording) -> Section:
    """Return what the values add up to: the sentence, the table, and the picture of contributions."""
    sums, sections = apart(
        findings,
        "alternatives-sums",
        words,
        (_totals_table(findings, words), contributions_picture(findings, words)),
    )
    blocks: list[Block] = [
        Paragraph(first_sentence(findings, words), Manner.LEAD),
        *_floors(findings, words),
        *_missing(findings, words),
        *sums,
        Paragraph(
            runs(
                words.text(
                    "The scales are fixed beforehand, so that no alternative's points depend on which other "
                    "alternatives there are. The sum is a way to see what the values and weights lead to; it "
                    "decides nothing."
                )
            ),
            Manner.NOTE,
        ),
    ]
    return Section("alternatives-compared", words.text("What the values add up to"), tuple(blocks), sections)


def first_sentence(findings: AlternativesFindings, words: Wording) -> Runs:
    """Return which alternative has the highest value with these weights; never that it ought to be chosen."""
    if not findings.order:
        return runs(words.text("No alternative has a value on every criterion, so none can be summed up."))
    trace = computed_trace(findings)
    highest = findings.order[0]
    names = words.listing(label_of(findings, name, words) for name in highest)
    if hides_sums(findings):
        text = words.text("With these weights {names} has the highest value", names=names)
        return runs(text + _second(findings, words) + ".")
    total = next(one.total for one in findings.totals if one.alternative == highest[0])
    return runs(
        words.text("With these weights {names} has the highest value:", names=names) + " ",
        figure("" if total is None else words.number(total, 1), trace),
        " " + words.text("of 100 points") + _second(findings, words) + ".",
    )


def _second(findings: AlternativesFindings, words: Wording) -> str:
    if len(findings.order) < 2:
        return ""
    return ", " + words.text(
        "followed by {names}",
        names=words.listing(label_of(findings, name, words) for name in findings.order[1]),
    )


def _floors(findings: AlternativesFindings, words: Wording) -> list[Block]:
    return [
        Paragraph(
            runs(
                words.text(
                    "{alternative} falls below the floor on {criteria}.",
                    alternative=label_of(findings, one.alternative, words),
                    criteria=words.listing(
                        criterion_label(findings, name, words) for name in one.beyond_floor
                    ),
                )
            ),
            Manner.PLAIN,
        )
        for one in findings.totals
        if one.beyond_floor
    ]


def _missing(findings: AlternativesFindings, words: Wording) -> list[Block]:
    told = [
        words.text(
            "{alternative}: {criteria}",
            alternative=label_of(findings, name, words),
            criteria=words.listing(
                criterion_label(findings, one, words) for one in findings.model.missing(name)
            ),
        )
        for name in findings.model.alternatives
        if findings.model.missing(name)
    ]
    if not told:
        return []
    text = words.text("The basis is incomplete: values are not stated for") + " " + "; ".join(told) + "."
    return [Paragraph(runs(text), Manner.INCOMPLETE)]


def _totals_table(findings: AlternativesFindings, words: Wording) -> Table:
    trace = computed_trace(findings)
    criteria = findings.terms.criteria
    weights = tuple(
        Cell(
            (figure(words.number(one.weight), stated_trace(findings, f"criteria[{one.id}].weight")),),
            one.weight,
        )
        for one in criteria
    )
    rows = [
        (
            Cell(runs(words.text("Weight"))),
            *weights,
            Cell((figure("100", stated_trace(findings, "criteria")),), 100),
        )
    ]
    rows += [
        (
            Cell(runs(label_of(findings, one.alternative, words))),
            *(points_cell(part, trace, words) for _, part in one.contributions),
            _total_cell(one, findings, words),
        )
        for one in findings.totals
    ]
    return Table(
        "alternatives-totals",
        words.text("Contribution of each criterion: weight times points, 0 to 100"),
        (
            Column(words.text("Alternative"), share=2),
            *(Column(one.label.in_language(words.language), is_number=True) for one in criteria),
            Column(words.text("Sum of points"), is_number=True),
        ),
        tuple(rows),
    )


def _total_cell(one: Total, findings: AlternativesFindings, words: Wording) -> Cell:
    trace = computed_trace(findings)
    if one.total is not None:
        return points_cell(one.total, trace, words)
    ends: tuple[Run, ...] = (
        figure(words.number(one.low, 1), trace),
        Run("\u2013"),
        figure(words.number(one.high, 1), trace),
    )
    return Cell(ends)
