"""Mail servers and mails that mean harm: what they cannot do is take time, memory, or a mail out of sight."""

import base64
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme

from collector.connectors.mailbox import limited
from collector.connectors.mailbox.attachments import read_mail
from collector.errors import SourceUnreadable
from tests.collector.connectors.helpers import NOW, World, connector_of, fetched
from tests.collector.connectors.test_mailbox import MAPPING

HEADING = b'* 1 FETCH (UID 1 RFC822.SIZE 100 INTERNALDATE "02-Nov-2026 11:00:00 +0000")\r\n'
PASSWORD = "lösenord med\tåäö"  # noqa: S105 - of a server that is made up


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Return a certificate authority of these tests."""
    return trustme.CA()


class Script:
    """A mail server that answers each command with what the test says, else with OK."""

    def __init__(self, **answers: bytes) -> None:
        self.answers = {"CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n", **answers}
        self.answers.setdefault("SELECT", b"* OK [UIDVALIDITY 7] fine\r\n")
        self.answers["EXAMINE"] = self.answers["SELECT"]
        self.lines: list[bytes] = []

    def serve(self, connection: ssl.SSLSocket) -> None:
        """Speak with one client until it leaves or hangs up."""
        with connection, connection.makefile("rb") as file:
            connection.sendall(self.answers.get("GREETING", b"* OK here\r\n"))
            for line in file:
                self.lines.append(line)
                tag, _, rest = line.strip().partition(b" ")
                if not rest:
                    continue
                words = rest.split()
                name = (words[1] if words[0] == b"UID" else words[0]).decode()
                if name == "AUTHENTICATE":
                    connection.sendall(b"+ \r\n")
                    self.lines.append(file.readline())
                if name == "FETCH" and b"BODY" in rest:
                    name = "MAIL"
                connection.sendall(self.answers.get(name, b"") + tag + b" OK done\r\n")
                if name == "LOGOUT":
                    return


@contextmanager
def served(script: Script, authority: trustme.CA, folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the options of a source whose mail server follows `script`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(folder / "ca.pem")
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            connection, _ = listener.accept()
            script.serve(context.wrap_socket(connection, server_side=True))
        except OSError:
            pass  # the client hung up, as it should

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield {
            "type": "mailbox",
            "host": "127.0.0.1",
            "port": listener.getsockname()[1],
            "user": "anna andersson",
            "password_env": "MAIL_PASSWORD",
            "certificate_authority": "ca.pem",
            "senders": ["@supplier.example"],
            "files": ["*.csv"],
            "time_out": 5,
            "largest_mail": 10_000,
        }
    finally:
        listener.close()
        thread.join(timeout=5)


def read(script: Script, authority: trustme.CA, folder: Path) -> list[Any]:
    world = World(NOW, {"MAIL_PASSWORD": PASSWORD}, folder)
    with served(script, authority, folder) as options:
        return fetched(connector_of(options, MAPPING, world))


def flood(line: bytes) -> bytes:
    """Return more bytes than a command may be answered with."""
    return line * ((2 << 20) // len(line))


@pytest.mark.parametrize(
    "script",
    [
        Script(FETCH=b"* 1 FETCH (UID 1 BODY[] {99999999999999}\r\n"),
        Script(FETCH=b"* 1 FETCH (UID 1 BODY[] {" + b"9" * 5000 + b"}\r\n"),
        Script(FETCH=HEADING, MAIL=b"* 1 FETCH (UID 1 BODY[] {900000000}\r\n"),
        Script(SELECT=flood(b"* 1 EXISTS\r\n")),
        Script(SELECT=flood(b"* OK {0}\r\n")),
        Script(GREETING=flood(b"x")),
        Script(CAPABILITY=b"* CAPABILITY IMAP4rev1 \xff\xfe\r\n"),
        Script(SELECT=b"* OK [UIDVALIDITY abc] fine\r\n"),
        Script(SELECT=b""),
        Script(FETCH=b"\0\0\0\r\n"),
        Script(FETCH=b"* 1 FETCH (UID 99999999999 RFC822.SIZE 1)\r\n"),
        Script(FETCH=HEADING.replace(b"02-Nov-2026", b"99-Nov-2026")),
        Script(FETCH=HEADING.replace(b"SIZE 100", b"SIZE " + b"1" * 5000)),
    ],
    ids=[
        "a literal of terabytes",
        "a literal of a number without end",
        "a mail larger than was said",
        "lines without end",
        "literals without end",
        "a line without end",
        "letters that are none",
        "no number of the mailbox",
        "nothing of the mailbox",
        "bytes of nothing",
        "a number of a mail that is none",
        "a day that is none",
        "a size without end",
    ],
)
def test_a_server_that_answers_too_much_or_nonsense_is_left_with_one_clear_error(
    script: Script, authority: trustme.CA, tmp_path: Path
) -> None:
    with pytest.raises(SourceUnreadable, match=r"^imap://127\.0\.0\.1: ") as refused:
        read(script, authority, tmp_path)
    assert refused.value.__context__ is None


def test_a_server_that_drips_is_given_up(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limited, "_LONGEST", 0.0)
    with pytest.raises(SourceUnreadable, match="no answer in time"):
        read(Script(), authority, tmp_path)


def test_news_that_nobody_asked_for_are_no_mails(authority: trustme.CA, tmp_path: Path) -> None:
    news = b"* 3 FETCH (FLAGS (\\Seen))\r\n* 4 FETCH (UID 4 FLAGS ())\r\n* 5 EXPUNGE\r\n"
    (last,) = read(Script(FETCH=news), authority, tmp_path)
    assert last.warnings == ()


def test_a_mail_that_somebody_moved_meanwhile_is_told(authority: trustme.CA, tmp_path: Path) -> None:
    pages = read(Script(FETCH=HEADING), authority, tmp_path)
    assert [one.found for page in pages for one in page.warnings] == [
        "mail 1 of INBOX was left alone: it is gone, or is no mail that can be taken apart"
    ]


def test_a_password_of_any_letters_is_sent_whole(authority: trustme.CA, tmp_path: Path) -> None:
    script = Script()
    read(script, authority, tmp_path)
    sent = next(after for line, after in zip(script.lines, script.lines[1:], strict=False) if b"AUTH" in line)
    assert base64.b64decode(sent).decode() == f"\0anna andersson\0{PASSWORD}"


def test_a_password_that_an_old_server_cannot_take_is_told_without_it(
    authority: trustme.CA, tmp_path: Path
) -> None:
    old = Script(CAPABILITY=b"* CAPABILITY IMAP4rev1\r\n")
    with pytest.raises(SourceUnreadable, match="letters of ASCII only") as refused:
        read(old, authority, tmp_path)
    assert refused.value.__context__ is None
    assert b"LOGIN" not in b"".join(old.lines)


def test_a_server_without_encryption_is_not_called_untrusted(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def greet() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"* OK plain text here\r\n")

        thread = threading.Thread(target=greet, daemon=True)
        thread.start()
        options = {
            "type": "mailbox",
            "host": "127.0.0.1",
            "port": port,
            "user": "a",
            "password_env": "P",
            "senders": ["@a.se"],
            "files": ["*"],
        }
        with pytest.raises(SourceUnreadable, match="`port` and `security` belong together"):
            fetched(connector_of(options, MAPPING, World(NOW, {"P": "x"}, tmp_path)))
        thread.join(timeout=5)


def nested(depth: int) -> bytes:
    """Return a mail of parts in parts."""
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (one, one) for one in range(depth)
    )
    return b"From: a@supplier.example\r\n" + opened + b"Content-Type: text/plain\r\n\r\nx\r\n"


@pytest.mark.parametrize(
    "content",
    [
        nested(101),
        nested(5000),
        b"From: a@b.se\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n\r\n" * 10_001,
        b"From: a@b.se\r\n\r\n" + b"\n" * 4_000_001,
    ],
    ids=["parts in parts", "parts in parts without end", "thousands of parts", "millions of lines"],
)
def test_a_mail_that_would_take_hours_to_take_apart_is_not_begun_with(content: bytes) -> None:
    assert read_mail(content) is None


def test_a_mail_that_was_forwarded_a_few_times_is_read() -> None:
    mail = read_mail(nested(30))
    assert mail is not None
    assert mail.sender == "a@supplier.example"


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        ("Reports <A@Supplier.example>", "a@supplier.example"),
        ('"a@supplier.example" <x@evil.example>', "x@evil.example"),
        ("=?utf-8?q?a=40supplier=2Eexample=3E?= <x@evil.example>", "x@evil.example"),
        ("a@supplier.example, x@evil.example", ""),
        ("a@supplier.example\r\nFrom: x@evil.example", ""),
        ("nobody", "nobody"),
        ("", ""),
    ],
)
def test_the_sender_is_the_one_address_of_the_mail_and_no_name_passes_for_it(
    header: str, sender: str
) -> None:
    mail = read_mail(f"From: {header}\r\nSubject: x\r\n\r\nx".encode())
    assert mail is not None
    assert mail.sender == sender


def test_a_name_with_line_breaks_and_other_marks_is_a_plain_name() -> None:
    header = 'attachment; filename="=?utf-8?q?a=0D=0AX=3A_1=00=1B=5B31m=2Ecsv?="'
    mail = read_mail(
        f"From: a@b.se\r\nContent-Type: text/csv\r\nContent-Disposition: {header}\r\n\r\nx".encode()
    )
    assert mail is not None
    (file,) = mail.attachments
    assert file.name.isprintable()
    assert "\n" not in file.name
    assert ":" not in file.name
