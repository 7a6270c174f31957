"""Tries against real servers of the test: pages, connections, names, certificates."""

import asyncio
import gzip
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dns.message
import dns.rdatatype
import dns.rrset
import icmplib
import pytest
import trustme
from aiosmtpd.controller import Controller

from collector.errors import SourceUnreadable
from collector.probing.looks import AnyLook
from collector.probing.outcome import Doubt, Failure, Seen
from collector.probing.tries import try_once
from tests.collector.probing.terms import look_of
from tests.replay import Reply, replaying
from tests.services import free_port

PAGE = Reply(200, "<h1>Välkommen</h1> Logga in".encode(), {"content-type": "text/html; charset=utf-8"})


def tried(look: AnyLook, folder: Path = Path()) -> Seen:
    return asyncio.run(try_once(folder, look))


def failure(reply: Reply, path: str = "/", **terms: Any) -> Failure | None:
    """Return how a page that answers with `reply` fails."""
    with replaying(lambda _asked: reply) as server:
        return tried(look_of("http", address=server.address + path, **terms)).failure


# pages


def test_a_page_with_what_it_must_contain_is_well() -> None:
    assert failure(PAGE, must_contain=["Välkommen", "Logga in"], must_not_contain=["fel"]) is None


@pytest.mark.parametrize("terms", [{"must_contain": ["Kontakt"]}, {"must_not_contain": ["Logga in"]}])
def test_a_page_with_another_content_than_agreed_fails(terms: dict[str, Any]) -> None:
    assert failure(PAGE, **terms) is Failure.CONTENT


def test_text_behind_what_is_read_is_not_found() -> None:
    long = Reply(200, b"x" * 2000 + b"Logga in")
    assert failure(long, must_contain=["Logga in"], read_at_most=1000) is Failure.CONTENT


def test_a_page_that_unfolds_to_more_than_is_read_costs_no_more() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    packed = Reply(200, bomb, {"content-encoding": "gzip"})
    assert failure(packed, must_contain=["Logga in"]) is Failure.CONTENT


def test_a_page_that_comes_packed_all_the_same_is_searched() -> None:
    packed = Reply(200, gzip.compress(PAGE.body), {"content-encoding": "gzip"})
    assert failure(packed, must_contain=["Logga in"]) is None


@pytest.mark.parametrize("status", [500, 404, 301])
def test_a_status_that_is_not_as_it_should_be_fails(status: int) -> None:
    assert failure(Reply(status, b"", {}), redirects="keep") is Failure.STATUS


def test_a_status_that_is_named_is_as_it_should_be() -> None:
    assert failure(Reply(401, b"", {}), status=[401]) is None


def test_a_redirect_on_the_same_host_is_followed() -> None:
    with replaying(
        lambda asked: PAGE if asked.path == "/new" else Reply(302, b"", {"location": "/new"})
    ) as server:
        look = look_of("http", address=server.address + "/old", must_contain=["Logga in"])
        assert tried(look).failure is None


def test_a_redirect_to_another_host_is_refused_and_that_host_never_asked() -> None:
    with (
        replaying(lambda _asked: PAGE) as other,
        replaying(lambda _asked: Reply(302, b"", {"location": other.address + "/"})) as server,
    ):
        assert tried(look_of("http", address=server.address)).failure is Failure.REDIRECT
        assert other.asked == []


@pytest.mark.parametrize("location", ["http://[::1", "//[", "http://127.0.0.1:port/", "http://\x7f/"])
def test_a_redirect_to_an_address_that_is_none_fails(location: str) -> None:
    assert failure(Reply(302, b"", {"location": location})) is Failure.REDIRECT


def test_redirects_in_a_circle_end() -> None:
    assert failure(Reply(302, b"", {"location": "/"})) is Failure.REDIRECT


def test_a_page_that_takes_longer_than_its_time_fails() -> None:
    def slow(_asked: object) -> Reply:
        time.sleep(1.0)
        return PAGE

    with replaying(slow) as server:
        assert tried(look_of("http", address=server.address, time_out=0.3)).failure is Failure.TIME_OUT


def test_a_page_that_comes_byte_by_byte_ends_with_its_time_too() -> None:
    with serving(_dripping) as port:
        begun = time.monotonic()
        seen = tried(look_of("http", address=f"http://127.0.0.1:{port}", time_out=0.5))
    assert seen.failure is Failure.TIME_OUT
    assert time.monotonic() - begun < 1.5


def _dripping(connection: socket.socket) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100:
        connection.sendall(bytes([byte]))
        time.sleep(0.05)


