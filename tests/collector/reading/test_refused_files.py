"""Files that are damaged, hostile or not what they should be: refused whole, before any row is used."""

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from collector.errors import SourceUnreadable
from collector.reading.checking import Format, check_file
from collector.reading.content import content_chunks, content_name, open_content, whole_content
from collector.reading.limits import Limits

TABLE = b"number,time\nINC1,2026-03-01T08:00:00Z\n" * 200


def zipped(*members: tuple[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members:
            archive.writestr(name, member)
    return content.getvalue()


def write(folder: Path, content: bytes, name: str = "delivery.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def refusal(path: Path, encoding: str = "utf-8", limits: Limits | None = None) -> str:
    with pytest.raises(SourceUnreadable) as found:
        check_file(path, encoding, limits or Limits())
    return str(found.value)


@pytest.mark.parametrize("compress", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_a_file_is_decompressed_by_what_it_is_and_not_by_its_name(
    tmp_path: Path, compress: Callable[[bytes], bytes]
) -> None:
    path = write(tmp_path, compress(TABLE), "delivery")
    with open_content(path) as content:
        assert content.read() == TABLE


def test_a_zip_archive_with_one_file_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, zipped(("inner.csv", TABLE)), "delivery.zip")
    assert b"".join(content_chunks(path)) == TABLE


def test_a_zip_archive_with_two_files_is_refused(tmp_path: Path) -> None:
    assert "holds 2 files" in refusal(
        write(tmp_path, zipped(("a.csv", TABLE), ("b.csv", TABLE)), "delivery.zip")
    )


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_a_compressed_file_that_is_cut_off_is_refused(
    tmp_path: Path, compress: Callable[[bytes], bytes]
) -> None:
    whole = compress(TABLE)
    assert "damaged or cut off" in refusal(write(tmp_path, whole[: len(whole) - 12], "delivery.csv.gz"))


def test_a_damaged_zip_archive_is_refused(tmp_path: Path) -> None:
    assert "damaged or cut off" in refusal(write(tmp_path, zipped(("a.csv", TABLE))[:60], "delivery.zip"))


def test_a_file_that_unpacks_to_too_many_bytes_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, gzip.compress(b"x" * 100 + b"\n" * 5_000_000), "bomb.csv.gz")
    assert "unpacks to more than" in refusal(path, limits=Limits(decompressed=3 << 20))


def test_a_file_that_unpacks_to_many_times_its_size_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, bz2.compress(b"\n" * 5_000_000), "bomb.csv.bz2")
    assert "250 times the delivered size" in refusal(path, limits=Limits(ratio_from=1 << 20))


def test_a_gzip_bomb_of_a_gigabyte_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    # A member of 1 MiB of zeros, 256 times: 0.27 MB delivered, refused at 64 MiB and not at 256.
    path = write(tmp_path, gzip.compress(b"\n" * (1 << 20)) * 256, "bomb.csv.gz")
    assert "unpacks to more than" in refusal(path)


def test_a_file_that_must_be_held_in_memory_has_a_lower_limit(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="larger than 1024 bytes"):
        whole_content(write(tmp_path, TABLE), Limits(in_memory=1024))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert "the file is empty" in refusal(write(tmp_path, b""))


def test_a_missing_file_is_told_by_its_name(tmp_path: Path) -> None:
    assert "gone.csv: the file cannot be read" in refusal(tmp_path / "gone.csv")


def test_a_line_of_ten_megabytes_is_refused(tmp_path: Path) -> None:
    text = refusal(write(tmp_path, b"number,time\n" + b"x" * 10_000_000))
    assert "delivery.csv:2: a line is longer than 1048576 bytes" in text


def test_a_long_attribute_of_a_log_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, b"<log>" + b"x" * 2_000_000, "log.xes")
    with pytest.raises(SourceUnreadable, match="one attribute is longer"):
        check_file(path, known=Format.XES)


def test_a_wrong_encoding_is_refused_with_byte_and_line(tmp_path: Path) -> None:
    # `number\n` is 7 bytes, `INC1\n` 5, `Str` 3: the o with dots of Latin-1 is byte 15 on line 3.
    text = refusal(write(tmp_path, "number\nINC1\nStröm\n".encode("latin-1")))
    assert "delivery.csv:3: byte 15 is not utf-8 text" in text
    assert "encoding: cp1252" in text


def test_a_character_cut_in_two_at_the_end_is_refused(tmp_path: Path) -> None:
    assert "byte 7 is not utf-8 text" in refusal(write(tmp_path, "number\nö".encode()[:-1]))


def test_text_with_zero_bytes_is_refused(tmp_path: Path) -> None:
    assert "zero bytes" in refusal(write(tmp_path, b"number\nINC\x001\n"))


def test_a_file_in_the_encoding_the_mapping_names_is_read(tmp_path: Path) -> None:
    assert check_file(write(tmp_path, "number\nStröm\n".encode("utf-16")), "utf-16").quotes == 0


def test_a_file_written_to_after_its_check_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, TABLE)
    checked = check_file(path)
    path.write_bytes(TABLE + b"more")
    with pytest.raises(SourceUnreadable, match="changed while it was read"):
        checked.check_unchanged()


def test_the_ending_of_a_compression_is_no_part_of_the_name() -> None:
    assert content_name(Path("a/Log.XES.gz")) == "log.xes"
    assert content_name(Path("a/table.xlsx")) == "table.xlsx"
