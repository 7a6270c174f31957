"""Sending what waits in the outbox."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from collector.errors import SupplierwatchError
from collector.store.database import Database
from supplierwatch.notifying.attempts import Attempt, failed
from supplierwatch.notifying.mail import send_mail
from supplierwatch.notifying.messages import Way
from supplierwatch.notifying.outbox import check_message
from supplierwatch.notifying.queue import Claim, claim_next, settle
from supplierwatch.notifying.services import send_to_service
from supplierwatch.settings_parts import Environment, read_secret
from supplierwatch.watch import Watch


@dataclass(frozen=True)
class Delivered:
    """How many messages were sent, how many are tried again later, and how many were given up."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0


def deliver(
    database: Database,
    watch: Watch,
    environment: Environment,
    clock: Callable[[], int],
    should_stop: Callable[[], bool] = lambda: False,
) -> Delivered:
    """Send every message that is due, one after another, and return what became of them.

    Each is claimed, sent, and written down as sent, in that order: a process that dies in between has it
    sent again under the same message id once its claim lapsed, so that none is lost. Stops between two
    messages where `should_stop` says so. Raises SupplierwatchError where the database does not answer.
    """
    ended: Counter[str] = Counter()
    give_up_after = watch.settings.messages.give_up_after
    while not should_stop():
        claim = claim_next(database, clock)
        if claim is None:
            break
        attempt = send(claim, watch, environment)
        ended[settle(database, claim, attempt, clock(), give_up_after)] += 1
    return Delivered(ended["sent"], ended["waiting"], ended["failed"])


def send(claim: Claim, watch: Watch, environment: Environment) -> Attempt:
    """Send one message by its way, and return how that ended."""
    settings, message = watch.settings.messages, claim.message
    try:
        check_message(message)
    except SupplierwatchError as error:
        return failed(str(error), is_final=True)
    if message.way is Way.MAIL:
        if settings.mail is None:
            return failed("the settings name no mail server: say under messages.mail which one it is")
        return send_mail(claim, settings.mail, watch.folder, environment)
    service = settings.services.get(message.destination)
    if service is None:
        return failed(f"the settings name no service {message.destination} under messages.services")
    try:
        url = read_secret(service.url_env, f"the address of {message.destination}", environment)
    except SupplierwatchError as error:
        return failed(str(error))
    return send_to_service(claim, message.destination, url)