def test_a_page_that_is_cut_off_fails() -> None:
    assert failure(Reply(200, b"x" * 1000, {}, cut_after=10)) is Failure.UNREACHABLE


def test_a_page_where_nobody_listens_is_refused() -> None:
    assert tried(look_of("http", address=f"http://127.0.0.1:{free_port()}")).failure is Failure.REFUSED


def test_a_page_of_a_host_without_address_fails_by_its_name() -> None:
    assert tried(look_of("http", address="http://nowhere.invalid/", time_out=10)).failure is Failure.NAME


# connections


@contextmanager
def serving(answer: Callable[[socket.socket], None], tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Serve every connection by `answer` in a thread of its own; yields the port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve(connection: socket.socket) -> None:
        with connection:
            try:
                with connection if tls is None else tls.wrap_socket(connection, server_side=True) as spoken:
                    answer(spoken)
            except OSError:
                return  # the other side went away: what these tests provoke

    def accept() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()


def silent(connection: socket.socket) -> None:
    connection.recv(1)


def test_a_port_that_takes_connections_is_well() -> None:
    with serving(silent) as port:
        assert tried(look_of("tcp", host="127.0.0.1", port=port)) == Seen()


def test_a_port_where_nobody_listens_refuses() -> None:
    assert tried(look_of("tcp", host="127.0.0.1", port=free_port())).failure is Failure.REFUSED


def test_a_host_whose_name_is_no_name_fails_by_its_name() -> None:
    assert tried(look_of("tcp", host="a..b", port=80)).failure is Failure.NAME


# certificates


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, Path]:
    folder = tmp_path_factory.mktemp("authority")
    found = trustme.CA()
    found.cert_pem.write_to_path(str(folder / "authority.pem"))
    return found, folder


def server_side(authority: trustme.CA, name: str, days: float) -> ssl.SSLContext:
    """Return the server's side of TLS, with a certificate for `name` that ends in so many days."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ends = datetime.now(UTC) + timedelta(days=days)
    begins = min(datetime.now(UTC), ends) - timedelta(days=30)
    authority.issue_cert(name, not_before=begins, not_after=ends).configure_cert(context)
    return context


def seen_of_certificate(
    known: tuple[trustme.CA, Path], name: str = "127.0.0.1", days: float = 90, **terms: Any
) -> Seen:
    with serving(silent, server_side(known[0], name, days)) as port:
        terms = {"host": "127.0.0.1", "port": port, "authority": "authority.pem"} | terms
        return tried(look_of("tls", **terms), known[1])


def test_a_certificate_that_is_verified_tells_when_it_ends(authority: tuple[trustme.CA, Path]) -> None:
    seen = seen_of_certificate(authority, days=90)
    assert seen.failure is None
    assert seen.certificate_ends_at is not None
    assert abs(seen.certificate_ends_at - (time.time() + 90 * 86_400)) < 60


@pytest.mark.parametrize("how", [{"days": -1}, {"name": "other.example"}, {"authority": None}])
def test_a_certificate_that_ended_is_for_another_name_or_of_an_unknown_authority_fails(
    authority: tuple[trustme.CA, Path], how: dict[str, Any]
) -> None:
    assert seen_of_certificate(authority, **how) == Seen(Failure.TLS)


def test_the_name_of_a_certificate_may_differ_from_that_of_the_host(
    authority: tuple[trustme.CA, Path],
) -> None:
    assert seen_of_certificate(authority, "mail.example", server_name="mail.example").failure is None


def test_an_unverified_certificate_is_well_and_tells_nothing(authority: tuple[trustme.CA, Path]) -> None:
    assert seen_of_certificate(authority, days=-1, verify=False, authority=None) == Seen()


def test_a_port_that_speaks_no_tls_fails_by_it() -> None:
    with serving(lambda connection: connection.sendall(b"220 hello\r\n")) as port:
        assert tried(look_of("tls", host="127.0.0.1", port=port)).failure is Failure.TLS


def test_an_encrypted_page_tells_when_its_certificate_ends(authority: tuple[trustme.CA, Path]) -> None:
    def page(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nLogga in")

    with serving(page, server_side(authority[0], "127.0.0.1", 10)) as port:
        address = f"https://127.0.0.1:{port}/"
        look = look_of("http", address=address, authority="authority.pem", must_contain=["Logga in"])
        seen = tried(look, authority[1])
        unknown = tried(look_of("http", address=address))
    assert seen.failure is None
    assert seen.certificate_ends_at is not None
    assert abs(seen.certificate_ends_at - (time.time() + 10 * 86_400)) < 60
    assert unknown == Seen(Failure.TLS)


def test_a_mail_server_encrypts_after_starttls(authority: tuple[trustme.CA, Path]) -> None:
    context = server_side(authority[0], "127.0.0.1", 90)
    controller = Controller(object(), hostname="127.0.0.1", port=free_port(), tls_context=context)
    controller.start()
    try:
        terms = {"host": "127.0.0.1", "port": controller.port, "start_tls": "smtp"}
        known = tried(look_of("tls", authority="authority.pem", **terms), authority[1])
        unknown = tried(look_of("tls", **terms))
    finally:
        controller.stop()
    assert (known.failure, unknown.failure) == (None, Failure.TLS)


def test_a_mail_server_that_does_not_encrypt_answers_otherwise() -> None:
    def plain(connection: socket.socket) -> None:
        connection.sendall(b"220 mail.example\r\n")
        connection.recv(100)
        connection.sendall(b"250-mail.example\r\n250 SIZE 1000\r\n")
        connection.recv(100)
        connection.sendall(b"502 5.5.1 not here\r\n")
        connection.recv(1)

    with serving(plain) as port:
        look = look_of("tls", host="127.0.0.1", port=port, start_tls="smtp")
        assert tried(look).failure is Failure.ANSWER


def test_an_authority_that_cannot_be_read_is_a_fault_of_the_file_of_probes(tmp_path: Path) -> None:
    look = look_of("tls", host="127.0.0.1", port=1, authority="missing.pem")
    with pytest.raises(SourceUnreadable, match="Name a PEM file under `authority`"):
        tried(look, tmp_path)


# names


@contextmanager
def name_server(answers: dict[str, str] | None) -> Iterator[int]:
    """Answer questions for addresses by UDP: those in `answers`, others do not exist; None: never."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listening.bind(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                content, asker = listening.recvfrom(4096)
            except OSError:
                return
            if content == b"end":
                return
            if answers is not None:
                listening.sendto(_answer(content, answers), asker)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    port = listening.getsockname()[1]
    try:
        yield port
    finally:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"end", ("127.0.0.1", port))
        thread.join()
        listening.close()


