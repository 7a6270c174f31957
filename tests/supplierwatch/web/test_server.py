"""The server itself, with real connections: those who dawdle are let go, and nothing tells what answers."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
import uvicorn

from supplierwatch.web import guarding, server
from supplierwatch.web.server import server_config
from tests.supplierwatch.web.served import PROXY, app_of


@contextmanager
def running(folder: Path, web: dict[str, object]) -> Iterator[int]:
    """Serve the store in `folder` on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = uvicorn.Server(server_config(app_of(folder, web), "127.0.0.1", port))
    thread = threading.Thread(target=lambda: asyncio.run(process.serve()), daemon=True)
    thread.start()
    _until(lambda: process.started)
    try:
        yield port
    finally:
        process.should_exit = True
        thread.join(timeout=30)


def _until(is_so: object) -> None:
    deadline = time.monotonic() + 20
    while not is_so():  # type: ignore[operator]  # a function without arguments
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_who_does_not_finish_the_head_of_a_request_is_let_go(
    read_only_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.3)
    with running(read_only_folder, {}) as port, socket.create_connection(("127.0.0.1", port), 5) as dawdler:
        dawdler.sendall(b"GET /alive HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        assert dawdler.recv(100) == b""
        assert httpx2.get(f"http://127.0.0.1:{port}/alive").status_code == 200


def test_a_second_head_that_is_not_finished_is_let_go_too(
    read_only_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.3)
    with running(read_only_folder, {}) as port, socket.create_connection(("127.0.0.1", port), 5) as dawdler:
        dawdler.sendall(b"GET /alive HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        answered = b""
        while b"alive\n" not in answered:
            answered += dawdler.recv(4_000)
        dawdler.sendall(b"GET /al")
        assert dawdler.recv(100) == b""


def test_who_does_not_finish_a_form_is_told_so(
    read_only_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarding, "BODY_SECONDS", 0.2)
    with running(read_only_folder, {}) as port, socket.create_connection(("127.0.0.1", port), 5) as dawdler:
        dawdler.sendall(b"POST /sign-out HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nform")
        assert dawdler.recv(1_000).startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize(
    "head",
    [
        b"GET /alive HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        b"GET /alive HTTP/1.1\r\n\r\n",
        b"GET /alive HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"y" * 300_000 + b"\r\n\r\n",
        b"GET http://evil.example/alive HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"nonsense\r\n\r\n",
    ],
    ids=["two hosts", "no host", "a head too large", "another host", "nonsense"],
)
def test_a_head_that_is_not_good_is_refused(read_only_folder: Path, head: bytes) -> None:
    with (
        running(read_only_folder, {}) as port,
        socket.create_connection(("127.0.0.1", port), 5) as connection,
    ):
        connection.sendall(head)
        assert connection.recv(1_000).startswith((b"HTTP/1.1 400", b"HTTP/1.1 431"))


def test_no_header_of_a_request_changes_where_it_comes_from(read_only_folder: Path) -> None:
    believed = {
        "X-Forwarded-For": "192.0.2.3",
        "X-Forwarded-Proto": "https",
        "X-Remote-User": "eve",
        "X-Remote-Groups": "contract",
    }
    with running(read_only_folder, PROXY) as port:
        answer = httpx2.get(f"http://127.0.0.1:{port}/", headers=believed)
    assert answer.status_code == 401
    assert "server" not in answer.headers
