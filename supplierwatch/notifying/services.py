"""Services that take messages: Teams, Slack, webhooks and others, by Apprise."""

import logging
import re

from supplierwatch.notifying.attempts import SENT, Attempt, failed
from supplierwatch.notifying.queue import Claim

CONNECT_SECONDS, ANSWER_SECONDS = 10.0, 30.0
_CODE = re.compile(r"error=(\d{3})\b")
_LOGGER = "apprise"


def send_to_service(claim: Claim, name: str, url: str) -> Attempt:
    """Hand a message to the service at `url`, an Apprise address, and return how that ended.

    A service has no message ids: the id stands in the last line, so that whoever sees a message twice can
    tell. The address is a secret and in no problem.
    """
    try:
        import apprise  # noqa: PLC0415 - an extra that a watch without services need not have
    except ModuleNotFoundError:
        return failed("Apprise is not installed. Install supplierwatch with its extra `serve`")
    codes = _Codes()
    _be_quiet(codes)
    try:
        asset = apprise.AppriseAsset(async_mode=False, secure_logging=True)
        service = apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
        if not isinstance(service, apprise.NotifyBase):
            return failed(f"the address of the service {name} is none that Apprise knows")
        service.socket_connect_timeout = CONNECT_SECONDS
        service.socket_read_timeout = ANSWER_SECONDS
        sender = apprise.Apprise(asset=asset)
        sender.add(service)
        is_taken = sender.notify(
            body=f"{claim.message.text.rstrip()}\n\n[{claim.message_id}]",
            title=claim.message.subject,
            notify_type=apprise.NotifyType.WARNING,
            body_format=apprise.NotifyFormat.TEXT,
        )
    finally:
        logging.getLogger(_LOGGER).removeHandler(codes)
    return SENT if is_taken else failed(f"the service {name} did not take it{codes.told()}")


class _Codes(logging.Handler):
    """Keeps of what Apprise says the code of the answer; the rest could show the address."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the code of the answer that `record` tells of."""
        match = _CODE.search(record.getMessage())
        self.found = self.found if match is None else match.group(1)

    def told(self) -> str:
        return f": it answered {self.found}" if self.found != "" else ": it could not be reached"


def _be_quiet(codes: logging.Handler) -> None:
    """Let nothing of what Apprise says reach the logs of the program, where addresses have no place."""
    logger = logging.getLogger(_LOGGER)
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    logger.addHandler(codes)
