"""A message to people, as it waits in the outbox."""

from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """How a message goes out."""

    MAIL = "mail"
    SERVICE = "service"


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Message:
    """One message to one destination.

    `key` is what makes it one message: it is put into the outbox once, whoever tries again, and its id in the
    mail's head follows from it. `destination` is a mail address, or the name of a service in the settings.
    """

    key: str
    way: Way
    destination: str
    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
