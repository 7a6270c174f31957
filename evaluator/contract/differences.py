"""What differs between two versions of a contract: every place, with both values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any, get_args

from pydantic import BeforeValidator
from pydantic.fields import FieldInfo

from evaluator.contract.bands import Range
from evaluator.contract.contract import Contract
from evaluator.contract.credits import read_money
from evaluator.contract.hours import Opening
from evaluator.contract.parts import Label, Terms, read_duration, read_quantity


class Absent(Enum):
    """The one value that stands for nothing there."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


class ValueKind(StrEnum):
    """What a value is written as, so that people can be told it."""

    DURATION = "duration"
    QUANTITY = "quantity"
    MONEY = "money"
    OTHER = "other"


_READERS = {read_duration: ValueKind.DURATION, read_quantity: ValueKind.QUANTITY, read_money: ValueKind.MONEY}


class Change(StrEnum):
    """What became of a place."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """One place that differs, by its path as amendments write it; `old` or `new` can be `ABSENT`.

    Values are those of the models: seconds, exact shares, amounts, parts of the contract. A range, an opening
    and a label are told as a whole.
    """

    path: str
    old: Any
    new: Any
    kind: ValueKind = ValueKind.OTHER

    @property
    def change(self) -> Change:
        """Whether something came, went, or became another."""
        if self.old is ABSENT:
            return Change.ADDED
        return Change.REMOVED if self.new is ABSENT else Change.CHANGED


def find_differences(old: Contract, new: Contract) -> list[Difference]:
    """Return everything in which `new` differs from `old`, in the order of the contract file.

    Entries of lists are held against each other by their ids; those without ids one by one where the lists
    are as long, else by what came and what went.
    """
    return list(_of_models("", old, new))


def _of_models(path: str, old: Terms, new: Terms) -> Iterator[Difference]:
    for name, field in type(old).model_fields.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            step = name if field.alias is None else field.alias
            yield from _of_values(f"{path}.{step}" if path else step, before, after, _kind(field))


def _of_values(path: str, old: Any, new: Any, kind: ValueKind) -> Iterator[Difference]:
    if isinstance(old, Terms) and type(old) is type(new) and not isinstance(old, Range | Opening | Label):
        yield from _of_models(path, old, new)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _of_mappings(path, old, new, kind)
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from _of_lists(path, old, new, kind)
    else:
        yield Difference(path, old, new, kind)


def _of_mappings(
    path: str, old: Mapping[str, Any], new: Mapping[str, Any], kind: ValueKind
) -> Iterator[Difference]:
    for key in dict.fromkeys([*old, *new]):
        before, after = old.get(key, ABSENT), new.get(key, ABSENT)
        if before is ABSENT or after is ABSENT:
            yield Difference(f"{path}.{key}", before, after, kind)
        elif before != after:
            yield from _of_values(f"{path}.{key}", before, after, kind)


def _of_lists(path: str, old: Sequence[Any], new: Sequence[Any], kind: ValueKind) -> Iterator[Difference]:
    if all(hasattr(entry, "id") for entry in (*old, *new)):
        yield from _by_id(path, old, new)
    elif not all(isinstance(entry, Terms) for entry in (*old, *new)):
        # Words and numbers are told as the whole list.
        yield Difference(path, old, new, kind)
    elif len(old) == len(new):
        places = enumerate(zip(old, new, strict=True), start=1)
        changed = [(place, before, after) for place, (before, after) in places if before != after]
        for place, before, after in changed:
            yield from _of_values(f"{path}[#{place}]", before, after, kind)
    else:
        yield from _come_and_gone(path, old, new)


def _by_id(path: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Difference]:
    before, after = ({entry.id: entry for entry in entries} for entries in (old, new))
    for name in dict.fromkeys([*before, *after]):
        first, second = before.get(name, ABSENT), after.get(name, ABSENT)
        if first is ABSENT or second is ABSENT:
            yield Difference(f"{path}[{name}]", first, second)
        elif first != second:
            yield from _of_values(f"{path}[{name}]", first, second, ValueKind.OTHER)
    order = [name for name in before if name in after]
    if [name for name in after if name in before] != order:
        yield Difference(path, tuple(before), tuple(after))


def _come_and_gone(path: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Difference]:
    """Entries without ids of which there are more or fewer: each is told with its place in its own list."""
    gone = [place for place, entry in enumerate(old) if entry not in new]
    come = [place for place, entry in enumerate(new) if entry not in old]
    if not gone and not come:
        yield Difference(path, tuple(old), tuple(new))
    yield from (Difference(f"{path}[#{place + 1}]", old[place], ABSENT) for place in gone)
    yield from (Difference(f"{path}[#{place + 1}]", ABSENT, new[place]) for place in come)


def _kind(field: FieldInfo) -> ValueKind:
    found = list(_readers(field.annotation)) + [
        one.func for one in field.metadata if isinstance(one, BeforeValidator)
    ]
    return next((_READERS[reader] for reader in found if reader in _READERS), ValueKind.OTHER)


def _readers(annotation: Any) -> Iterator[Any]:
    """The functions that read the parts of an annotation, such as that of `Duration | None`."""
    for one in get_args(annotation):
        if isinstance(one, BeforeValidator):
            yield one.func
        yield from _readers(one)
