"""The ledger as people see it: amounts, what lapses soon, waivers with grounds, what does not fit."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboards.ledger.words import (
    AMOUNTS,
    LedgerWords,
    done_by,
    ledger_words,
    sum_up,
    tell_difference,
    tell_grounds,
)
from dashboards.wording import Wording
from evaluator.contract.contract import Contract
from evaluator.core.follow_up.balances import Balance
from evaluator.core.follow_up.ledger import Ledger, LedgerRow
from evaluator.decisions.ledger import LedgerEntry, Settled, Waived, amount_of


@dataclass(frozen=True)
class AmountRow:
    """One line of amounts, in the order of the section's columns; `is_total` sums up those above."""

    month: str
    service: str
    amounts: tuple[str, ...]
    is_total: bool = False


@dataclass(frozen=True)
class EntryRow:
    """Something that was done."""

    id: str
    day: str
    done: str
    place: str
    amount: str
    by: str
    grounds: str


@dataclass(frozen=True)
class WaiverRow:
    """A waiver with everything it rests on."""

    place: str
    amount: str
    decided: str
    reason: str
    review: str


@dataclass(frozen=True)
class LedgerSection:
    """The ledger in one language; `remarks` name what does not fit, and nothing is left out of them."""

    label: str
    sentence: str
    columns: tuple[str, ...]
    rows: tuple[AmountRow, ...]
    lapsing: tuple[str, ...]
    waivers: tuple[WaiverRow, ...]
    legal_note: str
    remarks: tuple[str, ...]
    entries: tuple[EntryRow, ...]


def build_ledger(
    ledger: Ledger,
    lapsing: Sequence[LedgerRow],
    contract: Contract,
    wording: Wording,
    period: str | None = None,
) -> LedgerSection:
    """Return `ledger` for people.

    With `period` the sentence and the rows are of that month, and of the others only their sum is shown;
    warnings and remarks are those of all months either way.
    """
    words = ledger_words(contract, wording)
    part = ledger if period is None else ledger.between(period, period)
    waivers = tuple(_waiver(entry, words) for entry in ledger.entries if isinstance(entry, Waived))
    return LedgerSection(
        label=wording.text(
            "As it stood on {day}. It is what people decided, and stands outside what is sealed.",
            day=wording.day(ledger.day),
        ),
        sentence=_sentence(part, words),
        columns=_columns(ledger, words),
        rows=tuple(_rows(part, ledger, words, period)),
        lapsing=tuple(_warning(row, words) for row in lapsing),
        waivers=waivers,
        legal_note=_legal_note(words) if waivers else "",
        remarks=tuple(_remarks(ledger, words)),
        entries=tuple(_entry(entry, words) for entry in sorted(part.entries, key=lambda one: one.day)),
    )


def _sentence(shown: Ledger, words: LedgerWords) -> str:
    if not shown.rows:
        return words.wording.text("No calculated credit is known of the months shown.")
    return sum_up(shown.total, words)


def _columns(ledger: Ledger, words: LedgerWords) -> tuple[str, ...]:
    shown = [words.wording.text(heading) for heading in AMOUNTS.values()]
    return (*shown, words.wording.text("On invoices")) if ledger.follows_invoices else tuple(shown)


def _rows(part: Ledger, ledger: Ledger, words: LedgerWords, period: str | None) -> Iterator[AmountRow]:
    for row in part.rows:
        amounts = _amounts(row.balance, [row], ledger, words)
        yield AmountRow(row.period, words.service(row.service), amounts)
    if period is not None:
        yield _total(period, part.rows, ledger, words)
    text = words.wording.text
    every = text("Months shown") if ledger.is_part else text("All months so far")
    yield _total(every, ledger.rows, ledger, words)


def _total(month: str, rows: Sequence[LedgerRow], ledger: Ledger, words: LedgerWords) -> AmountRow:
    balance = sum((row.balance for row in rows), Balance())
    service = words.wording.text("Total")
    return AmountRow(month, service, _amounts(balance, rows, ledger, words), is_total=True)