def _answer(content: bytes, answers: dict[str, str]) -> bytes:
    question = dns.message.from_wire(content)
    response = dns.message.make_response(question)
    name = question.question[0].name
    found = answers.get(name.to_text().rstrip("."))
    if found is None:
        response.set_rcode(dns.rcode.NXDOMAIN)
    else:
        assert ipaddress.ip_address(found)
        response.answer.append(dns.rrset.from_text(name, 60, "IN", "A", found))
    return response.to_wire()


def asked_name(answers: dict[str, str] | None, **terms: Any) -> Failure | None:
    with name_server(answers) as port:
        look = look_of("dns", name="www.example.se", resolver="127.0.0.1", port=port, **terms)
        return tried(look).failure


def test_a_name_with_the_expected_answer_is_well() -> None:
    answers = {"www.example.se": "192.0.2.7"}
    assert asked_name(answers, expect=["192.0.2.7"]) is None
    assert asked_name(answers) is None


def test_a_name_with_another_answer_or_that_does_not_exist_fails() -> None:
    assert asked_name({"www.example.se": "192.0.2.8"}, expect=["192.0.2.7"]) is Failure.ANSWER
    assert asked_name({}) is Failure.ANSWER


def test_a_name_server_that_says_nothing_is_a_time_out() -> None:
    assert asked_name(None, time_out=0.4) is Failure.TIME_OUT


# echoes


def test_an_echo_of_this_machine_is_well_or_told_as_not_allowed() -> None:
    allowed = Path("/proc/sys/net/ipv4/ping_group_range").read_text(encoding="ascii").split()
    seen = tried(look_of("icmp", host="127.0.0.1"))
    if allowed == ["1", "0"]:
        assert seen == Seen(doubt=Doubt.NOT_ABLE)
    else:
        assert seen in {Seen(), Seen(doubt=Doubt.NOT_ABLE)}


@pytest.mark.parametrize(
    ("raised", "seen"),
    [
        (icmplib.SocketPermissionError(privileged=False), Seen(doubt=Doubt.NOT_ABLE)),
        (icmplib.NameLookupError("x"), Seen(Failure.NAME)),
        (icmplib.SocketAddressError("x"), Seen(Failure.UNREACHABLE)),
    ],
)
def test_what_the_system_says_of_an_echo_is_told_apart(
    monkeypatch: pytest.MonkeyPatch, raised: Exception, seen: Seen
) -> None:
    async def refused(*_arguments: object, **_terms: object) -> None:
        raise raised

    monkeypatch.setattr(icmplib, "async_ping", refused)
    assert tried(look_of("icmp", host="127.0.0.1")) == seen
