"""A watch: one folder of files people edit, read, checked against each other and frozen."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from collector.connectors.connector import Setting
from collector.connectors.registry import open_connector
from collector.errors import Problem, ProblemsFound, SupplierwatchError
from collector.probing.settings import ProbesFile
from collector.remote.surroundings import Surroundings
from collector.source import Source
from collector.sources import open_source
from collector.store.database import Database, open_database
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.contract_changes import ContractChange
from evaluator.decisions.exclusions import Exclusion
from evaluator.decisions.ledger import LedgerEntry
from supplierwatch.alert_checks import check_alert_names
from supplierwatch.contract_changes_file import read_contract_changes
from supplierwatch.contract_files import CONTRACT_FILE, read_versions
from supplierwatch.cross_checks import check_mapping
from supplierwatch.deciding.files import DecidingFiles, read_deciding_files
from supplierwatch.exclusion_files import read_exclusions
from supplierwatch.findings import Findings
from supplierwatch.follow_up_files import FollowUpFiles, read_follow_up_files
from supplierwatch.ledger_file import read_ledger_entries
from supplierwatch.message_checks import check_message_hours, check_report_units
from supplierwatch.probe_files import read_probes
from supplierwatch.settings import Settings
from supplierwatch.watch_settings import SETTINGS_FILE, read_settings
from supplierwatch.watched_sources import SourceFiles, WatchedSource, find_files, read_sources, settled


@dataclass(frozen=True)
class Watch:
    """Everything the files of one folder say; `warnings` is what a person should know all the same."""

    folder: Path
    settings: Settings
    versions: ContractVersions
    exclusions: tuple[Exclusion, ...]
    sources: tuple[WatchedSource, ...]
    warnings: tuple[Problem, ...]
    follow_up: FollowUpFiles = field(default_factory=FollowUpFiles)
    ledger: tuple[LedgerEntry, ...] = ()
    contract_changes: tuple[ContractChange, ...] = ()
    probes: ProbesFile | None = None
    deciding: DecidingFiles = field(default_factory=DecidingFiles)

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

    def open_source(
        self,
        source: WatchedSource,
        environment: Mapping[str, str],
        now: Callable[[], int],
        is_time_up: Callable[[], bool] = lambda: False,
        sleep: Callable[[float], None] = time.sleep,
    ) -> Source:
        """Return `source` ready to be fetched: a system, or the files that its patterns match now.

        A system is asked by the clock `now`, for as long as `is_time_up` allows; between requests it waits by
        `sleep`. Raises SupplierwatchError
        where the variable of the key of pseudonyms is not set.
        """
        secret = self.settings.pseudonym_key(environment) if source.mapping.persons else None
        if source.entry.connector is not None:
            surroundings = Surroundings(now, environment, self.folder.absolute(), is_time_up, sleep)
            options = source.entry.connector
            return open_connector(
                Setting(source.name, options, source.mapping, surroundings, secret, source.entry.system)
            )
        files = settled(find_files(self.folder, source.entry.files), source.entry.settled_after, now())
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
    settings = findings.attempt(partial(read_settings, folder))
    keeps_pseudonyms = settings is None or settings.pseudonym_key_env is not None
    sources = read_sources(folder, keeps_pseudonyms=keeps_pseudonyms, findings=findings)
    versions = read_versions(folder, sources.names, findings)
    exclusions = read_exclusions(folder, versions, findings)
    follow_up = read_follow_up_files(folder, versions, findings)
    ledger = read_ledger_entries(folder, versions, findings)
    changes = read_contract_changes(folder, versions, findings)
    probes = read_probes(folder, versions, findings)
    deciding = read_deciding_files(folder, versions, findings)
    _check_mappings(sources, versions, findings)
    if settings is not None and versions is not None:
        findings.attempt(partial(check_message_hours, folder, settings, versions))
        findings.attempt(partial(check_report_units, folder, settings, versions))
        for problem in check_alert_names(folder, settings, versions, sources.names or ()):
            findings.warn(problem)
    findings.refuse_errors()
    if settings is None or versions is None:
        raise SupplierwatchError(f"the watch in {folder} could not be read, and no problem says why")
    return Watch(
        folder=folder,
        settings=settings,
        versions=versions,
        exclusions=exclusions,
        sources=sources.sources,
        warnings=findings.warnings,
        follow_up=follow_up,
        ledger=ledger,
        contract_changes=changes,
        probes=probes,
        deciding=deciding,
    )


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


def _check_mappings(sources: SourceFiles, versions: ContractVersions | None, findings: Findings) -> None:
    if versions is not None:
        for document, mapping in sources.mappings:
            for problem in check_mapping(mapping, document, versions):
                findings.warn(problem)
