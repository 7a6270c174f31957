"""JSON Schemas (draft 2020-12) of the files people edit, made from the models that read them."""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from collector.entries import SourcesFile
from collector.errors import SupplierwatchError
from collector.mapping import SourceMapping
from collector.probing.settings import ProbesFile
from evaluator.contract.amendments import Amendment
from evaluator.contract.contract import Contract
from evaluator.decisions.action_plans import ActionPlans
from evaluator.decisions.alternatives import AlternativesFile
from evaluator.decisions.consultation import ConsultationFile
from evaluator.decisions.contract_changes import ContractChanges
from evaluator.decisions.decision import DecisionFile
from evaluator.decisions.exclusions import Exclusions
from evaluator.decisions.handover import HandoverFile
from evaluator.decisions.ledger import LedgerEntries
from evaluator.decisions.meetings import MeetingsFile
from evaluator.decisions.needs import NeedsFile
from evaluator.decisions.notices import Notices
from evaluator.decisions.publishing import PublishingFile
from evaluator.decisions.tender import TenderFile
from evaluator.decisions.time_plan import TimePlanFile
from supplierwatch.settings import Settings

SCHEMAS_FOLDER = "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

_FILES: dict[str, tuple[str, TypeAdapter[Any]]] = {
    "action_plans": ("Action plans: action_plans.yaml", TypeAdapter(ActionPlans)),
    "amendment": ("An amendment: amendments/NNN.yaml", TypeAdapter(Amendment)),
    "contract": ("The contract: contract.yaml", TypeAdapter(Contract)),
    "deviations": ("When the supplier was told of misses: deviations.yaml", TypeAdapter(Notices)),
    "contract_changes": ("Changes of the contract: contract_changes.yaml", TypeAdapter(ContractChanges)),
    "needs": ("Needs: needs.yaml", TypeAdapter(NeedsFile)),
    "consultation": ("A consultation: consultation.yaml", TypeAdapter(ConsultationFile)),
    "alternatives": ("Alternatives: alternatives.yaml", TypeAdapter(AlternativesFile)),
    "time_plan": ("The time plan: time_plan.yaml", TypeAdapter(TimePlanFile)),
    "tender": ("The next contract: tender.yaml", TypeAdapter(TenderFile)),
    "handover": ("Handover: handover.yaml", TypeAdapter(HandoverFile)),
    "decision": ("The matter to be decided: decision.yaml", TypeAdapter(DecisionFile)),
    "meetings": ("Meetings of the parties: meetings.yaml", TypeAdapter(MeetingsFile)),
    "publishing": ("What is published: publishing.yaml", TypeAdapter(PublishingFile)),
    "exclusions": ("Exclusions: exclusions.yaml", TypeAdapter(Exclusions)),
    "ledger": ("The ledger: ledger.yaml", TypeAdapter(LedgerEntries)),
    "mapping": ("A mapping: mappings/*.yaml", TypeAdapter(SourceMapping)),
    "probes": ("The own probe: probes.yaml", TypeAdapter(ProbesFile)),
    "settings": ("Settings: supplierwatch.yaml", TypeAdapter(Settings)),
    "sources": ("Sources: sources.yaml", TypeAdapter(SourcesFile)),
}


def build_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of each kind of file by its name."""
    return {name: _build(title, adapter) for name, (title, adapter) in _FILES.items()}


def save_schemas(folder: Path) -> list[Path]:
    """Write each schema to `folder` as NAME.schema.json, the same bytes each time, and return the paths.

    Raises SupplierwatchError where the folder cannot be written.
    """
    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, schema in build_schemas().items():
            path = folder / f"{name}.schema.json"
            text = json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True)
            path.write_text(f"{text}\n", encoding="utf-8")
            paths.append(path)
    except OSError as error:
        raise SupplierwatchError(f"the schemas cannot be written to {folder}: {error.strerror}") from error
    return paths


def _build(title: str, adapter: TypeAdapter[Any]) -> dict[str, Any]:
    schema = adapter.json_schema(by_alias=True, mode="validation")
    return {**schema, "$schema": DIALECT, "title": title}
