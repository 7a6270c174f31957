"""A folder of an IMAP server (RFC 3501, RFC 6851), over TLS and nothing else."""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from collector.errors import Problem, SourceUnreadable
from collector.instants import from_datetime

_DATE = re.compile(rb'INTERNALDATE "([^"]+)"')
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_UID = re.compile(rb"UID (\d+)")


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
    _server: imaplib.IMAP4 = field(repr=False)

    def headings(self, after: int) -> list[Heading]:
        """Return the mails with a number above `after`, in order."""
        listed = self._ask(
            "list its mails",
            lambda: self._server.uid("FETCH", f"{after + 1}:*", "(UID RFC822.SIZE INTERNALDATE)"),
        )
        found = [_heading(line) for line in listed if isinstance(line, bytes)]
        # `n:*` names the last mail even where its number is below n.
        return sorted((one for one in found if one is not None and one.uid > after), key=lambda one: one.uid)

    def content(self, uid: int) -> bytes | None:
        """Return the whole mail; None where it is gone. It is not marked as read."""
        listed = self._ask("give a mail", lambda: self._server.uid("FETCH", str(uid), "(BODY.PEEK[])"))
        return next((line[1] for line in listed if isinstance(line, tuple)), None)

    def move(self, uid: int, folder: str) -> None:
        """Move a mail to another folder of the mailbox."""
        if "MOVE" in self.abilities:
            self._ask("move a mail", lambda: self._server.uid("MOVE", str(uid), _quoted(folder)))
            return
        self._ask("copy a mail", lambda: self._server.uid("COPY", str(uid), _quoted(folder)))
        self._ask("mark a mail", lambda: self._server.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)"))
        if "UIDPLUS" in self.abilities:
            # Without it everything marked by others would go too.
            self._ask("remove a mail", lambda: self._server.uid("EXPUNGE", str(uid)))

    def _ask(self, what: str, ask: Callable[[], Any]) -> list[Any]:
        with as_problems(self.host):
            status, answer = ask()
        if status != "OK":
            raise refused(self.host, f"the mail server would not {what}")
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
    server = _signed_in(place)
    try:
        with as_problems(place.host):
            status, _ = server.select(_quoted(place.folder), readonly=not changes)
            validity = server.response("UIDVALIDITY")[1]
            # What a server can do it says only once somebody signed in.
            _, abilities = server.capability()
        if status != "OK":
            raise refused(place.host, f"the mailbox has no folder {place.folder!r}")
        first = validity[0] if validity and validity[0] else b"0"
        can = frozenset(bytes(abilities[0] or b"").decode("ascii", "replace").upper().split())
        yield Mailbox(place.host, int(first), can, server)
    finally:
        _leave(server)


def refused(host: str, found: str, remedy: str = "") -> SourceUnreadable:
    """Return the error of a mailbox; the server's own words are left out, they may quote what was sent."""
    return SourceUnreadable(Problem(found, remedy=remedy, file=f"imap://{host}"))


@contextmanager
def as_problems(host: str) -> Iterator[None]:
    """Turn what goes wrong on the way into an error that names the host."""
    try:
        yield
    except ssl.SSLError:
        raise refused(
            host, "its certificate is not trusted", "Name its authority under `certificate_authority`"
        ) from None
    except (OSError, imaplib.IMAP4.error) as error:
        raise refused(host, f"the mail server cannot be used: {type(error).__name__}") from None


def _signed_in(place: Place) -> imaplib.IMAP4:
    with as_problems(place.host):
        server: imaplib.IMAP4
        if place.starttls:
            server = imaplib.IMAP4(place.host, place.port, timeout=place.time_out)
            server.starttls(place.trusted)
        else:
            server = imaplib.IMAP4_SSL(
                place.host, place.port, ssl_context=place.trusted, timeout=place.time_out
            )
    try:
        server.login(place.user, place.password)
    except (OSError, imaplib.IMAP4.error):
        _leave(server)
        raise refused(
            place.host, "the mail server did not let us in", "Check `user` and its password"
        ) from None
    return server


def _leave(server: imaplib.IMAP4) -> None:
    try:
        server.logout()
    except (OSError, imaplib.IMAP4.error):
        server.shutdown()


def _heading(line: bytes) -> Heading | None:
    uid, size, date = _UID.search(line), _SIZE.search(line), _DATE.search(line)
    if uid is None or size is None or date is None:
        return None
    moment = datetime.strptime(date.group(1).decode("ascii", "replace").strip(), "%d-%b-%Y %H:%M:%S %z")
    return Heading(int(uid.group(1)), int(size.group(1)), from_datetime(moment.astimezone(UTC)))


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
