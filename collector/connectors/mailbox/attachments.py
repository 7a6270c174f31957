"""The files in a mail, and who sent it. Pure: bytes in, nothing else of the mail is kept."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from fnmatch import fnmatchcase

_NAME = re.compile(r"[^0-9A-Za-zÅÄÖåäöÉéÜü._ ()-]")
_LONGEST_NAME = 120
_MOST = {b"\n": 4_000_000, b"\n--": 10_000, b"multipart/": 100}
"""How often each may stand in a mail: lines, parts, parts in parts. More would take hours and gigabytes."""

NO_MAIL = (MessageError, ValueError, LookupError, RecursionError, AttributeError, TypeError)
"""What the standard library raises for mails that are none: see its issues 30681, 33972 and 39384."""


@dataclass(frozen=True)
class Attachment:
    """One file of a mail: its name without any folder, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """What is looked at of a mail: who says to have sent it, and the files it carries."""

    sender: str
    attachments: tuple[Attachment, ...]


def read_mail(content: bytes) -> Mail | None:
    """Return the sender and the files of a mail; None where it cannot be taken apart."""
    message = take_apart(content)
    if message is None:
        return None
    try:
        return Mail(_sender(message), tuple(_attachments(message)))
    except NO_MAIL:
        return None


def take_apart(content: bytes) -> EmailMessage | None:
    """Return a mail with its parts; None where it has too many, or is none."""
    if any(content.count(mark) > most for mark, most in _MOST.items()):
        return None
    try:
        return message_from_bytes(content, policy=default)
    except NO_MAIL:
        return None


def matching_sender(sender: str, allowed: Sequence[str]) -> str | None:
    """Return the entry of `allowed` (an address, or `@` and a domain) that lets `sender` in, if any."""
    for entry in allowed:
        lower = entry.lower()
        if sender == lower or (lower.startswith("@") and sender.endswith(lower)):
            return entry
    return None


def is_wanted(name: str, patterns: Sequence[str]) -> bool:
    """Return whether the name of a file fits one of `patterns` (`tickets-*.csv`), whatever its case."""
    return any(fnmatchcase(name.lower(), pattern.lower()) for pattern in patterns)


def _sender(message: EmailMessage) -> str:
    """Return the one address that the mail says to be from; "" where it names none, or several.

    Of the parsed header: in its decoded text a name could pass for an address.
    """
    addresses = [one for header in message.get_all("From", []) for one in header.addresses]
    return addresses[0].addr_spec.lower() if len(addresses) == 1 else ""


def _attachments(message: EmailMessage) -> Iterator[Attachment]:
    for part in message.walk():
        name = part.get_filename()
        if part.is_multipart() or not name:
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield Attachment(_plain_name(name), content)


def _plain_name(name: str) -> str:
    """Return a name that is a file below any folder and nothing else: no path, nothing unreadable."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = _NAME.sub("_", last).strip(" .")
    return plain[-_LONGEST_NAME:] or "file"
