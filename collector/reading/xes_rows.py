"""An event log in XES (IEEE 1849-2016) as frames of text: one row per event, attributes as columns.

Attributes of the trace are named `trace:<key>`, those of the event by their key. Attributes inside
attributes and the log's own are not read. A document type is refused, so no entity is ever expanded.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

import pandas as pd
from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from collector.reading.content import CHUNK, open_content, unreadable
from collector.reading.rows import check_columns, text_frame

TRACE = "trace:"
_ROWS = 50_000
_DEPTH = 64


def xes_frames(path: Path, needed: Sequence[str]) -> Iterator[pd.DataFrame]:
    """Yield the `needed` attributes of every event, indexed by the event's place in the log from 1.

    An attribute an event lacks is blank. Raises SourceUnreadable at the end where no event has it at all.
    """
    present: set[str] = set()
    block: list[dict[str, str]] = []
    first = 1
    for event in _events(path):
        present.update(event)
        block.append(event)
        if len(block) == _ROWS:
            yield _frame(block, needed, first)
            first += len(block)
            block = []
    if present:
        check_columns(path, needed, sorted(present))
    yield _frame(block, needed, first)


def check_xes(path: Path, needed: Sequence[str]) -> None:
    """Read the log once to its end; raises SourceUnreadable as `xes_frames` does."""
    for _ in xes_frames(path, needed):
        pass


def _frame(block: list[dict[str, str]], needed: Sequence[str], first: int) -> pd.DataFrame:
    columns = {name: [event.get(name, "") for event in block] for name in needed}
    return text_frame(columns, range(first, first + len(block)))


def _events(path: Path) -> Iterator[dict[str, str]]:
    handler = _Log(path)
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(handler)
    with open_content(path) as content:
        try:
            for _ in _feed(parser, content):
                yield from handler.take()
        except DefusedXmlException as error:
            raise unreadable(
                path, "the log declares a document type or entities", "Deliver plain XES without them"
            ) from error
        except SAXParseException as error:
            raise unreadable(
                path,
                f"this is no well-formed XML: {error.getMessage()}",
                "Have it delivered again",
                line=error.getLineNumber(),
            ) from error


def _feed(parser: DefusedExpatParser, content: IO[bytes]) -> Iterator[None]:
    while chunk := content.read(CHUNK):
        parser.feed(chunk)
        yield
    parser.close()
    yield


class _Log(ContentHandler):
    """Gathers the events of a log as they end; nothing else of the document is kept."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._above: list[str] = []
        self._trace: dict[str, str] = {}
        self._event: dict[str, str] = {}
        self._ended: list[dict[str, str]] = []

    def take(self) -> list[dict[str, str]]:
        """Return the events that ended since the last call."""
        ended, self._ended = self._ended, []
        return ended

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - the name SAX calls
        """Keep an attribute of a trace or event."""
        depth = len(self._above)
        if depth == 3 and self._above[2] == "event" and "key" in attrs:
            self._event[attrs["key"]] = attrs.get("value", "")
        elif depth == 2 and self._above[1] == "trace" and "key" in attrs:
            self._trace[TRACE + attrs["key"]] = attrs.get("value", "")
        self._above.append(name.rpartition(":")[2])
        self._check_place()

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802 - as above
        """Finish an event or a trace."""
        ended = self._above.pop()
        if ended == "event" and len(self._above) == 2:
            self._ended.append({**self._trace, **self._event})
            self._event = {}
        elif ended == "trace" and len(self._above) == 1:
            self._trace = {}

    def _check_place(self) -> None:
        if self._above[0] != "log":
            raise unreadable(
                self._path, f"the document starts with <{self._above[0]}>, not <log>", "Deliver XES"
            )
        if len(self._above) > _DEPTH:
            raise unreadable(
                self._path, f"elements are nested more than {_DEPTH} deep", "Deliver a plain XES log"
            )
