"""What the settings of messages say against what the contract has."""

from pathlib import Path

from collector.errors import ProblemsFound
from evaluator.contract.versions import ContractVersions
from supplierwatch.settings import Settings
from supplierwatch.watch_settings import SETTINGS_FILE
from supplierwatch.yaml_files import read_document


def check_report_units(folder: Path, settings: Settings, versions: ContractVersions) -> None:
    """Raise ProblemsFound where a scheduled report is of a unit or segment that the contract does not have.

    A contract whose units are those that facts name says nothing of them beforehand.
    """
    contract = versions.latest.contract
    known = {one.id for one in contract.units} | {one.id for one in contract.segments}
    if contract.units_from_facts:
        return
    document = read_document(folder / SETTINGS_FILE)
    problems = [
        document.problem(
            ("scheduled_reports", place, "units", position),
            f"the contract has no unit or segment {unit!r}",
            ", ".join(sorted(known)),
        )
        for place, one in enumerate(settings.scheduled_reports)
        for position, unit in enumerate(one.units)
        if unit not in known
    ]
    if problems:
        raise ProblemsFound(problems)


def check_message_hours(folder: Path, settings: Settings, versions: ContractVersions) -> None:
    """Raise ProblemsFound where the hours within which people are told are none of the contract's."""
    name, known = settings.messages.alerts.hours, versions.latest.contract.service_hours
    if name is not None and name not in known:
        document = read_document(folder / SETTINGS_FILE)
        found = f"{name!r} are no service hours of the contract"
        raise ProblemsFound([document.problem(("messages", "alerts", "hours"), found, ", ".join(known))])
