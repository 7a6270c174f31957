"""A folder of an IMAP server (RFC 3501, RFC 6851), over TLS and nothing else."""

import imaplib
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from collector.connectors.mailbox.limited import LimitedImap, LimitedTlsImap
from collector.errors import Problem, SourceUnreadable
from collector.instants import from_datetime

_DATE = re.compile(rb'INTERNALDATE "([^"]+)"')
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,18})\b")
_UID = re.compile(rb"(?:^|[( ])UID (\d{1,10})\b")
_LISTING = 64 << 20
"""Bytes that the list of mails may have: some 600,000 mails."""

_NO_ANSWER = (ValueError, LookupError, TypeError, AttributeError)
"""What the library raises for answers that are no IMAP: numbers without end, strange letters, nothing."""

Answered = TypeVar("Answered")


@dataclass(frozen=True)
class Heading:
    """One mail as the server lists it: its number, bytes, and when the server received it."""

    uid: int
    size: int
    received_at: int


@dataclass
class Mailbox:
    """An open folder; `validity` changes when the server numbers its mails anew (RFC 3501, 2.3.1.1)."""

    host: str
    validity: int
    abilities: frozenset[str]
    _server: LimitedImap = field(repr=False)

    def headings(self, after: int) -> list[Heading]:
        """Return the mails with a number above `after`, in order; raises SourceUnreadable."""
        self._server.allow(_LISTING)
        listed = self._ask(
            "list its mails",
            lambda: self._server.uid("FETCH", f"{after + 1}:*", "(UID RFC822.SIZE INTERNALDATE)"),
        )
        found = [_heading(line, self.host) for line in listed if isinstance(line, bytes)]
        # `n:*` names the last mail even where its number is below n.
        by_number = {one.uid: one for one in found if one is not None and one.uid > after}
        return [by_number[uid] for uid in sorted(by_number)]

    def content(self, uid: int, largest: int) -> bytes | None:
        """Return the whole mail, at most `largest` bytes; None where it is gone. It is not marked as read."""
        self._server.allow(largest + _LISTING)
        listed = self._ask("give a mail", lambda: self._server.uid("FETCH", str(uid), "(BODY.PEEK[])"))
        return next((line[1] for line in listed if isinstance(line, tuple)), None)

    def move(self, uid: int, folder: str) -> None:
        """Move a mail to another folder of the mailbox; one that is gone already is no problem."""
        remedy = f"See that there is a folder {folder!r}, and that the user may move mails"
        self._server.allow()
        if "MOVE" in self.abilities:
            self._ask("move a mail", lambda: self._server.uid("MOVE", str(uid), _quoted(folder)), remedy)
            return
        self._ask("copy a mail", lambda: self._server.uid("COPY", str(uid), _quoted(folder)), remedy)
        self._ask("mark a mail", lambda: self._server.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)"))
        if "UIDPLUS" in self.abilities:
            # Without it everything marked by others would go too.
            self._ask("remove a mail", lambda: self._server.uid("EXPUNGE", str(uid)))

    def _ask(self, what: str, ask: Callable[[], Any], remedy: str = "") -> list[Any]:
        status, answer = answered(self.host, ask)
        if status != "OK":
            raise refused(self.host, f"the mail server would not {what}", remedy)
        return [line for line in answer if line is not None]


@dataclass(frozen=True)
class Place:
    """Which mailbox: host, port and folder, whose it is and the password, and how it is trusted."""

    host: str
    port: int
    folder: str
    user: str
    password: str = field(repr=False)
    trusted: ssl.SSLContext = field(repr=False)
    starttls: bool
    time_out: int


@contextmanager
def opened_mailbox(place: Place, *, changes: bool) -> Iterator[Mailbox]:
    """Yield the folder, opened for changes or only to be read; raises SourceUnreadable."""
    server = answered(place.host, lambda: _connected(place))
    try:
        _sign_in(server, place)
        server.allow()
        status, _ = answered(place.host, lambda: server.select(_quoted(place.folder), readonly=not changes))
        if status != "OK":
            raise refused(place.host, f"the mailbox has no folder {place.folder!r}")
        validity = answered(place.host, lambda: server.response("UIDVALIDITY")[1])
        # What a server can do it says only once somebody signed in.
        _, abilities = answered(place.host, server.capability)
        yield Mailbox(place.host, _number(validity[0], place.host), _words(abilities[0]), server)
    finally:
        _leave(server)


