"""Delivery killed at random moments: no message is forgotten, and what is repeated has the same id."""

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from collector.store.database import Database, open_database
from supplierwatch.__main__ import main
from supplierwatch.notifying.sent import count_messages
from supplierwatch.notifying.tables import MESSAGE
from tests.databases import fresh_database
from tests.supplierwatch.killed import ROOT
from tests.supplierwatch.notifying.mail_server import Mailbox, mail_server
from tests.supplierwatch.notifying.outboxes import kept, mail, put_all
from tests.supplierwatch.watches import replace_text, write_watch

SEED = 20_261_122
MESSAGES_A_KILL = 15
LONGEST = 0.15
"""Seconds within which a delivery is killed after its first mail."""


def prepare(folder: Path, port: int, address: str) -> Path:
    """Write a watch with the store at `address` whose mail goes to this machine."""
    write_watch(folder)
    replace_text(folder / "supplierwatch.yaml", '"sqlite:///store.db"', f'"{address}"')
    with (folder / "supplierwatch.yaml").open("a", encoding="utf-8") as file:
        file.write(
            f"messages: {{mail: {{host: 127.0.0.1, port: {port}, security: none, sender: w@city.example}}}}\n"
        )
    return folder


def let_claims_lapse(database: Database) -> None:
    """Let the five minutes pass for which a claim holds."""
    lapsed = sa.update(MESSAGE).where(MESSAGE.c.state == "sending").values(claimed_until=0)
    with database.writing() as connection:
        connection.execute(lapsed)


def kill_at_work(arguments: list[str], mailbox: Mailbox, wait: float) -> None:
    """Start a delivery, and kill it `wait` seconds after the first mail it handed over."""
    before = len(mailbox.received)
    process = subprocess.Popen([sys.executable, "-m", "supplierwatch", *arguments], cwd=ROOT)
    while len(mailbox.received) == before and process.poll() is None:
        time.sleep(0.001)
    time.sleep(wait)
    process.kill()
    process.wait()


def deliver_under_kills(folder: Path, database: Database, mailbox: Mailbox, kills: int) -> list[str]:
    """Deliver with kills, then to the end; return the ids that arrived."""
    messages = (mail(f"report/{number}", text=f"{number}\n") for number in range(MESSAGES_A_KILL * kills))
    put_all(database, *messages, now=1)
    arguments = ["--watch", str(folder), "-q", "messages", "send"]
    chance = random.Random(SEED)  # noqa: S311 - moments, not secrets
    mailbox.seconds_a_mail = 0.005
    for _ in range(kills):
        kill_at_work(arguments, mailbox, chance.uniform(0, LONGEST))
        let_claims_lapse(database)
    mailbox.seconds_a_mail = 0
    assert main(arguments) == 0
    return mailbox.ids()


def check_all_arrived(database: Database, ids: list[str], kills: int) -> None:
    """Check that every message arrived, no id that is not of one, and repeats only of what was under way."""
    assert count_messages(database) == {"sent": MESSAGES_A_KILL * kills}
    assert set(ids) == {f"<{row['message_id']}@city.example>" for row in kept(database).values()}
    assert sum(times - 1 for times in Counter(ids).values()) <= kills


@pytest.mark.parametrize("kills", [4, pytest.param(30, marks=pytest.mark.prove)])
def test_a_killed_delivery_forgets_no_message_and_repeats_under_the_same_id(
    kills: int, tmp_path: Path
) -> None:
    with mail_server() as mailbox:
        folder = prepare(tmp_path / "watch", mailbox.port, "sqlite:///store.db")
        assert main(["--watch", str(folder), "-q", "messages", "send"]) == 0
        with open_database(f"sqlite:///{folder / 'store.db'}") as database:
            ids = deliver_under_kills(folder, database, mailbox, kills)
            check_all_arrived(database, ids, kills)
            assert kept(database) != {}


@pytest.mark.parametrize("kills", [2, pytest.param(30, marks=pytest.mark.prove)])
def test_a_killed_delivery_from_postgresql_forgets_no_message(
    kills: int, tmp_path: Path, postgresql_server: str, postgresql_template: str
) -> None:
    address = fresh_database(postgresql_server, postgresql_template)
    with mail_server() as mailbox, open_database(address) as database:
        folder = prepare(tmp_path / "watch", mailbox.port, address)
        ids = deliver_under_kills(folder, database, mailbox, kills)
        check_all_arrived(database, ids, kills)
        assert kept(database) != {}
