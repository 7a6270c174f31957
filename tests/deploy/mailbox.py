"""A mail server of the tests' own that keeps what it is given."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.services import free_port


class Mailbox:
    """Mails in the order in which they came; `address` is `host:port`."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.address = ""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a mail."""
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 kept"

    def subjects(self) -> list[str]:
        """Return the subjects so far."""
        return [str(mail["Subject"]) for mail in self.mails]


@contextmanager
def open_mailbox() -> Iterator[Mailbox]:
    """Yield a mailbox that takes mail on a free port of 127.0.0.1."""
    box = Mailbox()
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    box.address = f"127.0.0.1:{port}"
    try:
        yield box
    finally:
        controller.stop()
