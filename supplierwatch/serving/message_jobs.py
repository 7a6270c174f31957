"""The jobs `notify` and `deliver`: finding out what is worth an alert, and sending the messages that wait."""

from supplierwatch.serving.work import Work

# ruff: noqa: PLC0415 - what sends messages is an extra, and is loaded by those who send only


def notify(work: Work) -> str:
    """Put a message into the outbox for what began, lasts or ended, as the settings say whom to tell."""
    from supplierwatch.notifying.alerting import notify as notify_people

    notify_people(work.database, work.watch, work.now())
    return ""


def deliver(work: Work) -> str:
    """Send the messages whose time has come, and return how many could not be sent."""
    from supplierwatch.notifying.delivering import deliver as deliver_messages

    delivered = deliver_messages(work.database, work.watch, work.environment, work.now, work.is_to_stop)
    if delivered.failed == 0 and delivered.postponed == 0:
        return ""
    return f"{delivered.failed} messages cannot be sent, {delivered.postponed} are tried again"
