"""Messages, settings and outboxes for tests."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from collector.store.database import Database
from supplierwatch.notifying.delivering import Delivered, deliver
from supplierwatch.notifying.messages import Message, Way
from supplierwatch.notifying.outbox import put
from supplierwatch.notifying.settings import MessageSettings
from supplierwatch.notifying.tables import MESSAGE
from supplierwatch.watch import Watch, load_watch

NOW = 1_800_000_000
READER = "it-manager@city.example"


def with_messages(watch: Watch, **messages: Any) -> Watch:
    """Return `watch` with other settings of messages."""
    settings = watch.settings.model_copy(update={"messages": MessageSettings.model_validate(messages)})
    return replace(watch, settings=settings)


def mailing(folder: Path, port: int, **mail: Any) -> Watch:
    """Return the watch in `folder`, which sends mail to a server on this machine."""
    known = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "watch@city.example"}
    return with_messages(load_watch(folder), mail={**known, "timeout": "5 s", **mail})


def mail(key: str = "report/2026-10", destination: str = READER, **parts: Any) -> Message:
    """Return a mail."""
    return Message(key, Way.MAIL, destination, **{"subject": "Ämne", "text": "Å, ä, ö.\n", **parts})


def put_all(database: Database, *messages: Message, now: int = NOW) -> None:
    """Put `messages` into the outbox."""
    with database.writing() as connection:
        for message in messages:
            put(connection, message, now)


def sent_at(
    now: int, database: Database, watch: Watch, environment: Mapping[str, str] | None = None
) -> Delivered:
    """Send what is due at `now`, while no time passes."""
    return deliver(database, watch, environment or {}, lambda: now)


def kept(database: Database) -> dict[str, dict[str, Any]]:
    """Return what is known of every message, by its key."""
    with database.reading() as connection:
        rows = connection.execute(sa.select(MESSAGE).order_by(MESSAGE.c.number)).mappings()
        return {row["key"]: dict(row) for row in rows}
