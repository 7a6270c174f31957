"""Evidence packs: a sealed month judged again from one archive, with no store and no watch."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from collector.errors import ProblemsFound, SupplierwatchError
from collector.identifiers import content_hash
from collector.store.database import Database
from evaluator.sealing.archive import archive_of, read_archive
from evaluator.sealing.pack import pack_name, pack_seal, verify_packed
from tests.collector.store.pages import save
from tests.evaluator.october import evaluate, exclusion, incident, instant, save_october, tickets
from tests.evaluator.sealing.sealed import alter, seal, sealed_october, texts_of

Files = dict[str, bytes]


def packed(database: Database) -> Files:
    """October, with a September it rests on and an exclusion, sealed and packed; the files of the archive."""
    slow = incident("B-1", "2026-09-02 08:00", ("2026-09-03 09:00", 6))
    save(database, tickets(slow), at=instant("2026-10-09 06:00"), source="september")
    evaluate(database, "2026-09", now=instant("2026-10-09 06:00"))
    save_october(database)
    made = seal(database, exclusions=[exclusion("U-1", "accepted", tickets=["A-1"])])
    return files_in(pack_seal(database, made, {"results.json": "{}"}))


def files_in(content: bytes) -> Files:
    """The files of an archive, read as from a file of somebody else's."""

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_pack_is_judged_again_from_itself_alone(database: Database) -> None:
    check = verify_packed(packed(database))
    assert check.holds
    assert texts_of([check]) == []
    assert check.seal.period == "2026-10"


def test_a_pack_is_the_same_bytes_whenever_it_is_made(sqlite_database: Database) -> None:
    made = sealed_october(sqlite_database)
    assert pack_seal(sqlite_database, made, {}) == pack_seal(sqlite_database, made, {})
    assert pack_name(made) == f"2026-10-seal-{made.content_hash[:12]}.zip"


def test_a_pack_says_how_it_is_judged_again_and_holds_the_facts_as_csv(sqlite_database: Database) -> None:
    files = packed(sqlite_database)
    assert b"supplierwatch verify 2026-10-seal-" in files["README.txt"]
    header, first, *_ = files["facts/month/tickets.csv"].decode().splitlines()
    assert header == '"source","opened_at","kind","service","unit","priority","system","ticket"'
    assert '"A-1"' in first
    assert json.loads(files["exclusions.json"])[0]["id"] == "U-1"


def altered(name: str, old: bytes, new: bytes) -> Callable[[Files], Files]:
    """What puts `new` in the place of `old` in a file of a pack, and mends the manifest."""

    def alter_files(files: Files) -> Files:

        assert old in files[name]
        changed = {**files, name: files[name].replace(old, new)}
        manifest = json.loads(files["manifest.json"])
        manifest["files"][name] = content_hash(changed[name])
        return {**changed, "manifest.json": json.dumps(manifest).encode()}

    return alter_files


@pytest.mark.parametrize(
    ("alteration", "named"),
    [
        (altered("facts/month/tickets.csv", b'"A-1"', b'"A-7"'), "facts: tickets of A-1"),
        (altered("contract/2026-01-01.json", b"90 %", b"60 %"), "contract: contract/2026-01-01.json"),
        (altered("exclusions.json", b"accepted", b"rejected"), "contract: exclusions.json"),
        (altered("earlier.json", b'"points": 2', b'"points": 1'), "earlier: the outcomes of 2026-09"),
        (altered("document.json", b"90 %", b"60 %"), "document: document.json is not what was sealed"),
    ],
    ids=["fact", "contract", "exclusion", "earlier month", "document"],
)
def test_an_altered_pack_is_found_even_if_its_manifest_was_mended(
    sqlite_database: Database, alteration: Callable[[Files], Files], named: str
) -> None:
    check = verify_packed(alteration(packed(sqlite_database)))
    assert not check.holds
    assert any(text.startswith(named) for text in texts_of([check])), texts_of([check])


def test_a_file_that_is_not_the_one_packed_is_named(sqlite_database: Database) -> None:
    files = packed(sqlite_database)
    check = verify_packed({**files, "README.txt": b"", "added.txt": b""})
    assert texts_of([check]) == [
        "document: README.txt is not the file that was packed",
        "document: added.txt is not the file that was packed",
    ]


def test_no_pack_is_made_of_what_does_not_verify(sqlite_database: Database) -> None:
    made = sealed_october(sqlite_database)
    alter(sqlite_database, "UPDATE ticket SET opened_at = opened_at + 60 WHERE ticket_id = 1")
    with pytest.raises(SupplierwatchError, match="2026-10 does not verify, so no pack is made of it"):
        pack_seal(sqlite_database, made, {})


def refused(path: Path) -> str:
    """Why an archive is refused."""
    with pytest.raises(ProblemsFound) as error:
        read_archive(path)
    return str(error.value)


def test_an_archive_gives_back_what_was_put_in(tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(archive_of({"b": b"2", "a/c": b"1"}))
    assert read_archive(path) == {"a/c": b"1", "b": b"2"}


@pytest.mark.parametrize("name", ["../out", "/etc/out", "a/../../out", "c:out", "a\\out"])
def test_a_name_that_leads_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(archive_of({name: b""}))
    assert "leads out of the archive" in refused(path)


def test_an_archive_that_unfolds_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(archive_of({"a": b"0" * 100, "b": b"0" * 100}))
    monkeypatch.setattr("evaluator.sealing.archive.LARGEST_FILES", 150)
    assert "unfolds to more than a pack needs" in refused(path)


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    content = archive_of({"a": b"0123456789" * 100})
    path.write_bytes(content[: len(content) // 2])
    assert "no whole archive" in refused(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in refused(tmp_path / "none.zip")
