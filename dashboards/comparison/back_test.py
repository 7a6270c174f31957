"""A back-test told: sums of both wordings, per month and indicator, and the tickets that flipped."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboards.comparison.naming import Naming
from dashboards.explanation.parts import Explained, Part, Sentence, make_table
from dashboards.wording.terms import view_word
from dashboards.wording.words import Wording, marked
from evaluator.core.follow_up.back_test import BackTest, SumsOfBoth
from evaluator.core.follow_up.flips import Standing
from evaluator.core.outcomes import View

TODAY, DRAFT = marked("Today's wording"), marked("The draft")

_STANDINGS = {
    Standing.IN_TIME: marked("no miss"),
    Standing.MISSED: marked("a miss"),
    Standing.UNKNOWN: marked("unknown"),
    Standing.NOT_COUNTED: marked("no case of it"),
}


@dataclass(frozen=True)
class Compared:
    """A back-test with what is needed to tell it: names of both wordings, and the keys of tickets."""

    found: BackTest
    naming: Naming
    today: str
    draft: str
    keys: Mapping[int, str]
    most_tickets: int | None

    @property
    def words(self) -> Wording:
        """The words of the language."""
        return self.naming.words


def tell_back_test(compared: Compared) -> Explained:
    """Return a back-test in sentences and tables."""
    title = compared.words.text(
        "Back-test: {draft} against {today}", draft=compared.draft, today=compared.today
    )
    return Explained(title, tuple(_parts(compared)))


def tell_effect(compared: Compared) -> Iterator[Part]:
    """Yield what a difference of two wordings would have come to, in short: sums and indicators."""
    yield from _basis(compared)
    yield _sums(compared)
    yield from _indicators(compared, View.AFTER_EXCLUSIONS)


def standing_word(standing: Standing, words: Wording) -> str:
    """Return how a ticket stands with an indicator."""
    return words.text(_STANDINGS[standing])


def _parts(compared: Compared) -> Iterator[Part]:
    yield from tell_effect(compared)
    yield _months(compared, View.AFTER_EXCLUSIONS)
    yield from _flips(compared)


def _basis(compared: Compared) -> Iterator[Sentence]:
    words, found = compared.words, compared.found
    names = list(dict.fromkeys(one.name for one in found.months))
    if names:
        yield Sentence(
            words.text(
                "{months}, {first} to {last}, judged on all facts known now, as if each wording had applied"
                " throughout. Nothing of this is published.",
                months=words.plural("{n} month", "{n} months", len(names)),
                first=names[0],
                last=names[-1],
            )
        )
    if found.months_without_facts:
        named = ", ".join(found.months_without_facts)
        yield Sentence(words.text("Without facts, and so not judged: {months}.", months=named))


def _sums(compared: Compared) -> Part:
    words = compared.words
    columns = (marked("View"), marked("Sum"), TODAY, DRAFT, marked("Difference"))
    rows = [
        (view_word(view, words) if place == 0 else "", *row)
        for view in compared.found.views
        for place, row in enumerate(_rows_of_sums(compared, compared.found.total(view)))
    ]
    return make_table(words, words.text("All months together"), columns, rows, right=columns[2:])


def _rows_of_sums(compared: Compared, both: SumsOfBoth) -> Iterator[tuple[str, str, str, str]]:
    words, naming = compared.words, compared.naming
    counts = (
        (words.text("Outcomes below target"), "below_target"),
        (words.text("Outcomes not judged"), "not_judged"),
        (words.text("Single misses"), "misses"),
        (words.text("Points"), "points"),
    )
    for label, name in counts:
        today, draft = (int(getattr(side, name)) for side in (both.today, both.draft))
        yield label, words.number(today), words.number(draft), naming.more(draft - today)
    today_, draft_ = both.today, both.draft
    yield (
        words.text("Credits"),
        naming.money(today_.amount),
        naming.money(draft_.amount),
        naming.more_money(draft_.amount - today_.amount),
    )
    if today_.given_back != 0 or draft_.given_back != 0:
        yield (
            words.text("Given back to the supplier"),
            naming.money(today_.given_back),
            naming.money(draft_.given_back),
            naming.more_money(draft_.given_back - today_.given_back),
        )


def _indicators(compared: Compared, view: View) -> Iterator[Part]:
    words = compared.words
    every = compared.found.by_indicator(view)
    differing = [one for one in every if one.today != one.draft]
    rows = [(compared.naming.indicator(one.name), *_cells(one, compared.naming)) for one in differing]
    if rows:
        title = words.text("Indicators that differ, after agreed exclusions")
        yield make_table(words, title, (marked("Indicator"), *_COLUMNS), rows, right=_COLUMNS)
    alike = len(every) - len(differing)
    if alike > 0:
        yield Sentence(
            words.plural(
                "{n} indicator comes to the same in every month.",
                "{n} indicators come to the same in every month.",
                alike,
            )
        )


def _months(compared: Compared, view: View) -> Part:
    rows = [(one.name, *_cells(one, compared.naming)) for one in compared.found.months if one.view == view]
    title = compared.words.text("Month by month, after agreed exclusions")
    return make_table(compared.words, title, (marked("Month"), *_COLUMNS), rows, right=_COLUMNS)


_COLUMNS = (
    marked("Below target"),
    marked("Single misses"),
    marked("Points"),
    marked("Credits today"),
    marked("Credits in the draft"),
    marked("Difference"),
)


def _cells(both: SumsOfBoth, naming: Naming) -> tuple[str, ...]:
    today, draft = both.today, both.draft
    return (
        _change(today.below_target, draft.below_target, naming.words),
        _change(today.misses, draft.misses, naming.words),
        _change(today.points, draft.points, naming.words),
        naming.money(today.amount),
        naming.money(draft.amount),
        naming.more_money(draft.amount - today.amount),
    )


def _change(today: int, draft: int, words: Wording) -> str:
    """Both numbers where they differ, `1 → 13`."""
    return words.number(today) if today == draft else f"{words.number(today)} → {words.number(draft)}"


_OF_TICKETS = (
    marked("Ticket"),
    marked("Month"),
    marked("Indicator"),
    marked("Service"),
    marked("Used"),
    marked("Limit today"),
    marked("Limit in the draft"),
    marked("Today"),
    marked("In the draft"),
    marked("Left out by"),
)


def _flips(compared: Compared) -> Iterator[Part]:
    words, flips = compared.words, compared.found.flips
    if flips.empty:
        yield Sentence(words.text("No ticket flipped: each is a miss in both wordings or in neither."))
        return
    shown = flips if compared.most_tickets is None else flips.head(compared.most_tickets)
    title = words.plural("{n} ticket flipped", "{n} tickets flipped", len(flips))
    rows = [_flip(row, compared) for row in shown.to_dict("records")]
    yield make_table(words, title, _OF_TICKETS, rows, right=("Used", "Limit today", "Limit in the draft"))
    if len(shown) < len(flips):
        more = words.number(len(flips) - len(shown))
        yield Sentence(words.text("{number} more: show them with --all.", number=more))


def _flip(row: Mapping[Hashable, Any], compared: Compared) -> tuple[str, ...]:
    words, naming = compared.words, compared.naming
    side = "draft" if not pd.isna(row["used_draft"]) else "today"
    in_days = bool(row[f"in_days_{side}"])
    number = int(row["ticket_id"])
    return (
        compared.keys.get(number, str(number)),
        str(row["period"]),
        str(row["indicator"]),
        naming.service(str(row["service"])),
        _amount(row[f"used_{side}"], naming, in_days=in_days),
        _amount(row["limit_today"], naming, in_days=in_days),
        _amount(row["limit_draft"], naming, in_days=in_days),
        standing_word(Standing(str(row["today"])), words),
        standing_word(Standing(str(row["draft"])), words),
        str(row["left_out_by"]),
    )


def _amount(value: Any, naming: Naming, *, in_days: bool) -> str:
    return "" if pd.isna(value) else naming.amount(int(value), in_days=in_days)