def _amounts(
    balance: Balance, rows: Iterable[LedgerRow], ledger: Ledger, words: LedgerWords
) -> tuple[str, ...]:
    shown = [words.money(getattr(balance, name)) for name in AMOUNTS]
    if ledger.follows_invoices:
        known = [row.on_invoices for row in rows if row.on_invoices is not None]
        shown.append(words.money(sum(known, Decimal(0)) if known else None))
    return tuple(shown)


def _warning(row: LedgerRow, words: LedgerWords) -> str:
    return words.wording.text(
        "{place}: {amount} has not been claimed; the last day to claim it is {day}.",
        place=words.place(row.period, row.service),
        amount=words.money(row.balance.open),
        day=words.wording.long_day(row.last_day_to_claim),
    )


def _waiver(entry: Waived, words: LedgerWords) -> WaiverRow:
    review = entry.legal_review
    return WaiverRow(
        place=words.place(entry.period, entry.service),
        amount=words.money(entry.amount),
        decided=f"{entry.decided_by}, {words.wording.day(entry.day)}",
        reason=entry.reason,
        review=f"{review.by}, {words.wording.day(review.day)}: {review.finding}",
    )


def _legal_note(words: LedgerWords) -> str:
    return words.wording.text(
        "Not applying essential terms such as penalties, time and again, can itself be seen as an unlawful "
        "change of the contract (LOU 17 kap.)."
    )


def _remarks(ledger: Ledger, words: LedgerWords) -> Iterator[str]:
    text = words.wording.text
    for row in ledger.rows:
        yield from _too_much(row, words)
    for one in ledger.excesses:
        yield text(
            "{id} ({done}, {place}) is about {amount}, of which {available} was there.",
            id=one.entry.id,
            done=words.done(one.entry),
            place=words.place(one.entry.period, one.entry.service),
            amount=words.money(amount_of(one.entry)),
            available=words.money(one.available),
        )
    for entry in ledger.unplaced:
        yield text(
            "{id} is about {place}, of which no calculated credit is known; it is in no sum.",
            id=entry.id,
            place=words.place(entry.period, entry.service),
        )
    yield from (tell_difference(one, words) for one in ledger.differences)
    if ledger.unjudged:
        months = words.wording.listing(words.wording.month(name) for name in ledger.unjudged)
        yield text("Months without results, which are in no sum: {months}.", months=months)


def _too_much(row: LedgerRow, words: LedgerWords) -> Iterator[str]:
    place, text = words.place(row.period, row.service), words.wording.text
    if row.balance.too_much > 0:
        yield text(
            "{place}: claimed too much by {amount}. {taken} is claimed or waived, and {calculated} is "
            "calculated now.",
            place=place,
            amount=words.money(row.balance.too_much),
            taken=words.money(row.balance.claimed + row.balance.waived),
            calculated=words.money(row.balance.calculated),
        )
    if row.balance.credited_too_much > 0:
        yield text(
            "{place}: {amount} more was credited than was claimed.",
            place=place,
            amount=words.money(row.balance.credited_too_much),
        )


def _amount(entry: LedgerEntry, words: LedgerWords) -> str:
    if not isinstance(entry, Settled):
        return words.money(entry.amount)
    stands, falls = words.money(entry.stands), words.money(entry.falls)
    return words.wording.text("{stands} stands, {falls} falls", stands=stands, falls=falls)


def _entry(entry: LedgerEntry, words: LedgerWords) -> EntryRow:
    return EntryRow(
        id=entry.id,
        day=words.wording.day(entry.day),
        done=words.done(entry),
        place=words.place(entry.period, entry.service),
        amount=_amount(entry, words),
        by=done_by(entry),
        grounds=tell_grounds(entry),
    )
