"""Reached levels in words: met in so many of so many months, at the present target and at those around it."""

from collections.abc import Iterator
from fractions import Fraction

from dashboards.deciding.tender.telling import Telling, text_cell
from dashboards.document.model import Block, Cell, Column, Manner, Paragraph, Section, Table, runs
from dashboards.report.values import describe_range, describe_target, format_value
from dashboards.wording.words import marked
from evaluator.core.deciding.tender.levels import Reached, ReachedLevels
from evaluator.core.follow_up.targets import with_target

_REACHED_BY = (marked("Half of the months"), marked("Three of four"), marked("Nine of ten"))


def levels_section(telling: Telling) -> Section:
    """Return what was reached."""
    words = telling.words
    blocks: list[Block] = [Paragraph(runs(words.text(_HOW_TO_READ)), Manner.NOTE)]
    worst = _worst(telling)
    if worst is not None:
        blocks.append(worst)
    blocks += [_present(telling), _around(telling), *_remarks(telling)]
    return Section("tender-levels", words.text("Reached levels and achievable targets"), tuple(blocks))


_HOW_TO_READ = marked(
    "A level was reached in a month if the figure after agreed exclusions, unrounded, meets it. Months that"
    " were not assessable or not measured are named and never count as met."
)


def _worst(telling: Telling) -> Block | None:
    """The target met in the smallest share of its periods, said first: no sum hides it."""
    words = telling.words
    told = [
        (Fraction(one.present.met, one.present.periods), one)
        for one in telling.findings.levels
        if one.present is not None and one.present.periods > 0
    ]
    if not told:
        return None
    _, worst = min(told, key=lambda pair: pair[0])
    present = worst.present
    assert present is not None  # noqa: S101 - chosen among those that have one
    return telling.told(
        marked(
            "The measurement shows that the target met least often is {target}: met in {met} of {periods}."
        ),
        target=f"{telling.indicator(worst.indicator.id)}, {telling.service(worst.service)}",
        met=telling.figure(words.number(present.met)),
        periods=telling.figure(words.number(present.periods)),
    )


def _present(telling: Telling) -> Table:
    words = telling.words
    columns = (
        Column(words.text("Indicator"), share=3),
        Column(words.text("Service"), share=2),
        Column(words.text("Target"), share=2),
        Column(words.text("Met in"), is_number=True),
        Column(words.text("Met without exclusions"), is_number=True),
        *(Column(words.text(heading), is_number=True) for heading in _REACHED_BY),
        Column(words.text("Not judged"), is_number=True),
    )
    rows = tuple(tuple(_present_row(telling, one)) for one in telling.findings.levels)
    caption = words.text("Reached at the present targets, and the value that so many of the months reached")
    return Table("tender-levels-present", caption, columns, rows)


def _present_row(telling: Telling, one: ReachedLevels) -> Iterator[Cell]:
    words = telling.words
    yield text_cell(telling.indicator(one.indicator.id))
    yield text_cell(telling.service(one.service))
    yield Cell(
        runs(describe_target(one.indicator, telling.contract, words)),
    )
    for reached in (one.present, one.as_measured):
        yield (
            text_cell("")
            if reached is None
            else Cell((telling.figure(_of(telling, reached)),), _value(reached))
        )
    for value in one.reached_by:
        if value is None:
            yield text_cell("")
        else:
            yield Cell((telling.figure(format_value(one.indicator, value, words)),), float(value))
    yield telling.number(len(one.unknown))


def _of(telling: Telling, reached: Reached) -> str:
    words = telling.words
    return words.text(
        "{met} of {periods}", met=words.number(reached.met), periods=words.number(reached.periods)
    )


def _value(reached: Reached) -> str:
    return f"{reached.met}/{reached.periods}"


def _around(telling: Telling) -> Table:
    words = telling.words
    columns = (
        Column(words.text("Indicator"), share=3),
        Column(words.text("Service"), share=2),
        Column(words.text("If the target were"), share=2),
        Column(words.text("Met in"), is_number=True),
        Column(words.text("Below target"), is_number=True),
        Column(words.text("Not judged"), is_number=True),
    )
    rows = tuple(
        _around_row(telling, one, reached) for one in telling.findings.levels for reached in one.around
    )
    caption = words.text("Achievable targets: how often each level would have been met")
    note = words.text(
        "* The present target. Of other levels those nearest to it are shown, and those proposed."
    )
    return Table("tender-levels-targets", caption, columns, rows, note=note)


def _around_row(telling: Telling, one: ReachedLevels, reached: Reached) -> tuple[Cell, ...]:
    words = telling.words
    shown = describe_range(one.indicator, with_target(one.indicator, reached.end).target, words)
    return (
        text_cell(telling.indicator(one.indicator.id)),
        text_cell(telling.service(one.service)),
        text_cell(f"{shown} *" if reached.is_present else shown),
        Cell((telling.figure(_of(telling, reached)),), _value(reached)),
        telling.number(reached.missed),
        telling.number(reached.unknown),
    )


def _remarks(telling: Telling) -> Iterator[Block]:
    """What keeps a figure from being read for more than it is."""
    words = telling.words
    for one in telling.findings.levels:
        name = f"{telling.indicator(one.indicator.id)}, {telling.service(one.service)}"
        if one.unknown:
            yield _note(
                telling,
                words.text("{name}: not judged in {months}.", name=name, months=telling.texts(one.unknown)),
            )
        if one.other_rules:
            yield _note(
                telling,
                words.text(
                    "{name}: measured by other rules in {months}, which are therefore left out.",
                    name=name,
                    months=telling.texts(one.other_rules),
                ),
            )
        if one.by_misses:
            yield _note(
                telling,
                words.plural(
                    "{name}: in {n} period the contract judged few cases by the number of misses, whatever"
                    " the target.",
                    "{name}: in {n} periods the contract judged few cases by the number of misses, whatever"
                    " the target.",
                    one.by_misses,
                    name=name,
                ),
            )


def _note(telling: Telling, text: str) -> Paragraph:
    return Paragraph((telling.figure(text),), Manner.NOTE)
