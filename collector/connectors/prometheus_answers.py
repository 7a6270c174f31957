"""What Prometheus answers: series of labels and samples, as rows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from collector.connectors.rows import ROW_PART, frame_of, joined_rows
from collector.errors import Problem, ProblemsFound
from collector.mapping import CommonMapping
from collector.remote.answer import Answer
from collector.remote.problems import unreadable

AT, VALUE, STATE = "at", "value", "state"
"""Columns of a sample: whole UTC second (`time_format: unix`), value as told, and up, down or unknown."""

_LABEL = "metric."
_SCOPE = ("prober", "service", "unit")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0, "w": 604_800.0, "y": 31_536_000.0}
_DURATION = re.compile(r"(\d+)(ms|[smhdwy])")


@dataclass(frozen=True)
class Series:
    """One series: its labels, and its samples as (seconds since 1970 with fraction, value)."""

    labels: Mapping[str, str]
    samples: Sequence[Sequence[str]]

    def rows(self, start: int, end: int, columns: Sequence[str], up_from: float) -> pd.DataFrame:
        """Return the samples from `start` to before `end`, with those labels that `columns` name."""
        at = np.array([sample[0] for sample in self.samples], dtype="float64")
        told = np.array([sample[1] for sample in self.samples], dtype="str")
        inside = (at >= start) & (at < end)
        at, told = at[inside], told[inside]
        labels = [column for column in columns if column.startswith(_LABEL)]
        return frame_of(
            ROW_PART,
            {
                AT: np.floor(at).astype("int64").astype("str").tolist(),
                VALUE: told.tolist(),
                STATE: _states(told, up_from).tolist(),
                **{column: [self.label(column)] * at.size for column in labels},
            },
        )

    def label(self, column: str) -> str:
        """Return the label that the column `metric.NAME` holds, "" where the series has none."""
        return self.labels.get(column.removeprefix(_LABEL), "")


def series_of(answer: Answer, first: int, last: int) -> list[Series]:
    """Return the series of an answer, whose samples lie from `first` to `last`.

    Raises SourceUnreadable where it is none, not whole, or not what was asked for.
    """
    told = answer.json()
    data = told.get("data") if isinstance(told, Mapping) else None
    found = data.get("result") if isinstance(data, Mapping) else None
    if not isinstance(data, Mapping) or data.get("resultType") != "matrix" or not isinstance(found, list):
        raise unreadable(
            answer.address,
            "the answer holds no series over time",
            "`query` selects series, such as probe_success; put anything computed into `expression`",
        )
    if told.get("warnings"):
        # Such as a part of a distributed store that did not answer: it would be missed for good.
        raise unreadable(answer.address, "the answer says that it may not be whole", "Ask the system why")
    return [_series(one, answer.address, first, last) for one in found]


def joined_samples(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all series."""
    return joined_rows(parts)


def refuse_mixed_series(
    series: Sequence[Series], parts: Sequence[pd.DataFrame], mapping: CommonMapping, source: str
) -> None:
    """Raise ProblemsFound where two series sampled at one time would be one prober of one service.

    Their samples would alternate, and each outage of one of them end a second later.
    """
    spans = sorted(
        (_scope(one, mapping), int(rows[AT].iloc[0]), int(rows[AT].iloc[-1]))
        for one, rows in zip(series, parts, strict=True)
        if len(rows)
    )
    for (scope, _, last), (other, first, _) in pairwise(spans):
        if scope == other and first <= last:
            raise ProblemsFound([_mixed(scope, source)])


def shortest_interval(answer: Answer) -> float:
    """Return the shortest interval in seconds at which an active target is scraped.

    Raises SourceUnreadable where the answer names none.
    """
    told = answer.json()
    data = told.get("data") if isinstance(told, Mapping) else None
    targets = data.get("activeTargets") if isinstance(data, Mapping) else None
    listed = targets if isinstance(targets, list) else []
    found = [_seconds(str(one.get("scrapeInterval", ""))) for one in listed if isinstance(one, Mapping)]
    known = [seconds for seconds in found if seconds > 0]
    if not known:
        raise unreadable(
            answer.address,
            "no target that is scraped now says how often",
            "Say `scrape_interval` in the sources file",
        )
    return min(known)


def _series(told: Any, address: str, first: int, last: int) -> Series:
    labels = told.get("metric") if isinstance(told, Mapping) else None
    samples = told.get("values") if isinstance(told, Mapping) else None
    if not isinstance(labels, Mapping) or not isinstance(samples, list):
        raise unreadable(address, "a series of the answer has no plain samples (histograms are none)")
    if not all(isinstance(sample, list) and len(sample) == 2 for sample in samples):
        raise unreadable(address, "a sample of the answer is no pair of time and value")
    if not all(_is_number(text) for sample in samples for text in sample):
        raise unreadable(address, "a sample of the answer holds what is no number")
    at = np.array([sample[0] for sample in samples], dtype="float64")
    if not bool(((at >= first) & (at <= last)).all()):
        raise unreadable(address, "a sample of the answer lies outside the time that was asked for")
    return Series({str(name): str(value) for name, value in labels.items()}, samples)


def _is_number(text: object) -> bool:
    try:
        float(text)  # type: ignore[arg-type]  # whatever came; what is no text is refused below
    except (TypeError, ValueError):
        return False
    return isinstance(text, str)


def _states(told: npt.NDArray[np.str_], up_from: float) -> npt.NDArray[np.str_]:
    value = told.astype("float64")
    return np.where(np.isnan(value), "unknown", np.where(value >= up_from, "up", "down"))


def _scope(series: Series, mapping: CommonMapping) -> tuple[str, ...]:
    named = mapping.named_columns()
    words = []
    for name in _SCOPE:
        word = series.label(named[name][0]) if name in named else ""
        ours = mapping.values.get(name, {})  # noqa: PD011 - the words of a mapping, no frame
        words.append(ours.get(word, word))
    return tuple(words)


def _mixed(scope: tuple[str, ...], source: str) -> Problem:
    named = ", ".join(f"{name} {word!r}" for name, word in zip(_SCOPE, scope, strict=True) if word)
    return Problem(
        f"source {source!r}: several series at one time are the same prober of the same service"
        + (f": {named}" if named else ""),
        remedy="Name the label that tells them apart as `prober`, or narrow the query to one of them",
        path="columns",
    )


def _seconds(duration: str) -> float:
    parts = _DURATION.findall(duration)
    whole = "".join(number + unit for number, unit in parts) == duration
    return sum(int(number) * _UNITS[unit] for number, unit in parts) if whole else 0.0
