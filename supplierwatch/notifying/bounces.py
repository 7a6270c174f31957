"""Mails that came back: their reports are read from the mailbox, and noted of the messages they are about."""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from collector.connectors.mailbox.imap import Place, opened_mailbox
from collector.remote.trust import trusted
from collector.store.database import Database
from supplierwatch.notifying.delivery_reports import DeliveryReport, read_delivery_report
from supplierwatch.notifying.messages import Way
from supplierwatch.notifying.settings import BounceSettings
from supplierwatch.notifying.tables import BOUNCE, BOUNCE_MAILBOX, MESSAGE
from supplierwatch.settings_parts import Environment, read_secret
from supplierwatch.watch import Watch

LARGEST_MAIL = 40 << 20
"""Bytes; a report returns the mail at most, whose attachments are half of that at most."""

MOST_MAILS = 1000
"""Mails that are read at once; the others come with the next look."""


@dataclass(frozen=True)
class Looked:
    """What a look into the mailbox found: mails read, and messages that came back, by it or before."""

    mails: int = 0
    bounced: int = 0


@dataclass(frozen=True)
class _Position:
    validity: int
    uid: int


def is_due(database: Database, settings: BounceSettings, now: int) -> bool:
    """Return whether it is time to look into the mailbox again."""
    query = sa.select(BOUNCE_MAILBOX.c.read_at).where(BOUNCE_MAILBOX.c.mailbox == _name(settings))
    with database.reading() as connection:
        read_at = connection.execute(query).scalar_one_or_none()
    return read_at is None or now - read_at >= settings.every


def read_bounces(database: Database, watch: Watch, environment: Environment, now: int) -> Looked:
    """Note of each sent message that a new mail in the mailbox says was not delivered, and return how many.

    Only a message of ours that was sent can come back: a report about any other changes nothing. Mails stay
    where they are; each is read once. Raises SupplierwatchError where the mailbox cannot be read.
    """
    settings, mail = watch.settings.messages.bounces, watch.settings.messages.mail
    if settings is None or mail is None:
        return Looked()
    before = _position(database, settings)
    reports: list[DeliveryReport] = []
    with opened_mailbox(_place(settings, watch, environment), changes=False) as mailbox:
        after = before.uid if before is not None and before.validity == mailbox.validity else 0
        headings = mailbox.headings(after)[:MOST_MAILS]
        for heading in headings:
            content = mailbox.content(heading.uid, LARGEST_MAIL) if heading.size <= LARGEST_MAIL else None
            report = None if content is None else read_delivery_report(content)
            reports += () if report is None else (report,)
        position = _Position(mailbox.validity, headings[-1].uid if headings else after)
    domain = mail.sender.rpartition("@")[2]
    with database.writing() as connection:
        bounced = sum(_note(connection, report, domain, now) for report in reports)
        _save_position(connection, settings, position, now)
    return Looked(len(headings), bounced)


def _note(connection: sa.Connection, report: DeliveryReport, domain: str, now: int) -> int:
    """Note that the messages a report is about came back; return how many these are."""
    ids = list(_own_ids(report, domain))
    is_ours = sa.and_(
        MESSAGE.c.message_id.in_(ids), MESSAGE.c.state == "sent", MESSAGE.c.way == Way.MAIL.value
    )
    is_noted = sa.exists().where(BOUNCE.c.message == MESSAGE.c.number)
    numbers = connection.execute(sa.select(MESSAGE.c.number).where(is_ours, ~is_noted)).scalars().all()
    rows = [{"message": number, "status": report.status, "reported_at": now} for number in numbers]
    if rows:
        connection.execute(sa.insert(BOUNCE), rows)
    return len(rows)


def _own_ids(report: DeliveryReport, domain: str) -> Iterator[str]:
    for found in report.message_ids:
        name, _, host = found.rpartition("@")
        if host.lower() == domain.lower():
            yield name


def _position(database: Database, settings: BounceSettings) -> _Position | None:
    columns = (BOUNCE_MAILBOX.c.validity, BOUNCE_MAILBOX.c.uid)
    query = sa.select(*columns).where(BOUNCE_MAILBOX.c.mailbox == _name(settings))
    with database.reading() as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else _Position(*row)


def _save_position(
    connection: sa.Connection, settings: BounceSettings, position: _Position, now: int
) -> None:
    name = _name(settings)
    connection.execute(sa.delete(BOUNCE_MAILBOX).where(BOUNCE_MAILBOX.c.mailbox == name))
    values = {"mailbox": name, "validity": position.validity, "uid": position.uid, "read_at": now}
    connection.execute(sa.insert(BOUNCE_MAILBOX).values(values))


def _name(settings: BounceSettings) -> str:
    return f"{settings.user}@{settings.host}:{settings.port}/{settings.folder}"


def _place(settings: BounceSettings, watch: Watch, environment: Environment) -> Place:
    authority = None if settings.ca_file is None else watch.folder / settings.ca_file
    password = read_secret(settings.password_env, "the password of the mailbox of bounces", environment)
    return Place(
        host=settings.host,
        port=settings.port,
        folder=settings.folder,
        user=settings.user,
        password=password,
        trusted=trusted(authority, "ca_file"),
        starttls=settings.security == "starttls",
        time_out=settings.timeout,
    )
