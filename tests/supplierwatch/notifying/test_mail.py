"""Mail, sent to a real mail server: over TLS, with a user, refused for now and for good, and cut off."""

from pathlib import Path

import pytest

from collector.store.database import Database
from supplierwatch.notifying.delivering import Delivered, claim_seconds, deliver
from supplierwatch.notifying.mail import make_mail
from supplierwatch.notifying.messages import Attachment, Message, Way
from supplierwatch.notifying.queue import CLAIM_SECONDS, Claim
from tests.supplierwatch.notifying.mail_server import (
    DROP,
    PASSWORD,
    free_port,
    mail_server,
    make_certificates,
)
from tests.supplierwatch.notifying.outboxes import NOW, READER, kept, mail, mailing, put_all, sent_at

LATER = NOW + 3600


@pytest.fixture(scope="session")
def other_certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An authority that signed a certificate for another machine."""
    return make_certificates(tmp_path_factory.mktemp("others"), "127.0.0.9")


def test_a_mail_arrives_with_its_text_its_page_and_its_files(database: Database, watch_folder: Path) -> None:
    file = Attachment("2026-10-sv.csv", "text/csv", "a;å\n".encode())
    put_all(database, mail(html="<p>Å</p>", attachments=(file,)))
    with mail_server() as mailbox:
        assert sent_at(NOW, database, mailing(watch_folder, mailbox.port)) == Delivered(sent=1)
    [found] = mailbox.received
    assert (found["To"], found["From"], found["Subject"]) == (READER, "watch@city.example", "Ämne")
    assert (found["Auto-Submitted"], found["Date"]) == ("auto-generated", "Fri, 15 Jan 2027 08:00:00 +0000")
    plain, page = found.get_body(("plain",)), found.get_body(("html",))
    assert plain is not None
    assert page is not None
    assert (plain.get_content().strip(), page.get_content().strip()) == ("Å, ä, ö.", "<p>Å</p>")
    [attached] = found.iter_attachments()
    assert (attached.get_filename(), attached.get_payload(decode=True)) == (file.name, file.content)
    assert (kept(database)["report/2026-10"]["state"], kept(database)["report/2026-10"]["sent_at"]) == (
        "sent",
        NOW,
    )


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # TLS is there from the start
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_goes_over_tls_to_a_server_whose_authority_is_known(
    security: str, sqlite_database: Database, watch_folder: Path, certificates: Path
) -> None:
    put_all(sqlite_database, mail())
    secure = {"security": security, "user": "watch", "password_env": "MAIL_PASSWORD"}
    secure["ca_file"] = str(certificates / "ca.pem")
    with mail_server(certificates, security=security, wants_user=True) as mailbox:
        watch = mailing(watch_folder, mailbox.port, **secure)
        found = sent_at(NOW, sqlite_database, watch, {"MAIL_PASSWORD": PASSWORD})
    assert (found, len(mailbox.received)) == (Delivered(sent=1), 1)


def test_a_certificate_of_an_unknown_authority_gets_no_mail(
    sqlite_database: Database, watch_folder: Path, certificates: Path
) -> None:
    put_all(sqlite_database, mail())
    with mail_server(certificates, security="starttls") as mailbox:
        watch = mailing(watch_folder, mailbox.port, security="starttls")
        assert sent_at(NOW, sqlite_database, watch) == Delivered(postponed=1)
    assert mailbox.received == []
    assert "certificate verify failed" in kept(sqlite_database)["report/2026-10"]["problem"]


def test_a_certificate_for_another_machine_gets_no_mail(
    sqlite_database: Database, watch_folder: Path, other_certificates: Path
) -> None:
    put_all(sqlite_database, mail())
    with mail_server(other_certificates, security="tls") as mailbox:
        authority = str(other_certificates / "ca.pem")
        watch = mailing(watch_folder, mailbox.port, security="tls", ca_file=authority)
        assert sent_at(NOW, sqlite_database, watch) == Delivered(postponed=1)
    assert mailbox.received == []
    assert "IP address mismatch" in kept(sqlite_database)["report/2026-10"]["problem"]


def test_a_server_without_starttls_gets_no_mail(sqlite_database: Database, watch_folder: Path) -> None:
    put_all(sqlite_database, mail())
    with mail_server() as mailbox:
        watch = mailing(watch_folder, mailbox.port, security="starttls")
        assert sent_at(NOW, sqlite_database, watch) == Delivered(postponed=1)
    assert mailbox.received == []
    assert "STARTTLS" in kept(sqlite_database)["report/2026-10"]["problem"]


@pytest.mark.parametrize("password", ["wrong horse", "lösenord"])
def test_a_password_is_in_no_problem(
    password: str, sqlite_database: Database, watch_folder: Path, certificates: Path
) -> None:
    put_all(sqlite_database, mail())
    secure = {"security": "starttls", "user": "watch", "password_env": "MAIL_PASSWORD"}
    secure["ca_file"] = str(certificates / "ca.pem")
    with mail_server(certificates, security="starttls", wants_user=True) as mailbox:
        watch = mailing(watch_folder, mailbox.port, **secure)
        assert sent_at(NOW, sqlite_database, watch, {"MAIL_PASSWORD": password}) == Delivered(postponed=1)
    problem = kept(sqlite_database)["report/2026-10"]["problem"]
    assert "password" in problem
    assert password not in problem


@pytest.mark.parametrize("place", ["to_recipients", "to_data"])
def test_what_is_refused_for_now_is_sent_later_under_the_same_id(
    place: str, database: Database, watch_folder: Path
) -> None:
    put_all(database, mail())
    with mail_server() as mailbox:
        getattr(mailbox, place).append("451 try again")
        watch = mailing(watch_folder, mailbox.port)
        assert sent_at(NOW, database, watch) == Delivered(postponed=1)
        waiting = kept(database)["report/2026-10"]
        assert sent_at(NOW + 1, database, watch) == Delivered()
        assert sent_at(LATER, database, watch) == Delivered(sent=1)
    assert "(451): try again" in waiting["problem"]
    assert mailbox.ids() == [f"<{waiting['message_id']}@city.example>"]
    assert kept(database)["report/2026-10"]["problem"] == ""


@pytest.mark.parametrize("place", ["to_recipients", "to_data"])
def test_what_is_refused_for_good_is_not_tried_again_and_holds_up_no_other(
    place: str, database: Database, watch_folder: Path
) -> None:
    put_all(database, mail(), mail("report/2026-11"))
    with mail_server() as mailbox:
        getattr(mailbox, place).append("550 nobody here\u202e")
        watch = mailing(watch_folder, mailbox.port)
        assert sent_at(NOW, database, watch) == Delivered(sent=1, failed=1)
        assert sent_at(LATER, database, watch) == Delivered()
    failed = kept(database)["report/2026-10"]
    assert (failed["state"], failed["attempts"]) == ("failed", 1)
    assert "(550): nobody here" in failed["problem"]
    assert len(mailbox.received) == 1


def test_a_connection_cut_off_after_the_mail_repeats_it_under_the_same_id(
    database: Database, watch_folder: Path
) -> None:
    put_all(database, mail())
    with mail_server() as mailbox:
        mailbox.to_data.append(DROP)
        watch = mailing(watch_folder, mailbox.port)
        assert sent_at(NOW, database, watch) == Delivered(postponed=1)
        assert sent_at(LATER, database, watch) == Delivered(sent=1)
    assert len(mailbox.ids()) == 2
    assert len(set(mailbox.ids())) == 1


def test_a_server_that_is_away_loses_nothing(sqlite_database: Database, watch_folder: Path) -> None:
    put_all(sqlite_database, mail())
    watch = mailing(watch_folder, free_port())
    assert sent_at(NOW, sqlite_database, watch) == Delivered(postponed=1)
    assert "Connection refused" in kept(sqlite_database)["report/2026-10"]["problem"]
    with mail_server() as mailbox:
        assert sent_at(LATER, sqlite_database, mailing(watch_folder, mailbox.port)) == Delivered(sent=1)


def test_a_server_that_is_away_is_asked_once_and_holds_up_no_service(
    database: Database, watch_folder: Path
) -> None:
    mails = [mail(f"report/{number}", f"reader{number}@city.example") for number in range(5)]
    put_all(database, *mails, Message("alert/1", Way.SERVICE, "teams", "Ämne", "Å\n"))
    assert sent_at(NOW, database, mailing(watch_folder, free_port())) == Delivered(postponed=2)
    assert [row["attempts"] for row in kept(database).values()] == [1, 0, 0, 0, 0, 1]


def test_what_fails_is_tried_once_in_a_run_however_long_that_takes(
    database: Database, watch_folder: Path
) -> None:
    services = [Message(f"alert/{one}", Way.SERVICE, f"gone-{one}", "Ämne", "Å\n") for one in range(3)]
    put_all(database, *services)
    # An hour goes by at each look at the clock: all are due again before the last was tried.
    instants = iter(range(NOW, NOW + 100 * 3600, 3600))
    found = deliver(database, mailing(watch_folder, free_port()), {}, lambda: next(instants))
    assert found == Delivered(postponed=3)


@pytest.mark.parametrize("host", ["mail..city.example", "a" * 64])
def test_a_server_name_that_cannot_be_asked_for_is_a_problem_of_the_mail(
    host: str, sqlite_database: Database, watch_folder: Path
) -> None:
    put_all(sqlite_database, mail())
    watch = mailing(watch_folder, 25, host=host, security="starttls")
    assert sent_at(NOW, sqlite_database, watch) == Delivered(postponed=1)
    assert "label" in kept(sqlite_database)["report/2026-10"]["problem"]


def test_a_mail_is_plain_ascii_on_its_way() -> None:
    page = mail(subject="Å", html="<p>Ä</p>", attachments=(Attachment("ö.csv", "text/csv", "ö".encode()),))
    assert make_mail(Claim(1, page, "id", NOW, 1), "watch@city.example").as_bytes().isascii()


def test_a_message_is_claimed_for_longer_than_a_slow_server_takes(watch_folder: Path) -> None:
    quick, slow = (mailing(watch_folder, 25, timeout=timeout) for timeout in ("1 s", "10 min"))
    assert claim_seconds(quick.settings.messages) == CLAIM_SECONDS
    # Connection, greeting, TLS, greeting, login (3), sender, recipient, data, text, farewell.
    assert claim_seconds(slow.settings.messages) > 12 * 600
