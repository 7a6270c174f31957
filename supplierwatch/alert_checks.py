"""What the settings of alerts name against what the watch has: a word misspelt there would silence alerts."""

from collections.abc import Collection, Iterator
from pathlib import Path

from collector.errors import Problem
from evaluator.contract.versions import ContractVersions
from evaluator.core.measuring.selection import named_priorities
from supplierwatch.settings import Settings
from supplierwatch.watch_settings import SETTINGS_FILE
from supplierwatch.yaml_files import read_document


def check_alert_names(
    folder: Path, settings: Settings, versions: ContractVersions, sources: Collection[str]
) -> Iterator[Problem]:
    """Yield a problem for each indicator, priority and source that the settings name and the watch has not.

    Any version of the contract may have it. A priority can be one that no term names: nothing is wrong then,
    so that all of these are warnings.
    """
    contracts = [one.contract for one in versions.versions]
    indicators = dict.fromkeys(one.id for contract in contracts for one in contract.indicators)
    priorities = sorted({one for contract in contracts for one in named_priorities(contract)})
    wanted = settings.alerts.ticket_priorities
    named = [
        (("alerts", "without"), settings.alerts.without, indicators, "no indicator of the contract"),
        (
            ("alerts", "ticket_priorities"),
            wanted,
            priorities,
            "no priority that a term names",
        ),
        (("service", "sources_silent_after"), settings.service.sources_silent_after, sources, "no source"),
    ]
    for path, names, known, what in named:
        unknown = [name for name in names if name not in known]
        if unknown and known:
            document = read_document(folder / SETTINGS_FILE)
            yield from (document.problem(path, f"{one!r} is {what}", ", ".join(known)) for one in unknown)
