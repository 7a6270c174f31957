"""Backups: everything is in them, from either database into either, and nothing else can be restored."""

import json
import os
import shutil
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from collector.errors import NothingFound, ProblemsFound, SupplierwatchError
from collector.store.copying import tables_of
from collector.store.database import Database, open_database
from collector.store.schema import RUN, WORD
from supplierwatch import archive as archives
from supplierwatch.__main__ import main
from supplierwatch.backup import save_backup
from supplierwatch.migrate import revisions, upgrade, upgrade_within
from supplierwatch.restore import UNFINISHED, restore_backup
from supplierwatch.watch import load_watch
from tests.databases import fresh_database
from tests.evaluator.october import NOW
from tests.supplierwatch.filled_tables import all_rows, fill_tables
from tests.supplierwatch.watches import replace_text, write_watch


@pytest.fixture
def watch(tmp_path: Path) -> Path:
    """The starting watch, which was collected and evaluated, with an amendment folder and a draft in it."""
    folder = write_watch(tmp_path / "watch")
    (folder / "notes.txt").write_text("not a file of the watch")
    assert main(["--watch", str(folder), "collect"]) == 0
    assert main(["--watch", str(folder), "evaluate", "--period", "2026-10"]) == 0
    return folder


@pytest.fixture
def filled(database: Database) -> Database:
    """A database with rows in every table."""
    with database.writing() as connection:
        fill_tables(connection)
    return database


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest) -> str:
    """The address of an empty store, on each kind of database in turn."""
    if request.param == "sqlite":
        return "sqlite:///store.db"
    return fresh_database(request.getfixturevalue("postgresql_server"))


def backup_of(database: Database, folder: Path) -> Path:
    """Write a backup of the starting watch with `database` as its store."""
    watch = write_watch(folder / "from")
    path = folder / "one.zip"
    save_backup(watch, database, (), path, NOW)
    return path


def store_at(folder: Path, address: str) -> Iterator[Database]:
    url = f"sqlite:///{folder / 'store.db'}" if address.startswith("sqlite") else address
    with open_database(url) as database:
        yield database


def test_all_rows_of_all_tables_come_back_from_either_database_into_either(
    filled: Database, target: str, tmp_path: Path
) -> None:
    path = backup_of(filled, tmp_path)
    restore_backup(path, tmp_path / "to", {}, target)
    with filled.reading() as connection:
        before = all_rows(connection)
    for restored in store_at(tmp_path / "to", target):
        with restored.reading() as connection:
            assert all_rows(connection) == before
    assert all(before.values())


def test_a_restored_store_takes_new_rows_after_those_it_has(
    filled: Database, target: str, tmp_path: Path
) -> None:
    restore_backup(backup_of(filled, tmp_path), tmp_path / "to", {}, target)
    for restored in store_at(tmp_path / "to", target):
        with restored.writing() as connection:
            [table] = [one for one in tables_of(connection) if one.name == "quarantine"]
            values = {"intake": 1, "source": "s", "origin": "o", "line": 9, "reason": "r", "fields": "{}"}
            connection.execute(sa.insert(table).values(values))
            assert connection.execute(sa.select(sa.func.max(table.c.id))).scalar_one() == 4


