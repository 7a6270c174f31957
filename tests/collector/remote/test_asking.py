"""Requests: what is tried again, what is refused, and how much of an answer is taken."""

import gzip
import resource
import socket
import threading
import time
import zlib
from collections.abc import Callable

import pytest
import stamina

from collector.errors import SourceUnreadable
from collector.remote.answer import Answer
from collector.remote.client import Client
from collector.remote.patience import retry_after
from collector.remote.sending import Sender
from collector.remote.settings import Connection
from tests.collector.connectors.helpers import NOW, World
from tests.collector.remote.helpers import client_for
from tests.replay import Asked, Reply, json_reply, replaying
from tests.services import free_port


def _answers(*replies: Reply) -> Callable[[Asked], Reply]:
    """Return what gives `replies` in order, the last one again and again."""
    waiting = list(replies)
    return lambda _asked: waiting.pop(0) if len(waiting) > 1 else waiting[0]


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_busy_system_is_asked_again(status: int) -> None:
    with (
        replaying(_answers(Reply(status), json_reply({"rows": 1}))) as server,
        client_for(server.address) as client,
    ):
        assert client.get("x").json() == {"rows": "1"}
        assert len(server.asked) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 422])
def test_a_refusal_is_not_asked_again(status: int) -> None:
    with replaying(_answers(Reply(status))) as server, client_for(server.address) as client:
        with pytest.raises(SourceUnreadable, match=f"the system answered {status}"):
            client.get("x")
        assert len(server.asked) == 1


def test_a_system_that_stays_busy_fails_after_the_attempts_of_the_sources_file() -> None:
    with replaying(_answers(Reply(503))) as server, client_for(server.address, attempts=4) as client:
        with pytest.raises(SourceUnreadable, match="answered 503"):
            client.get("x")
        assert len(server.asked) == 4


def test_no_try_follows_when_the_time_of_the_run_is_up() -> None:
    world = World(is_time_up=True)
    with replaying(_answers(Reply(503))) as server, client_for(server.address, world) as client:
        with pytest.raises(SourceUnreadable):
            client.get("x")
        assert len(server.asked) == 1


