"""The jobs `notify` and `deliver`: finding out what is worth an alert, and sending the messages that wait."""

from collector.errors import SupplierwatchError
from supplierwatch.serving.work import Work

# ruff: noqa: PLC0415 - what sends messages is an extra, and is loaded by those who send only


def notify(work: Work) -> str:
    """Put a message into the outbox for what began, lasts or ended, as the settings say whom to tell."""
    from supplierwatch.notifying.alerting import notify as notify_people

    notify_people(work.database, work.watch, work.now())
    return ""


def deliver(work: Work) -> str:
    """Send the messages whose time has come, see what came back, and return what did not go well."""
    from supplierwatch.notifying.delivering import deliver as deliver_messages

    delivered = deliver_messages(work.database, work.watch, work.environment, work.now, work.is_to_stop)
    told = [_bounced(work)]
    if delivered.failed > 0 or delivered.postponed > 0:
        told.insert(0, f"{delivered.failed} messages cannot be sent, {delivered.postponed} are tried again")
    return "; ".join(one for one in told if one)


def _bounced(work: Work) -> str:
    """See what came back. A mailbox that cannot be read is told; messages go out all the same."""
    from supplierwatch.notifying.bounces import is_due, read_bounces

    settings = work.watch.settings.messages.bounces
    if settings is None or not is_due(work.database, settings, work.now()):
        return ""
    try:
        found = read_bounces(work.database, work.watch, work.environment, work.now())
    except SupplierwatchError as error:
        return f"what came back cannot be seen: {error}"
    return f"{found.bounced} messages came back" if found.bounced > 0 else ""
