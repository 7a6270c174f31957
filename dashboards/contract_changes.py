"""Changes of the contract as people see them: their class, their sums, the room below the limits."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dashboards.wording import Wording
from dashboards.wording.words import marked
from evaluator.core.follow_up.contract_changes import ChangeRegister, Headroom, Standing
from evaluator.decisions.contract_changes import ContractChange, LegalClass

FORM_VERSION = 1

_CLASSES = {
    LegalClass.SMALL_VALUE: marked("LOU 17 kap. 9 § (small value)"),
    LegalClass.CLAUSE: marked("LOU 17 kap. 10 § (clause on change or option)"),
    LegalClass.SUPPLEMENTARY: marked("LOU 17 kap. 11 § (supplementary order)"),
    LegalClass.UNFORESEEABLE: marked("LOU 17 kap. 12 § (unforeseeable)"),
    LegalClass.OTHER_SUPPLIER: marked("LOU 17 kap. 13 § (another supplier)"),
    LegalClass.NOT_SUBSTANTIAL: marked("LOU 17 kap. 14 § (not substantial)"),
    LegalClass.NOT_ASSESSED: marked("Not assessed by anybody"),
}
_STANDINGS = {
    Standing.BELOW: marked("below the limits"),
    Standing.NOT_BELOW: marked("not below the limits"),
    Standing.NOT_ASSESSABLE: marked("not assessable"),
}


@dataclass(frozen=True)
class ChangeRow:
    """One change; `assessed` says by whom and why, empty where nobody assessed it."""

    id: str
    day: str
    what: str
    value: str
    amendment: str
    legal_class: str
    assessed: str


@dataclass(frozen=True)
class SumRow:
    """The changes of one class."""

    legal_class: str
    changes: str
    net: str
    absolute: str


@dataclass(frozen=True)
class ChangesSection:
    """The register in one language; `sentences` say the limits and the room left, and what is missing."""

    rows: tuple[ChangeRow, ...]
    sums: tuple[SumRow, ...]
    sentences: tuple[str, ...]


def build_changes(register: ChangeRegister, currency: str, words: Wording) -> ChangesSection:
    """Return `register` for people: what was measured and entered, never whether a change is lawful."""
    telling = _Telling(register, currency, words)
    return ChangesSection(
        rows=tuple(telling.row(change) for change in register.changes),
        sums=tuple(telling.sums()),
        sentences=tuple(telling.sentences()),
    )


@dataclass(frozen=True)
class _Telling:
    register: ChangeRegister
    currency: str
    words: Wording

    def row(self, change: ContractChange) -> ChangeRow:
        legal_class = change.legal_class_on(self.register.day)
        found = change.assessment if legal_class is not LegalClass.NOT_ASSESSED else None
        return ChangeRow(
            id=change.id,
            day=self.words.day(change.day),
            what=change.what,
            value=self.money(change.value),
            amendment=change.amendment or "",
            legal_class=self.words.text(_CLASSES[legal_class]),
            assessed="" if found is None else f"{found.by}, {self.words.day(found.day)}: {found.reasoning}",
        )

    def sums(self) -> Iterator[SumRow]:
        for one in self.register.sums:
            name = self.words.text(_CLASSES[one.legal_class])
            yield SumRow(name, self.words.number(one.changes), self.money(one.net), self.money(one.absolute))
        count = self.words.number(len(self.register.changes))
        total = self.words.text("Total")
        yield SumRow(total, count, self.money(self.register.net), self.money(self.register.absolute))

    def sentences(self) -> Iterator[str]:
        yield self.words.text(
            "As of {day}. Values are added up whether they went up or down; the sum with signs stands "
            "beside.",
            day=self.words.day(self.register.day),
        )
        yield from self.limits()
        small, every = self.register.small, self.register.with_unassessed
        yield self.headroom(marked("Entered as LOU 17 kap. 9 §: {used}, {standing}."), small)
        if every.used != small.used:
            yield self.headroom(
                marked("Were all that nobody has assessed entered so too: {used}, {standing}."), every
            )
        yield self.words.text(
            "Whether a change is lawful also depends on the overall nature of the contract, and is for a "
            "person to say."
        )
        if self.register.unregistered:
            names = self.words.listing(self.register.unregistered)
            yield self.words.text("Amendments that the register does not name: {names}.", names=names)

    def limits(self) -> Iterator[str]:
        terms, limits = self.register.terms, self.register.limits
        if terms is None or terms.contract_value is None or limits.of_value is None:
            yield self.words.text("The contract does not state its value, so that no share of it is known.")
        else:
            yield self.words.text(
                "The contract's value is {value}, of which {share} is {limit}.",
                value=self.money(terms.contract_value),
                share=self.words.percent(terms.subject.small_share, 0),
                limit=self.money(limits.of_value),
            )
        if terms is None or terms.threshold is None:
            yield self.words.text("No threshold is stated, with its source and date; none is assumed.")
        else:
            yield self.words.text(
                "The threshold is {amount} ({source}, read on {day}).",
                amount=self.money(terms.threshold.amount),
                source=terms.threshold.source,
                day=self.words.day(terms.threshold.read_on),
            )

    def headroom(self, message: str, found: Headroom) -> str:
        standing = self.words.text(_STANDINGS[found.standing])
        if found.left is not None:
            left, limit = self.money(found.left), self.money(found.limit)
            standing += ", " + self.words.text("{left} left of {limit}", left=left, limit=limit)
        return self.words.text(message, used=self.money(found.used), standing=standing)

    def money(self, amount: Decimal | Fraction | None) -> str:
        if amount is None:
            return "\N{EN DASH}"
        exact = Fraction(amount)
        return self.words.money(Decimal(exact.numerator) / Decimal(exact.denominator), self.currency)


def changes_document(register: ChangeRegister, currency: str) -> dict[str, Any]:
    """Return the register as plain values: amounts and days as text, what is not stated as null."""
    return {
        "form": {"name": "supplierwatch contract-changes", "version": FORM_VERSION},
        "day": register.day.isoformat(),
        "currency": currency,
        "changes": [
            change.model_dump(mode="json") | {"legal_class": change.legal_class_on(register.day).value}
            for change in register.changes
        ],
        "sums": [
            {
                "legal_class": one.legal_class.value,
                "changes": one.changes,
                "net": str(one.net),
                "absolute": str(one.absolute),
            }
            for one in register.sums
        ],
        "net": str(register.net),
        "absolute": str(register.absolute),
        "terms": None if register.terms is None else register.terms.model_dump(mode="json"),
        "limits": {
            "of_value": _text(register.limits.of_value),
            "threshold": _text(register.limits.threshold),
        },
        "lou_17_9": _headroom(register.small),
        "lou_17_9_with_unassessed": _headroom(register.with_unassessed),
        "amendments_not_registered": list(register.unregistered),
    }


def _headroom(found: Headroom) -> dict[str, str | None]:
    return {
        "used": str(found.used),
        "limit": _text(found.limit),
        "left": _text(found.left),
        "standing": found.standing.value,
    }


def _text(amount: Decimal | Fraction | None) -> str | None:
    if amount is None:
        return None
    exact = Fraction(amount)
    return str(Decimal(exact.numerator) / Decimal(exact.denominator))
