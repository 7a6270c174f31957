"""A test message, sent at once and kept nowhere."""

from collector.errors import Problem, ProblemsFound
from dashboards.wording import wording
from supplierwatch.notifying.attempts import Attempt
from supplierwatch.notifying.delivering import send
from supplierwatch.notifying.messages import Message, Way
from supplierwatch.notifying.outbox import id_of
from supplierwatch.notifying.queue import Claim
from supplierwatch.settings_parts import Environment
from supplierwatch.watch import Watch


def send_test(watch: Watch, destination: str, environment: Environment, now: int) -> Attempt:
    """Send a message that says it is a test to `destination`, and return how that ended.

    Raises ProblemsFound where it is neither a mail address nor a service of the settings.
    """
    services = watch.settings.messages.services
    if "@" not in destination and destination not in services:
        allowed = ", ".join(["a mail address", *services])
        raise ProblemsFound([Problem(f"{destination!r} is no destination of messages", allowed)])
    contract, language = watch.versions.latest.contract.contract, watch.settings.language
    words, title = wording(language), contract.title.in_language(language)
    message = Message(
        key=f"test/{contract.id}/{now}",
        way=Way.MAIL if "@" in destination else Way.SERVICE,
        destination=destination,
        subject=words.text("Test of messages: {title}", title=" ".join(title.split())),
        text=words.text("This is a test. Whoever reads it gets the messages that are sent here.") + "\n",
    )
    return send(Claim(0, message, id_of(message), now, 1), watch, environment)
