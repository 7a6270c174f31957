"""The outbox: a message is put into it in the transaction of what it tells, and sent from it later."""

import hashlib
import unicodedata

import sqlalchemy as sa

from collector.errors import SupplierwatchError
from supplierwatch.notifying.messages import Attachment, Message
from supplierwatch.notifying.tables import MESSAGE, MESSAGE_ATTACHMENT

LONGEST_SUBJECT = 300
LONGEST_TEXT = 1_000_000
LARGEST_ATTACHMENTS = 20_000_000
"""Bytes of all attachments of one mail: what common mail servers still take."""


def put(connection: sa.Connection, message: Message, now: int) -> int:
    """Put `message` into the outbox, in the caller's transaction, and return its number.

    A message whose key is there already is not put again, whatever it says. Raises SupplierwatchError for
    one that no server would take: too large, or with line breaks where a mail has a line of its head.
    """
    found = connection.execute(sa.select(MESSAGE.c.number).where(MESSAGE.c.key == message.key)).scalar()
    if found is not None:
        return int(found)
    check_message(message)
    number = connection.execute(sa.insert(MESSAGE).returning(MESSAGE.c.number), [_row(message, now)]).scalar()
    if number is None:
        raise SupplierwatchError(f"the message {message.key} was not kept; try again")
    if message.attachments:
        rows = [_attachment(number, place, one) for place, one in enumerate(message.attachments)]
        connection.execute(sa.insert(MESSAGE_ATTACHMENT), rows)
    return int(number)


def check_message(message: Message) -> None:
    """Raise SupplierwatchError where `message` cannot be sent as it is."""
    heads = [message.key, message.destination, message.subject]
    heads += [text for one in message.attachments for text in (one.name, one.media_type)]
    if any(_breaks_a_line(text) for text in heads):
        raise _refused(message, "its head holds a line break or another control character", "one line each")
    if message.key == "" or message.destination == "" or len(message.subject) > LONGEST_SUBJECT:
        allowed = f"a key, a destination and a subject of at most {LONGEST_SUBJECT} characters"
        raise _refused(message, "it has no key, no destination or too long a subject", allowed)
    if len(message.text) + len(message.html) > LONGEST_TEXT:
        raise _refused(message, "its text is too long", f"{LONGEST_TEXT} characters")
    size = sum(len(one.content) for one in message.attachments)
    if size > LARGEST_ATTACHMENTS:
        remedy = f"{LARGEST_ATTACHMENTS} bytes; send fewer or smaller files"
        raise _refused(message, f"its attachments have {size} bytes", remedy)


def id_of(message: Message) -> str:
    """Return the part of the message id before `@`: of the same key always the same, whenever it is put.

    So a mail that is put again from a restored backup is known as the same one. Keys tell contracts apart.
    """
    told = "\n".join([message.key, message.way, message.destination])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _row(message: Message, now: int) -> dict[str, object]:
    return {
        "key": message.key,
        "stream": message.key.partition("/")[0],
        "message_id": id_of(message),
        "way": message.way.value,
        "destination": message.destination,
        "subject": message.subject,
        "text": message.text,
        "html": message.html,
        "created_at": now,
        "state": "waiting",
        "attempts": 0,
        "next_attempt_at": now,
        "problem": "",
    }


def _attachment(number: int, position: int, one: Attachment) -> dict[str, object]:
    content = {"name": one.name, "media_type": one.media_type, "content": one.content}
    return {"message": number, "position": position, **content}


def _breaks_a_line(text: str) -> bool:
    return any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} for sign in text)


def _refused(message: Message, found: str, allowed: str) -> SupplierwatchError:
    # The key may be what is wrong, so that it is shown as Python writes it.
    return SupplierwatchError(f"the message {message.key!r} cannot be sent: {found}; allowed: {allowed}")
