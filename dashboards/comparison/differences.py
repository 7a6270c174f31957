"""Differences of two versions in plain words: what is told of each place, and of whom."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from dashboards.comparison.naming import Naming
from dashboards.comparison.place_names import NAMED, PARTS, tell_opening
from dashboards.explanation.parts import Explained, Heading, Part, Sentence
from dashboards.report.limits import kind_label
from dashboards.report.values import describe_range
from dashboards.wording.rounding import digits_needed
from dashboards.wording.terms import option_state_word
from dashboards.wording.words import Wording
from evaluator.contract.amendments import read_at
from evaluator.contract.bands import Band, Range
from evaluator.contract.contract import OptionState
from evaluator.contract.differences import ABSENT, Change, Difference, ValueKind, find_differences
from evaluator.contract.hours import Opening
from evaluator.contract.parts import Label
from evaluator.contract.versions import ContractVersion

_PLACE = re.compile(r"^(?P<part>[\w-]+)(?:\[(?P<id>[\w.-]+)\]|\.(?P<key>[\w-]+))?(?P<rest>.*)$")


@dataclass(frozen=True)
class Told:
    """One difference in plain words."""

    difference: Difference
    part: str
    sentence: str


def tell_differences(old: ContractVersion, new: ContractVersion, naming: Naming) -> list[Told]:
    """Return every difference of two versions in words, in the order of the contract file."""
    return [
        Told(one, _part_of(one.path), _Teller(old, new, naming).sentence(one))
        for one in find_differences(old.contract, new.contract)
    ]


def explain_differences(
    told: Sequence[Told], names: tuple[str, str], words: Wording, effect: Sequence[Part] = ()
) -> Explained:
    """Return differences under the part of the contract they are of, and after them what they come to."""
    title = words.text("What changes from {old} to {new}", old=names[0], new=names[1])
    return Explained(title, (*_sections(told, words), *effect))


def _sections(told: Sequence[Told], words: Wording) -> Iterator[Part]:
    if not told:
        yield Sentence(words.text("Nothing differs."))
    for part in dict.fromkeys(one.part for one in told):
        yield Heading(words.text(PARTS[part]) if part in PARTS else part)
        yield from (Sentence(one.sentence) for one in told if one.part == part)


def _part_of(path: str) -> str:
    return re.split(r"[.\[]", path, maxsplit=1)[0]


@dataclass(frozen=True)
class _Teller:
    old: ContractVersion
    new: ContractVersion
    naming: Naming

    @property
    def words(self) -> Wording:
        return self.naming.words

    def sentence(self, found: Difference) -> str:
        subject, what = self._subject_and_place(found.path)
        old, new = self._value(found, found.old, self.old), self._value(found, found.new, self.new)
        if what == "":
            return self._of_an_entry(found, subject, old, new)
        if found.change is Change.ADDED or found.old is None:
            return self.words.text("{subject}: {what} added: {new}", subject=subject, what=what, new=new)
        if found.change is Change.REMOVED or found.new is None:
            return self.words.text(
                "{subject}: {what} removed, was {old}", subject=subject, what=what, old=old
            )
        return self._changed(found, subject, what, old, new)

    def _changed(self, found: Difference, subject: str, what: str, old: str, new: str) -> str:
        if _is_number(found.old) and _is_number(found.new):
            if found.path.endswith("working_days") and "within" in found.path:
                old = self.words.number(found.old)
            values = {"subject": subject, "what": what, "old": old, "new": new}
            if found.new < found.old:
                return self.words.text("{subject}: {what} lowered from {old} to {new}", **values)
            return self.words.text("{subject}: {what} raised from {old} to {new}", **values)
        return self.words.text(
            "{subject}: {what} changed from {old} to {new}", subject=subject, what=what, old=old, new=new
        )

    def _of_an_entry(self, found: Difference, subject: str, old: str, new: str) -> str:
        if found.change is Change.ADDED or found.old is None:
            return self.words.text("{subject} is added", subject=subject)
        if found.change is Change.REMOVED or found.new is None:
            return self.words.text("{subject} is removed", subject=subject)
        if isinstance(found.old, str):
            return self.words.text("{subject} changed from {old} to {new}", subject=subject, old=old, new=new)
        return self.words.text("{subject} is another, or stands in another order", subject=subject)

    def _subject_and_place(self, path: str) -> tuple[str, str]:
        """Of what the difference is, and what people call its place in it; empty where it is the whole."""
        match = _PLACE.match(path)
        if match is None:
            return path, ""
        part, name, key, rest = match.group("part", "id", "key", "rest")
        deep = next((one for one in _DEEP_LISTS if path.startswith(f"{one}[")), None)
        if deep is not None:
            name, _, rest = path.removeprefix(f"{deep}[").partition("]")
            return self._entry(deep, name), self._place(rest.lstrip("."))
        if part in _OF_MANY and (name or key) is not None:
            return self._entry(part, name or key), self._place(rest.lstrip("."))
        return self.words.text(PARTS[part]) if part in PARTS else part, self._place(
            path[len(part) :].lstrip(".")
        )

    def _entry(self, part: str, name: str) -> str:
        """What an indicator, a service, hours or a clock is called: by the version that has it."""
        if part == "indicators":
            return self.naming.indicator(name)
        for version in (self.new, self.old):
            try:
                label = read_at(version.content, f"{part}[{name}]" if part in _LISTS else f"{part}.{name}")
            except ValueError:
                continue
            found = label.get("label") if isinstance(label, Mapping) else None
            if isinstance(found, Mapping):
                return f"{name} {found.get(self.words.language, '')}".strip()
            if isinstance(found, str):
                return f"{name} {found}"
        return name

    def _place(self, rest: str) -> str:
        if rest == "":
            return ""
        plain = re.sub(r"\[[^\]]*\]", "", rest)
        limit = re.fullmatch(
            r"within(?:\.limit|\.limits\.(?P<of>[\w-]+))?(?:\.(?:time|working_days))?", plain
        )
        if limit is not None or plain in {"that.longer_than", "that.at_most"}:
            of = None if limit is None else limit.group("of")
            if of is None:
                return self.words.text("the limit")
            return self.words.text("limit of {of}", of=kind_label(of, self.new.contract, self.words))
        ends = [plain.split(".", cut)[-1] for cut in range(plain.count(".") + 1)]
        known = next((end for end in ends if end in NAMED), None)
        return rest if known is None else self.words.text(NAMED[known])

    def _value(self, found: Difference, value: Any, version: ContractVersion) -> str:
        words = self.words
        if value is ABSENT or value is None:
            return words.text("nothing")
        if isinstance(value, Range):
            return self._range(found.path, value, version)
        if _is_number(value):
            return self._number(found, value, version)
        return self._in_words(value) or self._as_written(found.path, value, version)

    def _in_words(self, value: Any) -> str:
        """Parts that people have words of their own for; empty text for others."""
        if isinstance(value, Label):
            return value.in_language(self.words.language)
        if isinstance(value, Opening):
            return tell_opening(value, self.words)
        return option_state_word(value, self.words) if isinstance(value, OptionState) else ""

    def _number(self, found: Difference, value: Any, version: ContractVersion) -> str:
        words = self.words
        if found.kind is ValueKind.DURATION:
            return words.duration(int(value))
        if found.kind is ValueKind.MONEY:
            return words.money(Decimal(value), version.contract.contract.currency)
        if found.kind is ValueKind.QUANTITY and 0 <= value <= 1:
            return words.percent(Fraction(value), digits_needed(Fraction(value) * 100))
        if found.path.endswith("working_days"):
            return words.plural("{n} working day", "{n} working days", int(value))
        return words.number(value, digits_needed(Fraction(value)))

    def _range(self, path: str, value: Range, version: ContractVersion) -> str:
        name = re.match(r"indicators\[([\w.-]+)\]", path)
        indicator = (
            None
            if name is None
            else next((one for one in version.contract.indicators if one.id == name.group(1)), None)
        )
        if indicator is None:
            return _plain(value.model_dump(mode="json", by_alias=True, exclude_none=True), self.words)
        told = describe_range(indicator, value, self.words)
        if isinstance(value, Band):
            return self.words.text(
                "{range}: {points}",
                range=told,
                points=self.words.plural("{n} point", "{n} points", value.points),
            )
        return told

    def _as_written(self, path: str, value: Any, version: ContractVersion) -> str:
        """A value as the file says it, which is how people know it; of the model where it says nothing."""
        if isinstance(value, BaseModel | tuple | dict):
            try:
                return _plain(read_at(version.content, path), self.words)
            except ValueError:
                return _plain(_dumped(value), self.words)
        return _plain(_dumped(value), self.words)


_DEEP_LISTS = ("term.options", "scorecard.areas", "exclusions.grounds")
_LISTS = {"indicators", "services", "units", "segments", "triggers", *_DEEP_LISTS}
_OF_MANY = _LISTS | {"service_hours", "holidays", "clocks", "availability_rules", "ticket_kinds"}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Fraction | Decimal) and not isinstance(value, bool)


def _dumped(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_none=True)
    if isinstance(value, tuple | list):
        return [_dumped(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _dumped(one) for key, one in value.items()}
    return value


def _plain(value: Any, words: Wording) -> str:
    """Content as one line: words as they are, keys with their values, lists with commas."""
    if isinstance(value, Mapping):
        return ", ".join(f"{_key(str(key), words)} {_plain(one, words)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return words.listing(_plain(one, words) for one in value)
    if isinstance(value, bool):
        return words.text("yes") if value else words.text("no")
    if isinstance(value, date):
        return words.day(value)
    return words.text("nothing") if value is None else str(value)


def _key(key: str, words: Wording) -> str:
    """A key of the file as people call it, where there is a word for it."""
    return words.text(NAMED[key]) if key in NAMED else key
