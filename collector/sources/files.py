"""What all sources of files share: which files are new, their rows page by page, and where to go on."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from collector.errors import Problem, ProblemsFound
from collector.identifiers import keyed_hash
from collector.mapping import CommonMapping, mapping_hash
from collector.reading.checking import CheckedFile, check_file, file_hash
from collector.reading.limits import PAGE_ROWS
from collector.reading.rows import TableOptions, in_pages
from collector.reading.tables import table_frames
from collector.source import Delivery, Normalised, Page, Way
from collector.sources.cursor import FileCursor, read_cursor
from collector.sources.inspection import inspect_times, needs_inspection


class FileSource(ABC):
    """A source whose facts come in files; each kind of mapping says what their rows mean.

    `secret` is the key of the hashes that stand for people; a mapping that keeps persons needs one. Files
    below `root` are remembered by their path from there, so that a folder that moves is not read again.
    """

    def __init__(
        self,
        name: str,
        files: Sequence[Path],
        mapping: CommonMapping,
        secret: bytes | None = None,
        system: str | None = None,
        root: Path | None = None,
        page_rows: int = PAGE_ROWS,
    ) -> None:
        if mapping.persons and not secret:
            raise ProblemsFound([_secret_missing(name, mapping)])
        self._name = name
        self._system = system or name
        self._files = tuple(files)
        self._mapping = mapping
        self._secret = secret
        self._root = root
        self._page_rows = page_rows

    @property
    def name(self) -> str:
        """The name of this source in the sources file."""
        return self._name

    @property
    def system(self) -> str:
        """The name that identifies tickets; feeds of one ticket system share it."""
        return self._system

    @property
    def fingerprint(self) -> str:
        """The hash of the mapping."""
        return mapping_hash(self._mapping)

    @abstractmethod
    def normalise(self, page: Page) -> Normalised:
        """Return the facts of `page`."""

    def fetch(self, cursor: str | None) -> Iterator[Page]:
        """Yield the pages of files that are new or changed; each file is checked whole before its first page.

        Raises SourceUnreadable for a file that cannot be read, ProblemsFound for one the mapping misreads.
        """
        hashes = {self._origin(path): file_hash(path) for path in self._files}
        position = read_cursor(cursor, mapping_hash(self._mapping))
        if self._mapping.full_delivery:
            yield from self._fetch_delivery(position, hashes)
            return
        position = position.only(hashes)
        for path in self._files:
            if position.finished.get(self._origin(path)) == hashes[self._origin(path)]:
                continue
            for page, reached in self._file_pages(path, position):
                position = reached
                yield page

    def _fetch_delivery(self, position: FileCursor, hashes: dict[str, str]) -> Iterator[Page]:
        """Yield all files anew when any changed: what is gone shows only where the whole delivery is read."""
        if position.finished == hashes:
            return
        position = FileCursor(position.mapping)
        waiting: Page | None = None
        rows = 0
        for path in self._files:
            for page, reached in self._file_pages(path, position):
                position = reached
                rows += len(page.rows)
                if waiting is not None:
                    yield waiting
                waiting = replace(page, full_delivery=True)
        if waiting is not None:
            # A delivery without a single row is taken for a mistake, not for the removal of everything.
            yield replace(waiting, complete=rows > 0)

    def _file_pages(self, path: Path, position: FileCursor) -> Iterator[tuple[Page, FileCursor]]:
        """Yield the pages of one file that are still to be read, each with the cursor after it."""
        file = self._checked(path)
        warnings = self._inspect(file)
        name = self._origin(path)
        read = position.rows_read(name, file.content_hash)
        pages = self._prepared(in_pages(self._frames(file), self._page_rows))
        count = 0
        begins = read == 0
        waiting: pd.DataFrame | None = None
        for rows in pages:
            if waiting is not None and count > read:
                reached = position.at_row(name, file.content_hash, count)
                yield self._page(file, waiting, reached, warnings, begins=begins), reached
                warnings, begins = (), False
            waiting = rows
            count += len(rows)
        file.check_unchanged()
        finished = position.after(name, file.content_hash)
        rest = self._empty_rows() if waiting is None or count <= read else waiting
        yield self._page(file, rest, finished, warnings, begins=begins), finished

    def _page(
        self,
        file: CheckedFile,
        rows: pd.DataFrame,
        reached: FileCursor,
        warnings: tuple[Problem, ...],
        *,
        begins: bool,
    ) -> Page:
        return Page(
            self._origin(file.path),
            self._pseudonymous(rows),
            reached.to_text(),
            file.content_hash,
            warnings=warnings,
            delivery=_delivery(file, begins=begins),
        )

    def _origin(self, path: Path) -> str:
        if self._root is not None and path.is_relative_to(self._root):
            return path.relative_to(self._root).as_posix()
        return path.as_posix()

    def _checked(self, path: Path) -> CheckedFile:
        return check_file(path, self._mapping.encoding)

    def _frames(self, file: CheckedFile) -> Iterator[pd.DataFrame]:
        options = TableOptions(self._mapping.delimiter, self._mapping.encoding, self._mapping.sheet)
        return table_frames(file, options, self._mapping.source_columns())

    def _inspect(self, file: CheckedFile) -> tuple[Problem, ...]:
        if not needs_inspection(self._mapping):
            return ()
        pages = in_pages(self._frames(file), self._page_rows)
        return inspect_times(pages, self._mapping, file.path.as_posix())

    def _prepared(self, pages: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        """Return the pages of one file with what can only be known from the file as a whole."""
        return pages

    def _empty_rows(self) -> pd.DataFrame:
        return pd.DataFrame({name: pd.Series([], dtype="str") for name in self._mapping.source_columns()})

    def _pseudonymous(self, rows: pd.DataFrame) -> pd.DataFrame:
        for column in self._mapping.persons:
            rows = rows.assign(**{column: hashed(rows[column], self._secret or b"")})
        return rows


def _delivery(file: CheckedFile, *, begins: bool) -> Delivery:
    size, written_ns = file.stamp
    return Delivery(Way.FOLDER, size, written_ns // 1_000_000_000, begins=begins)


def hashed(text: pd.Series, secret: bytes) -> pd.Series:
    """Return keyed hashes in the place of names; blank stays blank."""
    codes, names = pd.factorize(text.str.strip())
    hashes = [keyed_hash(secret, name) if name != "" else "" for name in names]
    return pd.Series(hashes, dtype="str").take(codes).set_axis(text.index)


def _secret_missing(name: str, mapping: CommonMapping) -> Problem:
    return Problem(
        f"source {name!r} keeps persons ({', '.join(mapping.persons)}), but has no secret for their hashes",
        remedy="Set the secret of the watch, or remove `persons` and their `fields` from the mapping",
        path="persons",
    )
