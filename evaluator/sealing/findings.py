"""What a check of a seal found, in words: which row, path or subject is not what was sealed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from evaluator.results.published import Seal, SealDifference
from evaluator.sealing.differences import sheet_differences
from evaluator.sealing.digests import Fingerprints

MOST_NAMED = 20
"""How many findings of one part are named; of more their number is."""


class Part(StrEnum):
    """Which part of a seal a finding is about."""

    RECORD = "record"
    DOCUMENT = "document"
    RESULTS = "results"
    CONTRACT = "contract"
    EXCLUSIONS = "exclusions"
    FACTS = "facts"
    CALENDARS = "calendars"
    EARLIER = "earlier"
    RECKONING = "reckoning"


@dataclass(frozen=True)
class Finding:
    """One thing found; `fails` unless it only says why something could not be, or need not be, the same."""

    part: Part
    text: str
    fails: bool = True


@dataclass(frozen=True)
class SealCheck:
    """One seal, and what was found of it."""

    seal: Seal
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing found says that the seal does not verify."""
        return not any(one.fails for one in self.findings)


def some(part: Part, texts: Sequence[str], *, fails: bool = True) -> Iterator[Finding]:
    """Yield a finding for each text, and beyond `MOST_NAMED` one that says how many more there are."""
    for text in texts[:MOST_NAMED]:
        yield Finding(part, text, fails)
    if len(texts) > MOST_NAMED:
        yield Finding(part, f"and {len(texts) - MOST_NAMED} more of this kind", fails)


def told(difference: SealDifference) -> str:
    """Return a difference between what was sealed (`before`) and what is there (`after`)."""
    subject = f"{difference.part} {difference.subject}".strip()
    now = "nothing" if difference.after is None else difference.after
    sealed = "nothing" if difference.before is None else difference.before
    return f"{subject}: {difference.field} {now}, sealed {sealed}"


def told_sheets(sealed: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """Return in words what the sheets `found` say otherwise than those `sealed`."""
    names = dict.fromkeys([*sealed, *found])
    return [told(one) for name in names for one in sheet_differences(name, sealed.get(name), found.get(name))]


def told_rows(
    kind: str, sealed: Mapping[str, Any], found: Mapping[str, Any], prints: Sequence[Mapping[str, int]]
) -> list[str]:
    """Return in words whose rows of `kind` are not those sealed, from digests and two fingerprints."""
    if sealed == found:
        return []
    before, now = (Fingerprints(one) for one in prints)
    subjects = before.differing(now)
    rows = f"{found.get('rows')} rows, sealed {sealed.get('rows')}"
    if not subjects:
        return [f"{kind}: not the rows that were sealed ({rows})"]
    return [f"{kind} of {subject}: not the rows that were sealed ({rows} in all)" for subject in subjects]


def told_content(path: str, sealed: Any, found: Any) -> Iterator[str]:
    """Yield in words, by path, what `found` says otherwise than `sealed`: keys and lists, down to values."""
    if isinstance(sealed, Mapping) and isinstance(found, Mapping):
        for key in dict.fromkeys([*sealed, *found]):
            place = f"{path}.{key}" if path else str(key)
            yield from told_content(place, sealed.get(key), found.get(key))
    elif isinstance(sealed, list) and isinstance(found, list):
        before, now = _named(sealed), _named(found)
        for name in dict.fromkeys([*before, *now]):
            yield from told_content(f"{path}[{name}]", before.get(name), now.get(name))
    elif sealed != found:
        yield f"{path}: {_short(found)}, sealed {_short(sealed)}"


def _named(entries: Sequence[Any]) -> dict[str, Any]:
    """Entries of a list by their id, else by their place from 1 as `#3`."""
    found: dict[str, Any] = {}
    for place, entry in enumerate(entries, 1):
        name = entry.get("id") if isinstance(entry, Mapping) else None
        found[name if isinstance(name, str) and name not in found else f"#{place}"] = entry
    return found


def _short(value: Any) -> str:
    if value is None:
        return "nothing"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
