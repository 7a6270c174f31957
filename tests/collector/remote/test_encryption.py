"""Certificates are verified, proxies are those of the sources file."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from collector.errors import SourceUnreadable
from tests.collector.connectors.helpers import World
from tests.collector.remote.helpers import client_for
from tests.replay import json_reply, replaying
from tests.services import free_port


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Return a certificate authority that no machine knows."""
    return trustme.CA()


class _Handler(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_told: object) -> None:
        """Say nothing."""


@contextmanager
def encrypted(certificate: trustme.LeafCert) -> Iterator[tuple[str, list[str]]]:
    """Yield the address of a server with `certificate`, and the paths it was asked for."""
    asked: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"asked": asked}))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _kept(authority: trustme.CA, folder: Path) -> World:
    authority.cert_pem.write_to_path(folder / "city.pem")
    return World(folder=folder)


def test_an_authority_nobody_knows_is_refused(authority: trustme.CA) -> None:
    with encrypted(authority.issue_cert("127.0.0.1")) as (address, asked), client_for(address) as client:
        with pytest.raises(
            SourceUnreadable, match=r"certificate is not trusted: (self-signed|unable to get local)"
        ):
            client.get("x")
        assert asked == []


def test_the_authority_of_the_sources_file_is_trusted(authority: trustme.CA, tmp_path: Path) -> None:
    world = _kept(authority, tmp_path)
    with (
        encrypted(authority.issue_cert("127.0.0.1")) as (address, asked),
        client_for(address, world, certificate_authority="city.pem") as client,
    ):
        assert client.get("x").json() == {}
        assert asked == ["/x"]


def test_a_certificate_of_another_host_is_refused(authority: trustme.CA, tmp_path: Path) -> None:
    world = _kept(authority, tmp_path)
    with (
        encrypted(authority.issue_cert("tickets.example.se")) as (address, asked),
        client_for(address, world, certificate_authority="city.pem") as client,
    ):
        with pytest.raises(SourceUnreadable, match=r"certificate is not valid for '127\.0\.0\.1'"):
            client.get("x")
        assert asked == []


def test_an_expired_certificate_is_refused(authority: trustme.CA, tmp_path: Path) -> None:
    world = _kept(authority, tmp_path)
    expired = authority.issue_cert("127.0.0.1", not_after=datetime.now(tz=UTC) - timedelta(days=1))
    with (
        encrypted(expired) as (address, asked),
        client_for(address, world, certificate_authority="city.pem") as client,
    ):
        with pytest.raises(SourceUnreadable, match="certificate has expired"):
            client.get("x")
        assert asked == []


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_file_of_authorities_that_cannot_be_read_is_told(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "city.pem").write_text(content)
    with (
        pytest.raises(SourceUnreadable, match="no readable PEM file"),
        client_for("https://127.0.0.1", World(folder=tmp_path), certificate_authority="city.pem"),
    ):
        pass


@contextmanager
def forwarding() -> Iterator[tuple[str, list[str]]]:
    """Yield the address of a proxy that answers in the system's place, and what it was asked for."""
    asked: list[str] = []
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"asked": asked}))
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{proxy.server_port}", asked
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()


def test_the_proxy_of_the_sources_file_is_used() -> None:
    with forwarding() as (proxy, asked), client_for("http://tickets.example.se", proxy=proxy) as client:
        assert client.get("x").json() == {}
    assert asked == ["http://tickets.example.se/x"]


def test_a_proxy_that_does_not_answer_is_named_as_what_to_check() -> None:
    gone = f"http://127.0.0.1:{free_port()}"
    with (
        client_for("http://tickets.example.se", proxy=gone, attempts=1) as client,
        pytest.raises(SourceUnreadable, match=r"no connection\. Check `address` and `proxy`, through which"),
    ):
        client.get("x")


def test_a_proxy_of_the_surroundings_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with forwarding() as (proxy, asked), replaying(lambda _asked: json_reply([1])) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy)
        with client_for(server.address) as client:
            assert client.get("x").json() == ["1"]
    assert asked == []


def test_passwords_of_a_netrc_file_are_not_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login anna password hemlig\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with replaying(lambda _asked: json_reply([1])) as server, client_for(server.address) as client:
        client.get("x")
        assert "authorization" not in server.asked[0].headers