def test_a_restored_watch_gives_the_same_report_byte_for_byte(
    watch: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, to = tmp_path / "one.zip", tmp_path / "to"
    assert main(["--watch", str(watch), "backup", str(path)]) == 0
    assert main(["--watch", str(to), "restore", str(path)]) == 0
    capsys.readouterr()
    reports = []
    for folder in (watch, to):
        assert main(["--watch", str(folder), "report", "--period", "2026-10", "--format", "json"]) == 0
        reports.append(capsys.readouterr().out)
    assert reports[0] == reports[1]
    assert not (to / "notes.txt").exists()
    assert {one.name for one in to.iterdir()} >= {
        "contract.yaml",
        "supplierwatch.yaml",
        "store.db",
        "mappings",
    }
    assert not (to / UNFINISHED).exists()


def test_the_files_come_back_as_they_were(watch: Path, tmp_path: Path) -> None:
    path, to = tmp_path / "one.zip", tmp_path / "to"
    main(["--watch", str(watch), "backup", str(path)])
    main(["--watch", str(to), "restore", str(path)])
    for name in ("contract.yaml", "supplierwatch.yaml", "sources.yaml", "exclusions.yaml"):
        assert (to / name).read_bytes() == (watch / name).read_bytes()


def test_another_address_of_the_store_is_written_into_the_settings_and_nothing_else(
    watch: Path, tmp_path: Path
) -> None:
    path, to = tmp_path / "one.zip", tmp_path / "to"
    main(["--watch", str(watch), "backup", str(path)])
    assert main(["--watch", str(to), "restore", str(path), "--store", "sqlite:///data/facts.db"]) == 0
    found, before = ((one / "supplierwatch.yaml").read_text("utf-8") for one in (to, watch))
    # A remark beside the address moves with it.
    assert found.split() == before.replace("sqlite:///store.db", "sqlite:///data/facts.db").split()
    assert (to / "data" / "facts.db").exists()


def test_an_address_with_a_password_is_refused_without_showing_it(
    watch: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, to = tmp_path / "one.zip", tmp_path / "to"
    main(["--watch", str(watch), "backup", str(path)])
    address = "postgresql+psycopg://user:hemligt@host/name"
    assert main(["--watch", str(to), "restore", str(path), "--store", address]) == 2
    said = capsys.readouterr().err
    assert "--store: the address holds a password" in said
    assert "hemligt" not in said
    assert not to.exists()


def test_the_secrets_are_named_and_not_saved(
    watch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PSEUDONYM_KEY", "mycket hemlig nyckel")
    replace_text(watch / "supplierwatch.yaml", "# pseudonym_key_env", "pseudonym_key_env")
    path = tmp_path / "one.zip"
    assert main(["--watch", str(watch), "backup", str(path)]) == 0
    assert "the secrets in the environment variables PSEUDONYM_KEY" in capsys.readouterr().err
    with zipfile.ZipFile(path) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"mycket hemlig" not in everything
    assert json.loads(zipfile.ZipFile(path).read("manifest.json"))["secrets"] == ["PSEUDONYM_KEY"]


def test_a_watch_with_problems_can_be_backed_up_before_it_is_mended(watch: Path, tmp_path: Path) -> None:
    (watch / "contract.yaml").write_text("nothing: here\n")
    assert main(["--watch", str(watch), "backup", str(tmp_path / "one.zip")]) == 0


def test_a_backup_is_only_for_its_owner_to_read(watch: Path, tmp_path: Path) -> None:
    main(["--watch", str(watch), "backup", str(tmp_path / "one.zip")])
    assert (tmp_path / "one.zip").stat().st_mode & 0o777 == 0o600


def test_a_backup_is_never_overwritten(
    watch: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "one.zip"
    path.write_text("precious")
    assert main(["--watch", str(watch), "backup", str(path)]) == 2
    assert "the file is there already" in capsys.readouterr().err
    assert path.read_text() == "precious"


def test_a_folder_that_is_not_there_is_named_and_leaves_nothing(
    watch: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "nowhere" / "one.zip"
    assert main(["--watch", str(watch), "backup", str(path)]) == 1
    assert f"the backup cannot be written to {path}: No such file or directory" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_named_and_leaves_no_backup(
    watch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("supplierwatch.backup._create_private", lambda part: part.symlink_to("/dev/full"))
    assert main(["--watch", str(watch), "backup", str(tmp_path / "one.zip")]) == 1
    assert "No space left on device. No backup was made" in capsys.readouterr().err
    assert sorted(one.name for one in tmp_path.iterdir()) == ["watch"]


def test_a_store_without_tables_is_nothing_to_back_up(tmp_path: Path) -> None:
    folder = write_watch(tmp_path / "watch")
    with (
        open_database(f"sqlite:///{folder / 'store.db'}") as database,
        pytest.raises(NothingFound, match="has no tables yet"),
    ):
        save_backup(folder, database, (), tmp_path / "one.zip", NOW)
    assert not (tmp_path / "one.zip").exists()


def test_a_store_of_a_later_program_is_not_backed_up(filled: Database, tmp_path: Path) -> None:
    with filled.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SupplierwatchError, match="version 9999, which this program does not know"):
        backup_of(filled, tmp_path)


def test_what_others_write_meanwhile_is_wholly_in_a_backup_or_not_at_all(
    filled: Database, tmp_path: Path
) -> None:
    # A writer adds a word and a run in one transaction, again and again, while a backup is made.
    ended = threading.Event()

    def write() -> None:
        number = 100
        while not ended.is_set():
            with filled.writing() as connection:
                connection.execute(sa.insert(WORD).values(id=number, text=f"w{number}"))
                values = {"id": number, "source": "s", "started_at": 1, "outcome": "complete", "problem": ""}
                counts = dict.fromkeys(("pages", "rows", "rejects"), 0)
                connection.execute(sa.insert(RUN).values(values | counts))
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        path = backup_of(filled, tmp_path)
    finally:
        ended.set()
        writer.join()
    with zipfile.ZipFile(path) as archive:
        rows = archives.read_manifest(archive, path).tables
    assert rows["word"].rows == rows["run"].rows


@pytest.mark.parametrize("revision", revisions())
def test_a_backup_of_an_earlier_version_is_restored_and_brought_up_to_date(
    revision: str, empty_address: str, tmp_path: Path
) -> None:
    with open_database(empty_address) as database:
        with database.writing() as connection:
            upgrade_within(connection, "old", revision)
            fill_tables(connection)
            before = {name: len(rows) for name, rows in all_rows(connection).items()}
        path = backup_of(database, tmp_path)
    restore_backup(path, tmp_path / "to", {}, "sqlite:///store.db")
    with open_database(f"sqlite:///{tmp_path / 'to' / 'store.db'}") as restored:
        upgrade(restored)
        with restored.reading() as connection:
            after = {name: len(rows) for name, rows in all_rows(connection).items()}
    assert {name: after[name] for name in before} == before


# What is refused.


@pytest.fixture
def saved(sqlite_database: Database, tmp_path: Path) -> Path:
    """A backup of a watch with rows in every table."""
    with sqlite_database.writing() as connection:
        fill_tables(connection)
    return backup_of(sqlite_database, tmp_path)


def refused(path: Path, to: Path, address: str = "sqlite:///store.db") -> str:
    with pytest.raises(ProblemsFound) as error:
        restore_backup(path, to, {}, address)
    return str(error.value)


def test_a_folder_in_use_is_refused(saved: Path, tmp_path: Path) -> None:
    to = tmp_path / "to"
    to.mkdir()
    (to / "contract.yaml").write_text("mine")
    assert "the folder is not empty: contract.yaml" in refused(saved, to)
    assert (to / "contract.yaml").read_text() == "mine"


def test_a_file_is_no_folder(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "to").write_text("mine")
    assert "the folder is not empty: to" in refused(saved, tmp_path / "to")


def test_a_store_in_use_is_refused_and_stays_as_it_is(
    saved: Path, database: Database, tmp_path: Path
) -> None:
    with database.reading() as connection:
        before = all_rows(connection)
    said = refused(saved, tmp_path / "to", database.url.render_as_string(hide_password=False))
    assert "is in use: it has tables" in said
    with database.reading() as connection:
        assert all_rows(connection) == before
    assert [one.name for one in (tmp_path / "to").iterdir()] == [UNFINISHED]


def rewritten(path: Path, change: str, content: bytes) -> Path:
    """Copy an archive with other content of one entry; the manifest stays as it was."""
    other = path.with_name("other.zip")
    with zipfile.ZipFile(path) as found, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as written:
        for name in found.namelist():
            written.writestr(name, content if name == change else found.read(name))
    return other


def test_an_entry_whose_content_was_changed_is_named(saved: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(saved) as archive:
        content = archive.read("watch/contract.yaml")
    changed = rewritten(saved, "watch/contract.yaml", content.replace(b"a", b"b"))
    assert "the content of watch/contract.yaml is not what was saved" in refused(changed, tmp_path / "to")
    assert not (tmp_path / "to").exists()


def test_a_bit_that_turned_in_the_archive_is_found(saved: Path, tmp_path: Path) -> None:
    content = bytearray(saved.read_bytes())
    with zipfile.ZipFile(saved) as archive:
        place = archive.getinfo("store/word.arrows").header_offset + 100
    content[place] ^= 0xFF
    saved.write_bytes(bytes(content))
    assert "store/word.arrows is not what was saved" in refused(saved, tmp_path / "to")


@pytest.mark.parametrize("kept", [0, 100, 0.5, 0.99])
def test_an_archive_that_was_cut_off_is_refused(saved: Path, tmp_path: Path, kept: float) -> None:
    content = saved.read_bytes()
    saved.write_bytes(content[: int(kept if kept > 1 else kept * len(content))])
    assert "this backup cannot be used: it is no whole ZIP archive" in refused(saved, tmp_path / "to")


def test_an_archive_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SupplierwatchError, match=r"one.zip cannot be read: No such file"):
        restore_backup(tmp_path / "one.zip", tmp_path / "to", {})


def with_manifest(path: Path, name: str, content: bytes, **entry: object) -> Path:
    """Write an archive with one more entry that its manifest lists, as someone who means harm could."""
    from hashlib import sha256  # noqa: PLC0415 - for this alone

    other = path.with_name("other.zip")
    with zipfile.ZipFile(path) as found, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as written:
        manifest = json.loads(found.read("manifest.json"))
        listed = {"name": name, "size": len(content), "sha256": sha256(content).hexdigest(), "rows": None}
        manifest["entries"] = [one for one in manifest["entries"] if one["name"] != name]
        manifest["entries"].append({**listed, **entry})
        for inside in found.namelist():
            if inside not in {"manifest.json", name}:
                written.writestr(inside, found.read(inside))
        written.writestr(name, content)
        written.writestr("manifest.json", json.dumps(manifest))
    return other


@pytest.mark.parametrize(
    "name",
    [
        "watch/../../evil.yaml",
        "watch//etc/evil.yaml",
        "/etc/evil.yaml",
        "watch/amendments/../../evil.yaml",
        "watch/..\\evil.yaml",
        "watch/C:evil.yaml",
        "watch/.evil.yaml",
        "watch/evil.sh",
        "watch/other/evil.yaml",
        "evil.yaml",
        "store/../evil.arrows",
    ],
)
def test_a_name_that_is_none_of_a_watch_is_refused(saved: Path, tmp_path: Path, name: str) -> None:
    said = refused(with_manifest(saved, name, b"evil: true\n"), tmp_path / "to")
    assert "is no name of a table or of a file of a watch" in said
    assert not list(tmp_path.rglob("*evil*"))


def test_an_entry_that_the_manifest_does_not_list_is_refused(saved: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(saved, "a") as archive:
        archive.writestr("watch/extra.yaml", "extra: true\n")
    assert "the manifest and the entries differ in watch/extra.yaml" in refused(saved, tmp_path / "to")


def test_an_entry_of_another_size_than_listed_is_refused(saved: Path, tmp_path: Path) -> None:
    said = refused(with_manifest(saved, "watch/more.yaml", b"a: 1\n", size=10**12), tmp_path / "to")
    assert "watch/more.yaml is of 5 bytes, not of 1000000000000" in said


def test_a_table_that_unfolds_to_far_more_than_it_packs_to_is_refused(saved: Path, tmp_path: Path) -> None:
    bomb = with_manifest(saved, "store/word.arrows", bytes(70_000_000), rows=3)
    assert "store/word.arrows would unfold to 70000000 bytes" in refused(bomb, tmp_path / "to")


def test_a_file_larger_than_any_of_a_watch_is_refused(saved: Path, tmp_path: Path) -> None:
    large = with_manifest(saved, "watch/large.yaml", b"#" * 10_000_001)
    assert "watch/large.yaml is of 10000001 bytes" in refused(large, tmp_path / "to")


def test_a_table_that_is_no_stream_of_rows_is_refused_and_nothing_can_be_used(
    saved: Path, tmp_path: Path
) -> None:
    broken = with_manifest(saved, "store/word.arrows", b"not a stream", rows=3)
    assert "word cannot be read" in refused(broken, tmp_path / "to")
    assert [one.name for one in (tmp_path / "to").iterdir() if one.name != "store.db"] == [UNFINISHED]
    with open_database(f"sqlite:///{tmp_path / 'to' / 'store.db'}") as database, database.reading() as opened:
        assert tables_of(opened) == []


def test_a_table_with_other_rows_than_listed_is_refused(saved: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(saved) as archive:
        content = archive.read("store/word.arrows")
    said = refused(with_manifest(saved, "store/word.arrows", content, rows=4), tmp_path / "to")
    assert "word has 3 rows, not 4" in said


def test_a_table_with_the_columns_of_another_is_refused(saved: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(saved) as archive:
        content = archive.read("store/ticket_key.arrows")
    said = refused(with_manifest(saved, "store/word.arrows", content, rows=3), tmp_path / "to")
    assert "word has other columns: id, source, ticket" in said


def changed_manifest(path: Path, **values: object) -> Path:
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    return rewritten(path, "manifest.json", json.dumps({**manifest, **values}).encode())


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"revision": "9999"}, "its tables are of version 9999, which a later program made"),
        ({"form": {"name": "supplierwatch backup", "version": 2}}, "its form 2 is of a later program"),
        ({"form": {"name": "other", "version": 1}}, "it is no backup of a watch"),
        ({"entries": [1]}, "its manifest.json cannot be read"),
        ({"entries": []}, "the manifest and the entries differ in"),
        ({"revision": "0001"}, "its tables are not those of version 0001"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(
    saved: Path, tmp_path: Path, values: dict[str, object], words: str
) -> None:
    assert words in refused(changed_manifest(saved, **values), tmp_path / "to")


def test_an_archive_without_a_manifest_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "one.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("watch/contract.yaml", "a: 1\n")
    assert "it has no manifest.json" in refused(path, tmp_path / "to")


# What was interrupted.


@pytest.mark.parametrize("step", ["_unpack", "_fill_tables", "_put_in_place"])
def test_an_interrupted_restore_looks_like_no_watch_and_can_be_begun_again(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    from supplierwatch import restore  # noqa: PLC0415 - one of its steps is replaced

    real = getattr(restore, step)

    def broken(*arguments: object) -> None:
        if step != "_put_in_place":
            real(*arguments)
        raise KeyboardInterrupt

    to = tmp_path / "to"
    with monkeypatch.context() as patched:
        patched.setattr(restore, step, broken)
        with pytest.raises(KeyboardInterrupt):
            restore_backup(saved, to, {})
    with pytest.raises(ProblemsFound, match="this folder is no watch"):
        load_watch(to)
    restore_backup(saved, to, {})
    assert load_watch(to).versions.latest.contract.services


def test_a_restore_interrupted_while_it_put_files_in_place_can_be_begun_again(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, to, moved = Path.replace, tmp_path / "to", []

    def replace(self: Path, target: Path) -> Path:
        if len(moved) == 3:
            raise KeyboardInterrupt
        moved.append(target)
        return real(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replace)
        with pytest.raises(KeyboardInterrupt):
            restore_backup(saved, to, {})
    assert not (to / "supplierwatch.yaml").exists()
    restore_backup(saved, to, {})
    assert load_watch(to).versions.latest.contract.services


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_not_be_written_is_named(saved: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(SupplierwatchError, match="Permission denied"):
        restore_backup(saved, closed / "to", {})


def test_a_disk_too_small_for_the_backup_is_named_before_anything_is_written(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100, 90, 10))
    with pytest.raises(SupplierwatchError, match=r"has 10 left; nothing was restored"):
        restore_backup(saved, tmp_path / "to", {})
    assert not (tmp_path / "to").exists()
