"""Uptime Kuma: what its monitors say now (`/metrics`), or the last heartbeats of a status page.

It has no history to be asked for: what is not collected in time is lost, and unknown.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Literal
from urllib.parse import quote

from pydantic import Field

from collector.connectors.asked_now import asked_at
from collector.connectors.connector import Chunk, Evidence, HttpConnector, Span
from collector.connectors.options import ConnectorOptions, HttpOptions
from collector.connectors.rows import ROW_PART, joined_rows, records_frame, value_at
from collector.errors import Problem, Severity
from collector.instants import format_instant
from collector.remote.answer import Answer
from collector.remote.problems import unreadable

_METRIC = "monitor_status"
_LINE = re.compile(r"^monitor_status\{(?P<labels>.*)\} (?P<value>[^ ]+)(?: -?\d+)?$")
_LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"(?:,|$)')
_ESCAPES = {"\\\\": "\\", '\\"': '"', "\\n": "\n"}
_NAIVE = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?")
_MOST_BEATS = 100
_CHECK_PAGE = "Check `status_page`"
_COLUMNS = ("monitor_id", "monitor_name", "monitor_type", "group", "at", "state")

Row = Mapping[str, Any]


class UptimeKumaOptions(HttpOptions):
    """An Uptime Kuma: its metrics with an API key as password, or a public status page by its slug."""

    type: Literal["uptime_kuma"]
    status_page: str | None = Field(
        default=None, min_length=1, description="slug of a status page; without it `/metrics` is read"
    )


class UptimeKumaConnector(HttpConnector[UptimeKumaOptions]):
    """Samples: monitor and state 0 (down), 1 (up), 2 (pending) or 3 (maintenance)."""

    options_type: ClassVar[type[ConnectorOptions]] = UptimeKumaOptions
    mapping_types = ("samples", "service_states")
    evidence = Evidence.DOCUMENTED_ONLY
    follows = "the source of Uptime Kuma 2 (server/prometheus.js, server/routers/status-page-router.js)"
    has_history = False

    def read(self, span: Span) -> Iterator[Chunk]:
        """Yield what the monitors say now; raises SourceUnreadable."""
        if self.options.status_page is None:
            yield self._metrics()
        else:
            yield self._heartbeats(quote(self.options.status_page.lower(), safe=""), span)

    def _metrics(self) -> Chunk:
        answer = self.client.ask("GET", "metrics", headers={"Accept": "text/plain"})
        at = asked_at(answer, self.surroundings)
        rows = [{**labels, "at": format_instant(at)} for labels in _monitors(answer)]
        names = dict.fromkeys([*_COLUMNS, *self.mapping.source_columns()])
        warnings = () if rows else (_warning("the system tells of no monitor", answer.address),)
        return self._chunk(answer, rows, tuple(names), warnings)

    def _heartbeats(self, slug: str, span: Span) -> Chunk:
        names = _monitor_names(self.client.get(f"api/status-page/{slug}"))
        answer = self.client.get(f"api/status-page/heartbeat/{slug}")
        beats = _beats(answer)
        _refuse_summaries(beats, answer.address)
        rows = [
            {
                "monitor_id": key,
                **names.get(key, {}),
                "at": _in_utc(value_at(beat, "time")),
                "state": beat.get("status"),
            }
            for key, some in beats.items()
            for beat in some
        ]
        return self._chunk(answer, rows, _COLUMNS, self._told_of_gaps(beats, span, answer.address))

    def _told_of_gaps(self, beats: Mapping[str, list[Row]], span: Span, address: str) -> tuple[Problem, ...]:
        known_until = format_instant(span.since + self.options.overlap)
        late = [
            key
            for key, some in beats.items()
            if len(some) >= _MOST_BEATS and _in_utc(value_at(some[0], "time")).replace(" ", "T") > known_until
        ]
        if not late:
            return ()
        found = f"monitors of which heartbeats were lost since {known_until}: {', '.join(sorted(late))}"
        return (_warning(found, address, f"A page tells {_MOST_BEATS} heartbeats; collect more often"),)

    def _chunk(
        self, answer: Answer, rows: Sequence[Row], names: tuple[str, ...], warnings: tuple[Problem, ...]
    ) -> Chunk:
        frame = joined_rows([records_frame(ROW_PART, rows, {name: name for name in names})])
        reached = asked_at(answer, self.surroundings)
        return Chunk(frame, reached, answer.content_hash, answer.address, warnings)


def _monitors(answer: Answer) -> Iterator[dict[str, str]]:
    """Yield labels and state of each monitor; raises SourceUnreadable for what is no metrics of its kind."""
    text = answer.text()
    if f"# TYPE {_METRIC} gauge" not in text:
        raise unreadable(
            answer.address,
            f"the answer is no metrics with {_METRIC}",
            "Check `address`, and that `sign_in` is basic with the API key as password",
        )
    for line in text.split("\n"):
        if not line.startswith(_METRIC + "{"):
            continue
        found = _LINE.match(line.rstrip("\r"))
        if found is None:
            raise unreadable(answer.address, f"a line of {_METRIC} cannot be read")
        yield {**_labels(found["labels"], answer.address), "state": found["value"]}


def _labels(text: str, address: str) -> dict[str, str]:
    """Return the labels of a metric (Prometheus text format 0.0.4: backslash, quote and line break)."""
    found, end = {}, 0
    for label in _LABEL.finditer(text):
        if label.start() != end:
            break
        end = label.end()
        found[label[1]] = re.sub(r'\\[\\"n]', lambda escape: _ESCAPES[escape[0]], label[2])
    if end != len(text):
        raise unreadable(address, f"the labels of a line of {_METRIC} cannot be read")
    return found


def _monitor_names(answer: Answer) -> dict[str, Row]:
    """Return what a status page says of each monitor, by its number."""
    names: dict[str, Row] = {}
    for group in _objects(_under(answer, "publicGroupList"), answer):
        for monitor in _objects(group.get("monitorList", []), answer):
            names[value_at(monitor, "id")] = {
                "monitor_name": monitor.get("name"),
                "monitor_type": monitor.get("type"),
                "group": group.get("name"),
            }
    return names


def _beats(answer: Answer) -> dict[str, list[Any]]:
    """Return the heartbeats of each monitor, by its number."""
    found = _under(answer, "heartbeatList")
    if not isinstance(found, dict) or not all(isinstance(some, list) for some in found.values()):
        raise unreadable(answer.address, "`heartbeatList` holds no lists by monitor", _CHECK_PAGE)
    return found


def _under(answer: Answer, name: str) -> Any:
    content = answer.json()
    if not isinstance(content, dict) or name not in content:
        raise unreadable(answer.address, f"the answer holds no `{name}`", _CHECK_PAGE)
    return content[name]


def _objects(found: Any, answer: Answer) -> list[dict[str, Any]]:
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise unreadable(answer.address, "the page has groups or monitors that are none", _CHECK_PAGE)
    return found


def _refuse_summaries(beats: Mapping[str, Any], address: str) -> None:
    """Raise SourceUnreadable for beats that sum up hours or days, of which some may be 0 for *none*.

    A page whose bar shows a number of days gives down for a whole part of it in which one beat was; then no
    beat has a response time.
    """
    all_beats = [beat for some in beats.values() for beat in some]
    is_summary = any(not isinstance(beat, dict) for beat in all_beats) or (
        any(value_at(beat, "status") == "1" for beat in all_beats)
        and not any(value_at(beat, "ping") != "" for beat in all_beats)
    )
    if is_summary:
        raise unreadable(
            address,
            "the page gives no single heartbeats, but sums of hours or days",
            "Set the heartbeat bar of the status page to `auto`, or read the metrics",
        )


def _in_utc(time: str) -> str:
    """Return a time that the system writes in UTC without saying so."""
    return f"{time}Z" if _NAIVE.fullmatch(time) else time


def _warning(found: str, address: str, remedy: str = "") -> Problem:
    return Problem(found, remedy=remedy, file=address, severity=Severity.WARNING)
