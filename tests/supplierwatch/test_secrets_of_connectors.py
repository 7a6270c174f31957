"""The secret of a connector stands nowhere after runs that went well and runs that failed."""

import base64
import gzip
import logging
import lzma
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from supplierwatch.__main__ import main
from tests.replay import Asked, Reply, json_reply, replaying

SECRET = "S3cret-Hemlig-T0ken"  # noqa: S105 - made up; what the test looks for
SOURCE = """
  - name: helpdesk
    mapping: helpdesk.yaml
    connector:
      type: rest
      address: {address}
      since: 2026-10-01
      attempts: 1
      {sign_in}
      listing: {{path: cases, query: {{from: "{{since}}"}}}}
      ticket: id
      opened_at: created
      changed_at: changed
"""
MAPPING = "type: ticket_history\nfields: {status: state}\nstatuses: {Open: active}\n"
SIGN_INS = {
    "bearer": "sign_in: {type: bearer, token_env: HELPDESK_SECRET}",
    "basic": "sign_in: {type: basic, user: anna, password_env: HELPDESK_SECRET}",
}
FORMS = (SECRET, base64.b64encode(f"anna:{SECRET}".encode()).decode())
"""How the secret goes over the line; neither may be found."""


def _well(asked: Asked) -> Reply:
    case = {
        "id": "C-1",
        "created": "2026-10-20T08:00:00Z",
        "changed": "2026-10-20T08:00:00Z",
        "state": "Open",
        "debug": asked.headers["authorization"],
    }
    return json_reply([case], headers={"Set-Cookie": f"session={SECRET}"})


FAILURES: tuple[Callable[[Asked], Reply], ...] = (
    lambda asked: Reply(401, asked.headers["authorization"].encode()),
    lambda asked: Reply(500, asked.headers["authorization"].encode()),
    lambda _asked: Reply(302, headers={"Location": f"https://elsewhere.example/?token={SECRET}"}),
    lambda asked: Reply(200, asked.headers["authorization"].encode()),
    lambda asked: Reply(200, asked.headers["authorization"].encode() * 9, cut_after=9),
    lambda asked: json_reply([{"id": "C-1", "changed": asked.headers["authorization"]}]),
)


def _unpacked(value: bytes) -> Iterator[bytes]:
    yield value
    for unpack in (gzip.decompress, zlib.decompress, lzma.decompress):
        try:
            yield unpack(value)
        except (OSError, EOFError, zlib.error, lzma.LZMAError):
            continue


def _everything_kept(folder: Path) -> Iterator[bytes]:
    """Yield the content of every file below `folder`, and every cell of its databases, unpacked."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield from _unpacked(path.read_bytes())
    stores = [
        path for path in folder.rglob("*") if path.is_file() and path.read_bytes()[:15] == b"SQLite format 3"
    ]
    assert stores
    for path in stores:
        store = sqlite3.connect(path)
        tables = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in store.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - names of the store's own tables
                for cell in row:
                    yield from _unpacked(cell if isinstance(cell, bytes) else str(cell).encode())
        store.close()


@pytest.mark.parametrize("sign_in", SIGN_INS)
def test_the_secret_of_a_system_is_in_nothing_that_is_kept_shown_or_logged(
    watch_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    sign_in: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("HELPDESK_SECRET", SECRET)
    answers: list[Callable[[Asked], Reply]] = [_well]

    def answer(asked: Asked) -> Reply:
        return answers[0](asked)

    with replaying(answer) as server:
        (watch_folder / "mappings" / "helpdesk.yaml").write_text(MAPPING)
        with (watch_folder / "sources.yaml").open("a") as sources:
            sources.write(SOURCE.format(address=server.address, sign_in=SIGN_INS[sign_in]))
        codes = [main(["--watch", str(watch_folder), "collect", "helpdesk"])]
        for failure in FAILURES:
            answers[0] = failure
            codes.append(main(["--watch", str(watch_folder), "collect", "helpdesk"]))
        main(["--watch", str(watch_folder), "report", "2026-10"])
        main(["--watch", str(watch_folder), "sources"])
        assert any(form in one.headers["authorization"] for one in server.asked for form in FORMS)
    assert codes[0] == 0
    assert all(code != 0 for code in codes[1:-1])
    said = capsys.readouterr()
    kept = list(_everything_kept(watch_folder))
    assert any(b"C-1" in one for one in kept)
    for form in FORMS:
        assert form not in said.out + said.err + caplog.text
        assert not any(form.encode() in one for one in kept)
