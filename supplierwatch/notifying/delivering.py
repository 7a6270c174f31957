"""Sending what waits in the outbox."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from collector.errors import SupplierwatchError
from collector.store.database import Database
from supplierwatch.notifying.attempts import Attempt, failed
from supplierwatch.notifying.mail import send_mail
from supplierwatch.notifying.messages import Way
from supplierwatch.notifying.outbox import check_message
from supplierwatch.notifying.queue import CLAIM_SECONDS, Claim, Wanted, claim_next, settle
from supplierwatch.notifying.services import send_to_service
from supplierwatch.notifying.settings import MessageSettings
from supplierwatch.settings_parts import Environment, read_secret
from supplierwatch.watch import Watch

ANSWERS_A_MAIL = 14
"""How often an answer is waited for at most, from the connection to the farewell of one mail."""


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
    """Send every message that is due by now, one after another, each once, and return what became of them.

    Each is claimed, sent, and written down as sent, in that order: a process that dies in between has it
    sent again under the same message id once its claim lapsed, so that none is lost. Where the mail server
    is away no other mail is tried: what goes another way, and what waits for this to end, comes first. Stops
    between two messages where `should_stop` says so. Raises SupplierwatchError where the database does not
    answer.
    """
    ended: Counter[str] = Counter()
    settings = watch.settings.messages
    wanted = Wanted(due_by=clock(), seconds=claim_seconds(settings))
    while not should_stop():
        claim = claim_next(database, clock, wanted)
        if claim is None:
            break
        attempt = send(claim, watch, environment)
        if attempt.closes_way:
            wanted = replace(wanted, closed={*wanted.closed, claim.message.way})
        ended[settle(database, claim, attempt, clock(), settings.give_up_after)] += 1
    return Delivered(ended["sent"], ended["waiting"], ended["failed"])


def claim_seconds(settings: MessageSettings) -> int:
    """Return for how long a message is claimed: longer than it takes to send it, however slow the server."""
    timeout = 0 if settings.mail is None else settings.mail.timeout
    return max(CLAIM_SECONDS, ANSWERS_A_MAIL * timeout)


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
