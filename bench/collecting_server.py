"""A ticket system in a process of its own that answers as fast as bytes go: all is made before it is asked.

Each ticket comes with its changes; pages follow each other by a token.
"""

import json
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from urllib.parse import parse_qs, urlsplit

CHANGES_PER_TICKET = 5
TICKETS_PER_PAGE = 5_000
OPENED = 1_767_225_600
"""2026-01-01; the tickets open one a second."""

_STATUSES = ("new", "assigned", "waiting", "assigned", "waiting", "done")


@contextmanager
def serving(tickets: int) -> Iterator[str]:
    """Yield the address of a server that has `tickets` tickets; its process ends afterwards."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(tickets, theirs), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.terminate()
        process.join()


def pages(tickets: int) -> list[bytes]:
    """Return the body of each page."""
    starts = range(0, tickets, TICKETS_PER_PAGE)
    return [_page(start, min(start + TICKETS_PER_PAGE, tickets), tickets) for start in starts]


def _page(start: int, end: int, tickets: int) -> bytes:
    token = {"next": str(end)} if end < tickets else {}
    return json.dumps({"issues": [_issue(number) for number in range(start, end)], **token}).encode()


def _issue(number: int) -> dict[str, object]:
    opened = OPENED + number
    changes = [
        {"at": opened + 600 * turn, "field": "status", "from": _STATUSES[turn - 1], "to": _STATUSES[turn]}
        for turn in range(1, CHANGES_PER_TICKET + 1)
    ]
    return {
        "key": f"INC{number:08d}",
        "opened": opened,
        "updated": opened + 600 * CHANGES_PER_TICKET,
        "status": _STATUSES[CHANGES_PER_TICKET],
        "service": f"T{number % 50}",
        "unit": f"unit {number % 500}",
        "title": "What a person wrote about it, which nobody keeps",
        "history": changes,
    }


def _serve(tickets: int, told: "Connection[int, int]") -> None:
    bodies = pages(tickets)
    nothing = json.dumps({"issues": []}).encode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            # Nothing is new: everything lies in the past that is filled back.
            is_past = int(query["since"]) < OPENED + tickets
            place = int(query.get("after", "0")) // TICKETS_PER_PAGE
            body = bodies[place] if is_past else nothing
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_told: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.send(server.server_port)
    server.serve_forever()
