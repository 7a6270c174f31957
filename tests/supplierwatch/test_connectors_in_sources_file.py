"""A connector described wrongly is told when the sources file is read, with its line."""

from pathlib import Path

import pytest

from supplierwatch.findings import Findings
from supplierwatch.watched_sources import read_sources

HISTORY = "type: ticket_history\nfields: {status: state}\nstatuses: {Open: active}\n"
HEAD = """sources:
- name: helpdesk
  mapping: helpdesk.yaml
  connector:
    type: rest
    address: https://helpdesk.example.se
    since: 2026-01-01
"""
TICKETS = "    ticket: id\n    opened_at: created\n    changed_at: changed\n"


def _told(folder: Path, text: str) -> list[tuple[int | None, str]]:
    """Return (line, what is said) of the problems of a sources file."""
    (folder / "mappings").mkdir()
    (folder / "mappings" / "helpdesk.yaml").write_text(HISTORY)
    (folder / "sources.yaml").write_text(text)
    findings = Findings()
    read_sources(folder, keeps_pseudonyms=True, findings=findings)
    return [(problem.line, str(problem)) for problem in findings.problems]


def test_a_description_that_is_whole_is_taken(tmp_path: Path) -> None:
    assert _told(tmp_path, HEAD + TICKETS + "    listing: {path: cases}\n") == []


@pytest.mark.parametrize(
    ("described", "line", "found"),
    [
        ('    listing: {path: cases, query: {a: "{sinse}"}}\n', 5, "{sinse} is no placeholder here"),
        ("    listing: {path: cases, paging: {type: page}}\n", 11, "put `{page}` into path, query or body"),
        ("    listing: {path: cases, method: post}\n", 11, "body: needed with `method: post`"),
        (
            "    listing: {path: cases}\n    order: changed\n",
            5,
            "needs `changed_at`, and `{since}` in its listing",
        ),
        ("    listing: {path: cases}\n    times: yesterday\n", 12, "says no day and year"),
        ("    listing: {path: cases}\n    times: '%H:%M'\n", 12, "says no day and year"),
        ("    listing: {path: cases}\n    window: 3600\n", 5, "put `{since}` and `{until}` into the listing"),
        ("    listing: {path: cases}\n    sweep: {}\n", 5, "sweep: needs `keys`"),
        ("    listing: {path: cases, roows: x}\n", 11, "Did you mean rows?"),
        (
            "    listing: {path: cases}\n    history: {type: embedded, rows: log, at: a, new: b}\n",
            12,
            "give `field`, or `only`",
        ),
        (
            """    listing: {path: cases}
    history: {type: asked, at: a, new: b, only: state, listing: {path: log}}
""",
            12,
            "put `{ticket}` into path, query or body",
        ),
    ],
)
def test_what_is_wrong_in_a_description_is_told_with_its_line(
    tmp_path: Path, described: str, line: int, found: str
) -> None:
    ((at, told),) = _told(tmp_path, HEAD + TICKETS + described)
    assert found in told
    assert at is not None
    assert abs(at - line) <= 1


def test_tickets_without_a_key_and_times_are_told(tmp_path: Path) -> None:
    told = _told(tmp_path, HEAD + "    listing: {path: cases}\n")
    for (line, text), key in zip(told, ("ticket", "opened_at", "changed_at"), strict=True):
        assert f"tickets with history, and does not say where `{key}` stands" in text
        assert line == 4


def test_a_mapping_that_the_connector_gives_nothing_for_is_told(tmp_path: Path) -> None:
    connector = "{type: statuspage, address: 'https://a.se', since: 2026-01-01}"
    page = f"sources:\n- name: status\n  mapping: helpdesk.yaml\n  connector: {connector}\n"
    ((line, text),) = _told(tmp_path, page)
    assert line == 3
    assert "gives nothing that a mapping of type ticket_history could read" in text


@pytest.mark.parametrize(
    "connection",
    [
        "    sign_in: {type: bearer, token_env: Hemlig-99}\n",
        "    proxy: http://anna:Hemlig-99@proxy.example.se\n",
        "    sign_in: {type: basic, user: anna, password: Hemlig-99}\n",
        "    sign_in: {type: bearer, token_env: TOKEN, token: Hemlig-99}\n",
    ],
)
def test_a_secret_that_stands_in_the_file_by_mistake_is_not_repeated(tmp_path: Path, connection: str) -> None:
    told = _told(tmp_path, HEAD + TICKETS + "    listing: {path: cases}\n" + connection)
    assert told
    assert "Hemlig-99" not in repr(told)
