"""What each group says of a need, every voice kept apart: no mean over groups stands in its place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from evaluator.core.deciding.needs.small_groups import hidden_parts
from evaluator.decisions.needs import Need, SpeaksAs, Voice


class Shown(StrEnum):
    """Whether the marks of a group may be shown; `uncounted`: how many answered is not known."""

    SHOWN = "shown"
    TOO_FEW = "too_few"
    UNCOUNTED = "uncounted"


@dataclass(frozen=True)
class Rating:
    """The marks of one group of one segment for one need.

    `count` are the persons who answered, or for bodies how many spoke; marks are the mean by persons, or by
    bodies. All three are None where they may not be shown. `satisfaction` is None, too, where nobody was
    asked. `uncounted` voices did not say how many answered and are in none of them.
    """

    group: str
    segment: str
    speaks_as: SpeaksAs
    shown: Shown
    count: int | None
    importance: Fraction | None
    satisfaction: Fraction | None
    uncounted: int = 0


@dataclass(frozen=True)
class Together:
    """The persons of all groups shown, taken together; it stands beside the groups and never for them."""

    count: int
    importance: Fraction


def rate(need: Need, segments: Mapping[str, str], smallest: int) -> tuple[Rating, ...]:
    """Return the ratings of `need`, the highest importance first, then those that may not be shown.

    `segments` gives the segment of each unit; groups of fewer than `smallest` persons are too few.
    """
    found = [_rate(key, voices, smallest) for key, voices in grouped_voices(need.voices, segments).items()]
    return tuple(sorted(found, key=lambda one: (-(one.importance or 0), one.shown, one.group, one.segment)))


Key = tuple[str, str, SpeaksAs]


def segment_of(voice: Voice, segments: Mapping[str, str]) -> str:
    """Return the segment a voice speaks for; empty for all."""
    return voice.segment or segments.get(voice.unit or "", "")


def grouped_voices(voices: Iterable[Voice], segments: Mapping[str, str]) -> dict[Key, list[Voice]]:
    """Return the voices by group, segment, and whether persons or bodies speak."""
    found: dict[Key, list[Voice]] = {}
    for voice in voices:
        key = voice.group, segment_of(voice, segments), voice.speaks_as
        found.setdefault(key, []).append(voice)
    return found


def _rate(key: Key, voices: Sequence[Voice], smallest: int) -> Rating:
    group, segment, speaks_as = key
    if speaks_as is SpeaksAs.BODY:
        weighed = [(voice, 1) for voice in voices]
    else:
        weighed = [(voice, voice.respondents) for voice in voices if voice.respondents is not None]
    count, uncounted = sum(number for _, number in weighed), len(voices) - len(weighed)
    shown = _shown(speaks_as, count, smallest)
    if shown is not Shown.SHOWN:
        return Rating(group, segment, speaks_as, shown, None, None, None, uncounted)
    asked = [(voice.satisfaction, number) for voice, number in weighed if voice.satisfaction is not None]
    answers = sum(number for _, number in asked)
    is_told = _shown(speaks_as, answers, smallest) is Shown.SHOWN
    return Rating(
        group,
        segment,
        speaks_as,
        shown,
        count,
        mean((voice.importance, number) for voice, number in weighed),
        mean(asked) if is_told else None,
        uncounted,
    )


def _shown(speaks_as: SpeaksAs, count: int, smallest: int) -> Shown:
    if count == 0:
        return Shown.UNCOUNTED
    return Shown.TOO_FEW if speaks_as is SpeaksAs.PERSONS and count < smallest else Shown.SHOWN


def mean(marks: Iterable[tuple[Fraction, int]]) -> Fraction | None:
    """Return the mean of marks by how many gave each; None where nobody did."""
    given = list(marks)
    count = sum(number for _, number in given)
    return None if count == 0 else sum((mark * number for mark, number in given), Fraction()) / count


def together(ratings: Iterable[Rating]) -> Together | None:
    """Return what the persons of the shown groups say together; None where fewer than two groups are shown.

    Groups that are not shown are not in it, so that nothing of them can be computed from it.
    """
    given = [
        (one.importance, one.count)
        for one in ratings
        if one.speaks_as is SpeaksAs.PERSONS and one.importance is not None and one.count is not None
    ]
    importance = mean(given)
    if importance is None or len(given) < 2:
        return None
    return Together(sum(count for _, count in given), importance)


def strongest(ratings: Iterable[Rating]) -> Fraction | None:
    """Return the highest importance that any group gives; None where none may be shown."""
    return max((one.importance for one in ratings if one.importance is not None), default=None)


def shown_voices(need: Need, segments: Mapping[str, str], smallest: int) -> Iterator[Voice]:
    """Yield the voices whose marks may be shown beside the rating of their group.

    A unit's voice is hidden where it has too few persons, or where those of other units of the group could be
    computed from it.
    """
    for (_, _, speaks_as), voices in grouped_voices(need.voices, segments).items():
        counts = {str(place): voice.respondents or 0 for place, voice in enumerate(voices)}
        hidden = frozenset[str]() if speaks_as is SpeaksAs.BODY else hidden_parts(counts, smallest)
        yield from (voice for place, voice in enumerate(voices) if str(place) not in hidden)
