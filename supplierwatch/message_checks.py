"""What the settings of messages say against what the contract has."""

from pathlib import Path

from collector.errors import ProblemsFound
from evaluator.contract.versions import ContractVersions
from supplierwatch.settings import Settings
from supplierwatch.watch_settings import SETTINGS_FILE
from supplierwatch.yaml_files import read_document


def check_message_hours(folder: Path, settings: Settings, versions: ContractVersions) -> None:
    """Raise ProblemsFound where the hours within which people are told are none of the contract's."""
    name, known = settings.messages.alerts.hours, versions.latest.contract.service_hours
    if name is not None and name not in known:
        document = read_document(folder / SETTINGS_FILE)
        found = f"{name!r} are no service hours of the contract"
        raise ProblemsFound([document.problem(("messages", "alerts", "hours"), found, ", ".join(known))])
