"""The sources file and the mappings it names."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from glob import glob
from pathlib import Path

from pydantic import TypeAdapter

from collector.connectors.registry import connectors
from collector.entries import SourceEntry, SourcesFile
from collector.errors import Problem
from collector.mapping import CommonMapping, SourceMapping
from supplierwatch.findings import Findings
from supplierwatch.terms import validate_terms
from supplierwatch.yaml_files import Document, read_document

SOURCES_FILE = "sources.yaml"
MAPPINGS_FOLDER = "mappings"

_SOURCES = TypeAdapter(SourcesFile)
MAPPING: TypeAdapter[CommonMapping] = TypeAdapter(SourceMapping)


@dataclass(frozen=True)
class WatchedSource:
    """A source of the watch: its entry in the sources file and the mapping it names."""

    entry: SourceEntry
    mapping: CommonMapping

    @property
    def name(self) -> str:
        """The name of this source in the sources file."""
        return self.entry.name


@dataclass(frozen=True)
class SourceFiles:
    """What the sources file and the mappings say; names are None where the sources file cannot be read."""

    names: tuple[str, ...] | None
    sources: tuple[WatchedSource, ...]
    mappings: tuple[tuple[Document, CommonMapping], ...]


def read_sources(folder: Path, *, keeps_pseudonyms: bool, findings: Findings) -> SourceFiles:
    """Return the sources of the watch in `folder` with their mappings; problems go to `findings`.

    `keeps_pseudonyms` says whether the settings name a key; without one no mapping may keep persons.
    """
    document = findings.attempt(partial(read_document, folder / SOURCES_FILE))
    mappings = {path: _read_mapping(path, findings) for path in _mapping_files(folder)}
    found = None if document is None else findings.attempt(partial(validate_terms, document, _SOURCES))
    read = {path: pair for path, pair in mappings.items() if pair is not None}
    if not keeps_pseudonyms:
        _refuse_persons(list(read.values()), findings)
    if document is None or found is None:
        return SourceFiles(None, (), tuple(read.values()))
    used = _used_mappings(folder, found, document, findings)
    _warn_of_unused(set(mappings) - set(used.values()), findings)
    _warn_of_no_files(folder, found, document, findings)
    sources = [
        WatchedSource(entry, read[used[position]][1])
        for position, entry in enumerate(found.sources)
        if position in used and used[position] in read
    ]
    _refuse_misfits(
        found,
        {position: read[path][1] for position, path in used.items() if path in read},
        document,
        findings,
    )
    return SourceFiles(tuple(entry.name for entry in found.sources), tuple(sources), tuple(read.values()))


def find_files(folder: Path, patterns: Sequence[str]) -> list[Path]:
    """Return the files that any of `patterns` matches, each once, in order of their names.

    Patterns are relative to the watch `folder`; paths are whole, so that a file has one name whatever
    the working folder is.
    """
    root = folder.absolute()
    # Path.glob refuses whole paths, and deliveries often lie outside the watch.
    names = {name for pattern in patterns for name in glob(pattern, root_dir=root, recursive=True)}  # noqa: PTH207 - patterns of the files are relative to the watch
    paths = {Path(os.path.normpath(root / name)) for name in names}
    return sorted(path for path in paths if path.is_file())


def settled(paths: Sequence[Path], seconds: int, now: int) -> list[Path]:
    """Return those of `paths` that were not written to for `seconds`: the others may still grow."""
    return [path for path in paths if seconds == 0 or _written_at(path) + seconds <= now]


def _written_at(path: Path) -> int:
    try:
        return int(path.stat().st_mtime)
    except OSError:
        # Gone, or not ours to look at: reading it will say so.
        return 0


def _mapping_files(folder: Path) -> Iterator[Path]:
    yield from sorted((folder / MAPPINGS_FOLDER).glob("**/*.yaml"))


def _read_mapping(path: Path, findings: Findings) -> tuple[Document, CommonMapping] | None:
    document = findings.attempt(partial(read_document, path))
    if document is None:
        return None
    mapping = findings.attempt(partial(validate_terms, document, MAPPING))
    return None if mapping is None else (document, mapping)


def _used_mappings(
    folder: Path, found: SourcesFile, document: Document, findings: Findings
) -> dict[int, Path]:
    """Return the mapping file of each source, by its position; one that is not there is a problem."""
    used: dict[int, Path] = {}
    mappings = folder / MAPPINGS_FOLDER
    known = [path.relative_to(mappings).as_posix() for path in _mapping_files(folder)]
    for position, entry in enumerate(found.sources):
        if entry.mapping in known:
            used[position] = mappings / entry.mapping
            continue
        findings.problems.append(
            document.problem(
                ("sources", position, "mapping"),
                f"there is no mapping {entry.mapping!r} in the folder {MAPPINGS_FOLDER}",
                ", ".join(known) or "no mapping is there yet",
            )
        )
    return used


def _refuse_misfits(
    found: SourcesFile, mappings: Mapping[int, CommonMapping], document: Document, findings: Findings
) -> None:
    """Add where a connector and the mapping of its source do not fit together."""
    for position, mapping in mappings.items():
        options = found.sources[position].connector
        if options is None:
            continue
        kind: str = getattr(options, "type")  # noqa: B009 - the union's tag
        findings.problems.extend(
            document.problem(("sources", position, misfit.path), misfit.found, misfit.allowed, misfit.remedy)
            for misfit in connectors()[kind].misfits(options, mapping)
        )


def _refuse_persons(mappings: list[tuple[Document, CommonMapping]], findings: Findings) -> None:
    for document, mapping in mappings:
        if mapping.persons:
            findings.problems.append(
                document.problem(
                    ("persons",),
                    "persons are kept as keyed hashes, but the settings name no key",
                    remedy="Name the variable that holds it under pseudonym_key_env in the settings",
                )
            )


def _warn_of_unused(paths: set[Path], findings: Findings) -> None:
    for path in sorted(paths):
        problem = Problem(
            "no source uses this mapping", remedy="Name it in sources.yaml, or remove it", file=str(path)
        )
        findings.warn(problem)


def _warn_of_no_files(folder: Path, found: SourcesFile, document: Document, findings: Findings) -> None:
    for position, entry in enumerate(found.sources):
        if entry.connector is None and not find_files(folder, entry.files):
            patterns = ", ".join(entry.files)
            findings.warn(document.problem(("sources", position, "files"), f"no file matches {patterns} yet"))
