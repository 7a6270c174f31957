"""Prometheus: the samples of a series such as `probe_success`, as they were taken."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, field_validator, model_validator

from collector.connectors.connector import Chunk, Evidence, HttpConnector, Setting, Span
from collector.connectors.options import HttpOptions
from collector.connectors.prometheus_answers import (
    joined_samples,
    refuse_mixed_series,
    series_of,
    shortest_interval,
)
from collector.errors import Problem, ProblemsFound, Severity
from collector.remote.problems import unreadable

WINDOW = "$window"
"""Stands in an expression for the step, as a range: `last_over_time(probe_success[$window])`."""

_MOST_POINTS = 11_000
"""Points of one series that Prometheus gives in one answer to a query over a range; it refuses more."""

_REFUSED = frozenset({400, 422})
_MEND = (
    "Try it in Prometheus itself. `query` only names series; put anything computed into `expression`, "
    "and make `slice` shorter where there are too many samples"
)

Positive = Annotated[int, Field(gt=0)]


class PrometheusOptions(HttpOptions):
    """What is read of a Prometheus.

    `query` selects series, whose samples are read as they were taken. An `expression` is computed at every
    `step` instead.
    """

    type: Literal["prometheus"]
    query: str | None = Field(
        default=None, min_length=1, description='series to read: `probe_success{job="city"}`'
    )
    expression: str | None = Field(
        default=None,
        description="what is computed at every step: `min by (x) (last_over_time(probe_success[$window]))`",
    )
    step: Positive | None = Field(default=None, description="seconds between two points of an expression")
    scrape_interval: Positive | None = Field(
        default=None,
        description="seconds between two samples; without it the shortest of the targets scraped now",
    )
    up_from: float = Field(
        default=1.0, description="a sample of this value or more is `up` in the column state"
    )
    slice: Positive = Field(default=6 * 3600, description="seconds of samples that are asked for at once")
    settle: Annotated[int, Field(ge=0)] = Field(
        default=60, description="seconds before now that are left to the next run: they may still come in"
    )

    @field_validator("query")
    @classmethod
    def _is_one_selector(cls, query: str | None) -> str | None:
        if query is not None and query.rstrip().endswith("]"):
            raise ValueError("name the series without a range; the connector adds it")
        return query

    @model_validator(mode="after")
    def _reads_one_thing(self) -> Self:
        if (self.query is None) == (self.expression is None):
            raise ValueError("name either `query` or `expression`, one of the two")
        if (self.expression is None) != (self.step is None):
            raise ValueError("step: needed with `expression`, and only there")
        if self.expression is not None and WINDOW not in self.expression:
            raise ValueError(
                f"expression: say `last_over_time(SERIES[{WINDOW}])` in place of SERIES; without a range "
                "Prometheus repeats the last sample for five minutes, which hides shorter gaps"
            )
        if self.overlap < self.settle:
            raise ValueError(f"overlap: at least `settle` ({self.settle}), or what settles late is lost")
        return self


class PrometheusConnector(HttpConnector[PrometheusOptions]):
    """Reads samples in slices of time."""

    options_type = PrometheusOptions
    mapping_types: ClassVar[tuple[str, ...]] = ("samples",)
    evidence = Evidence.LIVE_TESTED
    follows = "Prometheus 2.42"

    def __init__(self, setting: Setting[PrometheusOptions]) -> None:
        super().__init__(setting)
        if getattr(setting.mapping, "records", "all") != "all":
            found = f"source {setting.name!r}: a state would go on through a gap, in which nobody looked"
            remedy = "Say `records: all`, and as `max_gap` somewhat more than the scrape interval"
            raise ProblemsFound([Problem(found, "all", remedy, path="records")])

    def known_until(self, now: int) -> int:
        """Return the last instant whose samples have come in."""
        return now - self.options.settle

    def read(self, span: Span) -> Iterator[Chunk]:
        """Yield the samples of `span`, a chunk per slice; raises SourceUnreadable and ProblemsFound."""
        settled = self.known_until(self.surroundings.now())
        until = settled if span.until is None else min(span.until, settled)
        length = self._slice()
        for start in range(span.since, until, length):
            yield self._slice_read(start, min(start + length, until), told=span.until is None)

    def _slice(self) -> int:
        if self.options.step is None:
            return self.options.slice
        self._refuse_coarse_steps(self.options.step)
        return min(self.options.slice, _MOST_POINTS * self.options.step)

    def _slice_read(self, start: int, end: int, *, told: bool) -> Chunk:
        path, query = self._question(start, end)
        answer = self.client.ask("GET", path, query=query, accepted=_REFUSED)
        if answer.status in _REFUSED:
            raise unreadable(answer.address, f"the system answered {answer.status} to the query", _MEND)
        # A grid may have its next point after the slice; a range begins a millisecond early.
        series = series_of(answer, start - 1, end + (self.options.step or 0))
        columns = self.mapping.source_columns()
        parts = [one.rows(start, end, columns, self.options.up_from) for one in series]
        rows = joined_samples(parts)
        refuse_mixed_series(series, parts, self.mapping, self.name)
        warnings = (_nothing_found(answer.address),) if told and rows.empty else ()
        return Chunk(rows, end, answer.content_hash, answer.address, warnings)

    def _question(self, start: int, end: int) -> tuple[str, Mapping[str, str]]:
        if self.options.expression is None:
            # A range selector gives samples with their own times, and none where none was taken. Its range
            # is closed at both ends before version 3 and open at its start since: one that begins a
            # millisecond early holds the same in both, once that millisecond is cut off again.
            selected = f"{self.options.query}[{(end - start) * 1000}ms]"
            return "api/v1/query", {"query": selected, "time": f"{end - 1}.999"}
        step = self.options.step or 1
        expression = self.options.expression.replace(WINDOW, f"{step}s")
        first = -(-start // step) * step
        return "api/v1/query_range", {
            "query": expression,
            "start": str(first),
            "end": str(max(first, end - 1)),
            "step": str(step),
        }

    def _refuse_coarse_steps(self, step: int) -> None:
        """Raise ProblemsFound where an expression would be computed more seldom than samples are taken."""
        told = self.options.scrape_interval
        interval = (
            shortest_interval(self.client.get("api/v1/targets", {"state": "active"}))
            if told is None
            else told
        )
        if step > interval:
            raise ProblemsFound(
                [
                    Problem(
                        f"source {self.name!r}: a step of {step} seconds leaves out samples that are taken "
                        f"every {interval:g} seconds",
                        allowed=f"at most {interval:g}",
                        remedy="Make `step` shorter, or say the `scrape_interval` of the jobs concerned",
                        path="step",
                    )
                ]
            )


def _nothing_found(address: str) -> Problem:
    return Problem(
        "no series answered the query, so nothing is known of the time it was asked for",
        remedy="Check the name and labels of the query, and whether the targets are still scraped",
        file=address,
        severity=Severity.WARNING,
    )
