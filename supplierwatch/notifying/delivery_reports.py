"""What a mail system reports of a mail it could not deliver (RFC 3464). Pure: bytes in, ids and code out.

Anybody can write such a mail: it is taken apart under limits, and nothing of its text is kept.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_string
from email.message import Message
from itertools import islice

from collector.connectors.mailbox.attachments import NO_MAIL, take_apart

_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})(?!\d)")
_MESSAGE_ID = re.compile(r"<([!-;=?-~]{1,200})>")
_LONGEST_ID_FIELD = 2000
MOST_IDS = 20
"""A report returns one mail; a forged one with ids without end must not fill a query with them."""

_RETURNED = {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}
_UNSPECIFIED = "5.0.0"
"""Another or undefined failure for good (RFC 3463)."""


@dataclass(frozen=True)
class DeliveryReport:
    """A mail that was not delivered: the ids it may have, without `<>`, and why, as a code such as 5.1.1."""

    message_ids: tuple[str, ...]
    status: str


def read_delivery_report(content: bytes) -> DeliveryReport | None:
    """Return what a mail reports of a failed delivery; None where it is no such report.

    A delay is none, nor is a delivery that went well. The ids are those of the mail it returns, else of what
    it is an answer to.
    """
    message = take_apart(content)
    if message is None:
        return None
    try:
        return _read(message)
    except NO_MAIL:
        return None


def _read(message: Message) -> DeliveryReport | None:
    report_type = str(message.get_param("report-type", "")).lower()
    if message.get_content_type() != "multipart/report" or report_type != "delivery-status":
        return None
    parts = [part for part in message.walk() if part is not message]
    status = next(_failures(parts), None)
    if status is None:
        return None
    ids = tuple(islice(_ids_of_returned(parts), MOST_IDS))
    if not ids:
        ids = tuple(islice(_ids_in(message, "In-Reply-To", "References"), MOST_IDS))
    return DeliveryReport(ids, status)


def _failures(parts: list[Message]) -> Iterator[str]:
    """Yield the code of each recipient whom the mail failed to reach."""
    for part in parts:
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else ():
            if isinstance(block, Message) and str(block.get("Action", "")).strip().lower() == "failed":
                found = _STATUS.match(str(block.get("Status", "")))
                yield _UNSPECIFIED if found is None else found[1]


def _ids_of_returned(parts: list[Message]) -> Iterator[str]:
    for part in parts:
        if part.get_content_type() not in _RETURNED:
            continue
        payload = part.get_payload()
        if isinstance(payload, list):
            returned = [one for one in payload if isinstance(one, Message)]
        else:
            raw = part.get_payload(decode=True)
            text = raw.decode("ascii", "replace") if isinstance(raw, bytes) else str(payload)
            returned = [message_from_string(text.lstrip())]
        for one in returned:
            yield from _ids_in(one, "Message-ID")


def _ids_in(message: Message, *names: str) -> Iterator[str]:
    for name in names:
        for value in message.get_all(name, []):
            yield from _MESSAGE_ID.findall(str(value)[:_LONGEST_ID_FIELD])
