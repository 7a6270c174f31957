"""A table of targets told: *met in 21 of the last 24 months*, and what was used of the limit."""

from collections.abc import Iterator

from dashboards.comparison.naming import Naming
from dashboards.explanation.parts import Explained, Part, Sentence, make_table
from dashboards.report.values import describe_range
from dashboards.wording.words import marked
from evaluator.core.follow_up.target_table import SHARES_USED, TargetTable, Tried, Used
from evaluator.core.follow_up.targets import with_target

_LEAST_SHOWN = 0.005
"""Below half a percent a chance reads *under 1 %*."""


def tell_targets(table: TargetTable, naming: Naming) -> Explained:
    """Return a table of targets in sentences and tables."""
    title = naming.words.text(
        "How often other targets would have been met: {indicator}",
        indicator=naming.indicator(table.indicator.id),
    )
    return Explained(title, tuple(_parts(table, naming)))


def _parts(table: TargetTable, naming: Naming) -> Iterator[Part]:
    words = naming.words
    if not table.periods:
        yield Sentence(words.text("No period of this indicator had any facts."))
        return
    yield Sentence(
        words.text(
            "{periods}, {first} to {last}, after agreed exclusions. What could not be judged is counted"
            " apart, never as met.",
            periods=words.plural("{n} period", "{n} periods", len(table.periods)),
            first=table.periods[0],
            last=table.periods[-1],
        )
    )
    if table.months_without_facts:
        named = ", ".join(table.months_without_facts)
        yield Sentence(words.text("Without facts, and so not judged: {months}.", months=named))
    yield make_table(
        words,
        words.text("Limits and targets tried"),
        _TRIED,
        [_row(one, table, naming) for one in table.tried],
        right=_TRIED[2:],
    )
    if any(one.false_alarm is not None for one in table.tried):
        yield Sentence(
            words.text(
                "False alarm: how often chance alone misses the target in a period of usual size, for a"
                " supplier who truly is halfway between it and the best there is."
            )
        )
    yield from _used(table, naming)


_TRIED = (
    marked("Service"),
    marked("Limit"),
    marked("Target"),
    marked("Met in"),
    marked("Not judged"),
    marked("Usual cases"),
    marked("False alarm"),
)


def _row(one: Tried, table: TargetTable, naming: Naming) -> tuple[str, ...]:
    words, changed = naming.words, with_target(table.indicator, one.end)
    return (
        naming.service(one.service),
        "" if one.limit is None else naming.limit(one.limit, table.indicator),
        describe_range(changed, changed.target, words),
        words.text(
            "{met} of {periods}",
            met=words.number(one.met),
            periods=words.number(one.met + one.missed + one.unknown),
        ),
        "" if one.unknown == 0 else words.number(one.unknown),
        words.number(one.cases),
        "" if one.false_alarm is None else _chance(one.false_alarm, naming),
    )


def _chance(chance: float, naming: Naming) -> str:
    if chance < _LEAST_SHOWN:
        return naming.words.text("under {percent}", percent=f"1{naming.words.percent_sign}")
    return f"{naming.words.number(round(chance * 100))}{naming.words.percent_sign}"


_USED = (marked("Service"), marked("Cases"), marked("Half of them within"), marked("Nine of ten within"))


def _used(table: TargetTable, naming: Naming) -> Iterator[Part]:
    words = naming.words
    if not table.used:
        return
    rows = [
        (naming.service(one.service), words.number(one.cases), *_percentiles(one, naming))
        for one in table.used
    ]
    title = words.text("What cases used, under the terms as they are (P50 and P90 of those that ended)")
    yield make_table(words, title, _USED, rows, right=_USED[1:])
    if any(one.within for one in table.used):
        columns = (marked("Service"), marked("Limit"), marked("In time"), marked("Late"), marked("Unknown"))
        within = [
            (
                naming.service(one.service),
                naming.limit(limit, table.indicator),
                *(words.number(count) for count in counts),
            )
            for one in table.used
            for limit, *counts in one.within
        ]
        yield make_table(
            words, words.text("The same cases held against each limit"), columns, within, right=columns[2:]
        )


def _percentiles(one: Used, naming: Naming) -> Iterator[str]:
    for value, _ in zip(one.percentiles, SHARES_USED, strict=True):
        yield "" if value is None else naming.amount(int(value), in_days=one.in_working_days)
