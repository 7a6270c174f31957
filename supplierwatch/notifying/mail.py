"""Mail: a message as a mail has it, handed to a mail server over TLS."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from collector.errors import SupplierwatchError
from collector.instants import to_datetime
from supplierwatch.notifying.attempts import SENT, Attempt, failed
from supplierwatch.notifying.queue import Claim
from supplierwatch.notifying.settings import MailSettings
from supplierwatch.settings_parts import Environment, read_secret

# Nothing but ASCII on the way: not every server takes eight bits, and nobody asks it whether it does.
_POLICY = SMTP.clone(cte_type="7bit")


def make_mail(claim: Claim, sender: str) -> EmailMessage:
    """Return the mail of a message: of the same message always the same id and date, whoever sends it again.

    `Auto-Submitted` (RFC 3834) keeps out-of-office replies away. Raises ValueError where a text would break
    a line of its head.
    """
    message, mail = claim.message, EmailMessage(policy=_POLICY)
    mail["From"] = sender
    mail["To"] = message.destination
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(to_datetime(claim.created_at))
    mail["Message-ID"] = f"<{claim.message_id}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(message.text)
    if message.html != "":
        mail.add_alternative(message.html, subtype="html")
    for one in message.attachments:
        kind, _, subtype = one.media_type.partition("/")
        mail.add_attachment(one.content, maintype=kind, subtype=subtype, filename=one.name)
    return mail


def send_mail(claim: Claim, settings: MailSettings, folder: Path, environment: Environment) -> Attempt:
    """Hand a message to the mail server and return how that ended.

    What the server refuses for good (5xx) of this message or its recipient is final. All else is tried
    again: a server that is away, a password that is wrong, an answer that never came; these would happen to
    every mail.
    """
    try:
        mail = make_mail(claim, settings.sender)
    except ValueError as error:
        return failed(f"no mail can be made of it: {error}", is_final=True)
    try:
        _hand_over(mail, claim.message.destination, settings, folder, environment)
    except (smtplib.SMTPException, OSError, UnicodeError, SupplierwatchError) as error:
        # UnicodeError: a name of a server that no resolver can be asked for.
        return _ended(error)
    return SENT


def _hand_over(
    mail: EmailMessage, recipient: str, settings: MailSettings, folder: Path, environment: Environment
) -> None:
    password = _password(settings, environment)
    with _connected(settings, folder) as server:
        if settings.user is not None:
            server.login(settings.user, password)
        server.send_message(mail, settings.sender, [recipient])


def _ended(error: Exception) -> Attempt:
    """How an attempt ended by `error`; what the server says is told, but never of a login."""
    match error:
        case smtplib.SMTPAuthenticationError():
            problem = f"the mail server refused user or password ({error.smtp_code})"
            return failed(problem, closes_way=True)
        case smtplib.SMTPRecipientsRefused():
            [(code, told)] = error.recipients.values()
            return _refused("the recipient", code, told)
        case smtplib.SMTPDataError():
            return _refused("the message", error.smtp_code, error.smtp_error)
        case smtplib.SMTPSenderRefused():
            problem = f"the mail server refused the sender ({error.smtp_code}): {_shown(error.smtp_error)}"
            return failed(problem, closes_way=True)
    return failed(f"the mail server did not take it: {error}", closes_way=True)


@contextmanager
def _connected(settings: MailSettings, folder: Path) -> Iterator[smtplib.SMTP]:
    server = _open(settings, folder)
    try:
        yield server
        # Once the server took the message, a farewell that fails must not send it again.
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
    finally:
        server.close()


def _open(settings: MailSettings, folder: Path) -> smtplib.SMTP:
    name, host, port = settings.sender.rpartition("@")[2], settings.host, settings.port
    if settings.security == "tls":
        context = _context(settings, folder)
        return smtplib.SMTP_SSL(host, port, name, timeout=settings.timeout, context=context)
    server = smtplib.SMTP(host, port, name, timeout=settings.timeout)
    if settings.security == "starttls":
        try:
            server.starttls(context=_context(settings, folder))
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
    return server


def _context(settings: MailSettings, folder: Path) -> ssl.SSLContext:
    """The server's certificate and name are always checked."""
    file = None if settings.ca_file is None else folder / settings.ca_file
    return ssl.create_default_context(cafile=file)


def _password(settings: MailSettings, environment: Environment) -> str:
    if settings.password_env is None:
        return ""
    password = read_secret(settings.password_env, "the password of the mail server", environment)
    if not password.isascii():
        # The library would refuse it with an error that shows it.
        raise SupplierwatchError(f"the password in {settings.password_env} has signs that SMTP cannot carry")
    return password


def _refused(what: str, code: int, told: object) -> Attempt:
    is_final = 500 <= code < 600
    return failed(f"the mail server refused {what} ({code}): {_shown(told)}", is_final=is_final)


def _shown(told: object) -> str:
    return told.decode("ascii", "replace") if isinstance(told, bytes) else str(told)