def refused(host: str, found: str, remedy: str = "") -> SourceUnreadable:
    """Return the error of a mailbox; the server's own words are left out, they may quote what was sent."""
    return SourceUnreadable(Problem(found, remedy=remedy, file=f"imap://{host}"))


def answered(host: str, ask: Callable[[], Answered]) -> Answered:
    """Return what `ask` does; what goes wrong on the way becomes an error that names the host."""
    try:
        return ask()
    except ssl.SSLCertVerificationError:
        found = "its certificate is not trusted"
        remedy = "Name its authority under `certificate_authority`"
    except (OSError, imaplib.IMAP4.error, *_NO_ANSWER) as error:
        found, remedy = f"the mail server cannot be used: {_kind(error)}", ""
    # Outside: the library's errors hold what the server said.
    raise refused(host, found, remedy)


def _kind(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ssl.SSLError):
        return "no encrypted connection; `port` and `security` belong together"
    if isinstance(error, socket.gaierror):
        return "its name is not known"
    if isinstance(error, OSError):
        return "no connection"
    return "its answer is no IMAP, too large, or ended early"


def _connected(place: Place) -> LimitedImap:
    if not place.starttls:
        return LimitedTlsImap(place.host, place.port, ssl_context=place.trusted, timeout=place.time_out)
    server = LimitedImap(place.host, place.port, timeout=place.time_out)
    is_encrypted = False
    try:
        server.starttls(place.trusted)
        is_encrypted = True
    finally:
        if not is_encrypted:
            _leave(server)
    return server


def _sign_in(server: LimitedImap, place: Place) -> None:
    server.allow()
    try:
        if "AUTH=PLAIN" in server.capabilities:
            # Any letter can be said in it (RFC 4616), and none is mistaken for the end of a word.
            pair = f"\0{place.user}\0{place.password}".encode()
            server.authenticate("PLAIN", lambda _: pair)
        else:
            server.login(_quoted(place.user), place.password)
    except UnicodeEncodeError:
        remedy = "This server takes letters of ASCII only; set another password"
    except (OSError, imaplib.IMAP4.error, *_NO_ANSWER):
        remedy = "Check `user` and its password"
    else:
        return
    # Outside: the errors hold what was sent and what the server said.
    raise refused(place.host, "the mail server did not let us in", remedy)


def _leave(server: LimitedImap) -> None:
    server.allow(seconds=10)
    try:
        server.logout()
    except (OSError, imaplib.IMAP4.error, *_NO_ANSWER):
        with suppress(OSError):
            server.shutdown()


def _number(text: bytes | None, host: str) -> int:
    found = re.fullmatch(rb"\d{1,10}", text or b"")
    if found is None:
        raise refused(host, "the mail server does not say how its mails are numbered (UIDVALIDITY)")
    return int(found[0])


def _words(text: bytes | None) -> frozenset[str]:
    return frozenset((text or b"").decode("ascii", "replace").upper().split())


def _heading(line: bytes, host: str) -> Heading | None:
    """Return the mail that a line lists; None for news that nobody asked for (RFC 3501, 7.4.2)."""
    if b"RFC822.SIZE" not in line and b"INTERNALDATE" not in line:
        return None
    uid, size, date = _UID.search(line), _SIZE.search(line), _DATE.search(line)
    moment = None if date is None else _moment(date[1])
    if uid is None or size is None or moment is None:
        # Left out, it would be passed by for ever.
        raise refused(host, "the mail server lists a mail without number, size, or time that can be read")
    return Heading(int(uid[1]), int(size[1]), moment)


def _moment(text: bytes) -> int | None:
    try:
        found = datetime.strptime(text.decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z")
        return from_datetime(found)
    except (ValueError, OverflowError):
        return None


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