def test_a_system_that_wants_an_hour_of_patience_is_left_to_the_next_run() -> None:
    busy = Reply(429, headers={"Retry-After": "3600"})
    with replaying(_answers(busy)) as server, client_for(server.address) as client:
        with pytest.raises(SourceUnreadable, match="answered 429"):
            client.get("x")
        assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("17", 17.0),
        ("0", 0.0),
        ("Mon, 02 Nov 2026 12:00:30 GMT", 30.0),
        ("Mon, 02 Nov 2026 11:00:00 GMT", 0.0),
        ("", None),
        ("-5", None),
        ("soon", None),
        ("1.5", None),
        ("\u0665", None),
        ("9" * 400, 999_999_999_999.0),
        ("Mon, 99 Nov 99999999999999999999 12:00:30 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_moment_and_garbage_is_nothing(asked: str, seconds: float | None) -> None:
    # NOW is Monday 2 November 2026, 12:00 UTC.
    assert retry_after(Answer("http://x", 429, {"retry-after": asked}, b""), NOW) == seconds


def test_a_moment_to_wait_for_is_one_of_the_systems_own_clock() -> None:
    headers = {"retry-after": "Mon, 02 Nov 2026 13:00:30 GMT", "date": "Mon, 02 Nov 2026 13:00:00 GMT"}
    assert retry_after(Answer("http://x", 429, headers, b""), NOW) == 30.0


def test_waits_grow_are_capped_and_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    with replaying(_answers(Reply(503))) as server:
        connection = Connection.model_validate({"address": server.address, "attempts": 10})
        client = Client(connection, World().surroundings())
        with pytest.raises(SourceUnreadable):
            client.get("x")
        client.close()
    waits = [wait for wait in slept if wait > 0.4]
    # 0.5 s doubled each time and never more than 30 s; up to one second is added by chance.
    for number, wait in enumerate(waits):
        assert min(0.5 * 2**number, 30) <= wait <= 30 + 1
    assert len(waits) == 9
    assert waits != sorted(round(wait * 2) / 2 for wait in waits)


def test_a_clock_that_differs_by_more_than_a_minute_is_told_once() -> None:
    # NOW is 12:00:00 UTC; the system says 12:02:05.
    late = json_reply({}, headers={"Date": "Mon, 02 Nov 2026 12:02:05 GMT"})
    with replaying(_answers(late)) as server, client_for(server.address) as client:
        client.get("x")
        client.get("x")
        assert [one.found for one in client.remarks()] == [
            "the clock of the system is 125 seconds ahead of ours"
        ]
        assert client.remarks() == ()


def test_a_clock_within_a_minute_is_not_told() -> None:
    near = json_reply({}, headers={"Date": "Mon, 02 Nov 2026 11:59:05 GMT"})
    with replaying(_answers(near)) as server, client_for(server.address) as client:
        client.get("x")
        assert client.remarks() == ()


def test_a_redirect_within_the_host_is_followed_with_its_method_and_body() -> None:
    def answer(asked: Asked) -> Reply:
        return (
            Reply(307, headers={"Location": "/new?a=1"}) if asked.path == "/old" else json_reply(asked.json())
        )

    with replaying(answer) as server, client_for(server.address) as client:
        assert client.post("old", {"text": "here"}).json() == {"text": "here"}
        assert [(one.method, one.path) for one in server.asked] == [("POST", "/old"), ("POST", "/new")]


def test_see_other_is_followed_by_get_without_the_body() -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(303, headers={"Location": "done"}) if asked.method == "POST" else json_reply({})

    with replaying(answer) as server, client_for(server.address) as client:
        client.post("old", {"text": "here"})
        assert [(one.method, one.path, one.body) for one in server.asked][1] == ("GET", "/done", b"")


def test_a_post_that_moved_is_refused_as_nobody_knows_whether_to_send_it_twice() -> None:
    moved = Reply(302, headers={"Location": "/new"})
    with replaying(_answers(moved)) as server, client_for(server.address) as client:
        with pytest.raises(SourceUnreadable, match="answered 302 to a POST"):
            client.post("old", {})
        assert len(server.asked) == 1


@pytest.mark.parametrize(
    "location",
    [
        "http://localhost:{port}/x",
        "https://127.0.0.1:{port}/x",
        "http://127.0.0.1:{other}/x",
        "//evil.example/x",
        "http://user:pass@127.0.0.1:{port}/x",
        "http://127.0.0.1:{port}@evil.example/x",
        "file:///etc/passwd",
        "http://[::1",
        "",
    ],
)
def test_a_redirect_to_anywhere_else_is_refused_and_nothing_is_sent_there(location: str) -> None:
    with replaying(lambda _asked: json_reply({})) as elsewhere:
        other = elsewhere.address.rsplit(":", 1)[1]

        def answer(_asked: Asked) -> Reply:
            port = server.address.rsplit(":", 1)[1]
            return Reply(302, headers={"Location": location.format(port=port, other=other)})

        world = World(secrets={"TOKEN": "hemlig"})
        sign_in = {"type": "bearer", "token_env": "TOKEN"}
        with replaying(answer) as server, client_for(server.address, world, sign_in=sign_in) as client:
            with pytest.raises(SourceUnreadable):
                client.get("x")
            assert len(server.asked) == 1
        assert elsewhere.asked == []


def test_redirects_in_a_circle_end() -> None:
    with (
        replaying(_answers(Reply(302, headers={"Location": "/x"}))) as server,
        client_for(server.address) as client,
    ):
        with pytest.raises(SourceUnreadable, match="redirects more than 3 times"):
            client.get("x")
        assert len(server.asked) == 4


def test_an_address_of_another_host_is_never_asked() -> None:
    with (
        replaying(_answers(json_reply({}))) as server,
        client_for(server.address) as client,
        pytest.raises(SourceUnreadable, match="not the host that the sources file names"),
    ):
        client.get("https://evil.example/next?token=1")
    assert server.asked == []


def test_the_usual_port_written_out_is_the_same_host() -> None:
    with (
        client_for("https://127.0.0.1", time_out=1, attempts=1) as client,
        pytest.raises(SourceUnreadable, match=r"cannot be reached|certificate"),
    ):
        client.get("https://127.0.0.1:443/x")


def test_an_answer_larger_than_allowed_is_refused() -> None:
    with (
        replaying(_answers(Reply(200, b"x" * 5000))) as server,
        client_for(server.address, largest_answer=4999) as client,
    ):
        with pytest.raises(SourceUnreadable, match="larger than 4999 bytes"):
            client.get("x")
        assert len(server.asked) == 1


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
def test_a_bomb_is_refused_without_being_unpacked(packing: str) -> None:
    # 64 MB of zeros are 64 kB packed; the limit is 1 MB. Packed in pieces: memory is what is measured.
    pack = zlib.compressobj(wbits=zlib.MAX_WBITS | (16 if packing == "gzip" else 0))
    packed = b"".join(pack.compress(bytes(1 << 20)) for _ in range(64)) + pack.flush()
    bomb = Reply(200, packed, {"Content-Encoding": packing})
    with replaying(_answers(bomb)) as server, client_for(server.address, largest_answer=1 << 20) as client:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with pytest.raises(SourceUnreadable, match="larger than 1048576 bytes"):
            client.get("x")
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 << 10


_BARE = zlib.compressobj(wbits=-zlib.MAX_WBITS)


@pytest.mark.parametrize(
    ("packing", "body"),
    [
        ("gzip", gzip.compress(b'{"a": 1}')),
        ("gzip", gzip.compress(b'{"a":') + gzip.compress(b" 1}")),
        ("deflate", zlib.compress(b'{"a": 1}')),
        ("deflate", _BARE.compress(b'{"a": 1}') + _BARE.flush()),
        ("identity", b'{"a": 1}'),
    ],
    ids=["gzip", "gzip in two members", "deflate", "deflate without its frame", "not packed"],
)
def test_packed_answers_are_unpacked(packing: str, body: bytes) -> None:
    packed = Reply(200, body, {"Content-Encoding": packing})
    with replaying(_answers(packed)) as server, client_for(server.address) as client:
        assert client.get("x").json() == {"a": "1"}


@pytest.mark.parametrize(
    "damaged",
    [
        Reply(200, gzip.compress(b"[1, 2]" * 100)[:-12], {"Content-Encoding": "gzip"}),
        Reply(200, b"no gzip", {"Content-Encoding": "gzip"}),
        Reply(200, b"x", {"Content-Encoding": "br"}),
        Reply(200, b"[1, 2, 3]", {}, cut_after=4),
    ],
    ids=[
        "packed and cut off, of the length it says",
        "not packed",
        "in a packing nobody asked for",
        "cut off",
    ],
)
def test_a_damaged_answer_is_asked_for_again(damaged: Reply) -> None:
    with replaying(_answers(damaged, json_reply([1]))) as server, client_for(server.address) as client:
        assert client.get("x").json() == ["1"]


@pytest.mark.parametrize(
    ("begin", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"x"),
    ],
    ids=["its content", "a header", "hints before it", "the size of a part"],
)
def test_an_answer_that_drips_for_ever_is_given_up(begin: bytes, drop: bytes) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def drip() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(begin)
            while not done.wait(0.1):
                try:
                    connection.sendall(drop)
                except OSError:
                    return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    begun = time.monotonic()
    try:
        with (
            client_for(address, longest_time=1) as client,
            pytest.raises(SourceUnreadable, match="did not end within 1 seconds"),
        ):
            client.get("x")
        assert time.monotonic() - begun < 3
    finally:
        done.set()
        listener.close()
        thread.join()


