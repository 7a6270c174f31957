"""A watch: one folder of files people edit, read, checked against each other and frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from collector.errors import Problem, ProblemsFound, SupplierwatchError
from collector.source import Source
from collector.sources import open_source
from collector.store.database import Database, open_database
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.exclusions import Exclusion, Exclusions
from supplierwatch.contract_files import CONTRACT_FILE, read_versions
from supplierwatch.cross_checks import check_exclusions, check_mapping
from supplierwatch.findings import Findings
from supplierwatch.settings import Settings
from supplierwatch.terms import validate_terms
from supplierwatch.watched_sources import SourceFiles, WatchedSource, find_files, read_sources
from supplierwatch.yaml_files import Document, read_document

SETTINGS_FILE = "supplierwatch.yaml"
EXCLUSIONS_FILE = "exclusions.yaml"

_SETTINGS = TypeAdapter(Settings)
_EXCLUSIONS = TypeAdapter(Exclusions)


@dataclass(frozen=True)
class Watch:
    """Everything the files of one folder say; `warnings` is what a person should know all the same."""

    folder: Path
    settings: Settings
    versions: ContractVersions
    exclusions: tuple[Exclusion, ...]
    sources: tuple[WatchedSource, ...]
    warnings: tuple[Problem, ...]

    @property
    def zone(self) -> ZoneInfo:
        """The contract's time zone."""
        return self.versions.latest.contract.contract.zone

    @property
    def reports_folder(self) -> Path:
        """The folder reports are written to."""
        return self.folder / self.settings.reports

    def chosen(self, names: Sequence[str]) -> tuple[WatchedSource, ...]:
        """Return the sources called `names`, or all where none is named.

        Raises ProblemsFound for a name that no source has.
        """
        known = {source.name: source for source in self.sources}
        unknown = [name for name in names if name not in known]
        if unknown:
            allowed = ", ".join(known) or "no source is there yet"
            raise ProblemsFound(Problem(f"there is no source {name!r}", allowed) for name in unknown)
        return tuple(known[name] for name in dict.fromkeys(names)) or self.sources

    def open_source(self, source: WatchedSource, environment: Mapping[str, str]) -> Source:
        """Return `source` ready to be fetched, over the files that its patterns match now.

        Raises SupplierwatchError where the variable of the key of pseudonyms is not set.
        """
        secret = self.settings.pseudonym_key(environment) if source.mapping.persons else None
        files = find_files(self.folder, source.entry.files)
        root = self.folder.absolute()
        return open_source(source.name, files, source.mapping, secret, source.entry.system, root)

    def open_store(self, environment: Mapping[str, str]) -> Database:
        """Return the store; raises SupplierwatchError where the variable of its password is not set."""
        return open_database(self.settings.store_address(self.folder, environment))


def load_watch(folder: Path) -> Watch:
    """Read and check all files of the watch in `folder`.

    Raises ProblemsFound with the problems of all files, warnings too, where any of them is an error.
    """
    _refuse_other_folders(folder)
    findings = Findings()
    settings = _read_settings(folder, findings)
    keeps_pseudonyms = settings is None or settings.pseudonym_key_env is not None
    sources = read_sources(folder, keeps_pseudonyms=keeps_pseudonyms, findings=findings)
    versions = read_versions(folder, sources.names, findings)
    exclusions = _read_exclusions(folder, versions, findings)
    _check_mappings(sources, versions, findings)
    findings.refuse_errors()
    if settings is None or versions is None:
        raise SupplierwatchError(f"the watch in {folder} could not be read, and no problem says why")
    return Watch(folder, settings, versions, exclusions, sources.sources, findings.warnings)


def _refuse_other_folders(folder: Path) -> None:
    if not any((folder / name).exists() for name in (SETTINGS_FILE, CONTRACT_FILE)):
        raise ProblemsFound(
            [
                Problem(
                    f"this folder is no watch: it has neither {SETTINGS_FILE} nor {CONTRACT_FILE}",
                    remedy="Name the folder with --watch, or create a watch with `supplierwatch init`",
                    file=str(folder),
                )
            ]
        )


def _read_settings(folder: Path, findings: Findings) -> Settings | None:
    document = findings.attempt(partial(read_document, folder / SETTINGS_FILE))
    return None if document is None else findings.attempt(partial(validate_terms, document, _SETTINGS))


def _read_exclusions(
    folder: Path, versions: ContractVersions | None, findings: Findings
) -> tuple[Exclusion, ...]:
    path = folder / EXCLUSIONS_FILE
    # A contract without any request to leave something out needs no file.
    document = (
        findings.attempt(partial(read_document, path)) if path.exists() else Document(str(path), {}, {})
    )
    found = None if document is None else findings.attempt(partial(validate_terms, document, _EXCLUSIONS))
    if document is None or found is None:
        return ()
    if versions is not None:
        findings.problems += check_exclusions(found, document, versions)
    return found.exclusions


def _check_mappings(sources: SourceFiles, versions: ContractVersions | None, findings: Findings) -> None:
    if versions is not None:
        for document, mapping in sources.mappings:
            for problem in check_mapping(mapping, document, versions):
                findings.warn(problem)