def test_a_system_that_is_not_there_is_told_by_its_address() -> None:
    address = f"http://127.0.0.1:{free_port()}"
    with (
        client_for(address) as client,
        pytest.raises(SourceUnreadable, match="cannot be reached: no connection"),
    ):
        client.get("x?secret=1")


def test_the_pause_between_two_requests_is_kept_by_all_sources_of_a_host() -> None:
    world = World()
    with (
        replaying(_answers(json_reply({}))) as server,
        client_for(server.address, world, pause=5) as one,
        client_for(server.address, world, pause=5) as other,
    ):
        one.get("x")
        other.get("x")
        one.get("x")
    # Nothing is slept in this test, so the third stands behind the second.
    assert [round(wait) for wait in world.slept] == [5, 10]


def test_a_redirect_to_another_host_is_told_without_what_it_says_beyond_the_host() -> None:
    elsewhere = Reply(302, headers={"Location": "https://login.example.se/session/abc123"})
    with (
        replaying(_answers(elsewhere)) as server,
        client_for(server.address) as client,
        pytest.raises(SourceUnreadable) as refused,
    ):
        client.get("x")
    assert str(refused.value).startswith("https://login.example.se: this is not the host")


def test_a_session_that_a_redirect_puts_into_the_path_is_not_told() -> None:
    def answer(asked: Asked) -> Reply:
        if "jsessionid" in asked.path:
            return Reply(200, b"<html>Log in</html>")
        return Reply(302, headers={"Location": "/login;jsessionid=abc123"})

    with replaying(answer) as server, client_for(server.address) as client:
        found = client.get("x")
        assert found.address == f"{server.address}/login"
        with pytest.raises(SourceUnreadable, match=r"/login: the answer is no JSON"):
            found.json()


def test_a_header_longer_than_any_is_refused() -> None:
    with (
        replaying(_answers(Reply(200, b"{}", {"X-Long": "x" * 200_000}))) as server,
        client_for(server.address) as client,
        pytest.raises(SourceUnreadable, match="is no HTTP"),
    ):
        client.get("x")


@pytest.mark.parametrize(
    ("address", "path", "asked"),
    [
        ("https://tickets.example.se/base/", "a/b", "https://tickets.example.se/base/a/b"),
        ("https://tickets.example.se/base", "/a", "https://tickets.example.se/base/a"),
        ("https://[::1]:8443/base", "a", "https://[::1]:8443/base/a"),
        ("https://ärenden.example.se", "a", "https://xn--renden-9ta.example.se/a"),
        (
            "https://ärenden.example.se",
            "https://xn--renden-9ta.example.se/a",
            "https://xn--renden-9ta.example.se/a",
        ),
        ("https://tickets.example.se", "HTTPS://TICKETS.example.se:443/a", "https://tickets.example.se/a"),
        ("https://tickets.example.se/base", "../../a", "https://tickets.example.se/a"),
    ],
)
def test_an_address_is_put_together_below_that_of_the_sources_file(
    address: str, path: str, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    def send(_sender: Sender, _method: str, address: str, **_more: object) -> Answer:
        sent.append(address)
        return Answer(address, 200, {}, b"{}")

    monkeypatch.setattr(Sender, "send", send)
    with client_for(address) as client:
        client.get(path)
    assert sent == [asked]


def test_retries_are_told_to_nobody_but_us() -> None:
    assert stamina.instrumentation.get_on_retry_hooks() == ()
