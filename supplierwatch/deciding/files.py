"""The files of a watch that the decision rests on; each may be missing, and then says nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import TypeAdapter

from collector.errors import Problem
from collector.identifiers import content_hash
from evaluator.contract.parts import Terms
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.alternatives import AlternativesFile
from evaluator.decisions.consultation import ConsultationFile
from evaluator.decisions.decision import DecisionFile
from evaluator.decisions.handover import HandoverFile
from evaluator.decisions.meetings import MeetingsFile
from evaluator.decisions.needs import NeedsFile
from evaluator.decisions.publishing import PublishingFile
from evaluator.decisions.tender import TenderFile
from evaluator.decisions.time_plan import TimePlanFile
from supplierwatch.decided_files import read_decided
from supplierwatch.deciding.alternatives_checks import check_alternatives
from supplierwatch.deciding.consultation_checks import check_consultation
from supplierwatch.deciding.decision_checks import check_decision
from supplierwatch.deciding.handover_checks import check_handover
from supplierwatch.deciding.meetings_checks import check_meetings
from supplierwatch.deciding.needs_checks import check_needs
from supplierwatch.deciding.publishing_checks import check_publishing
from supplierwatch.deciding.tender_checks import check_tender
from supplierwatch.deciding.time_plan_checks import check_time_plan
from supplierwatch.findings import Findings
from supplierwatch.yaml_files import Document

T = TypeVar("T", bound=Terms)
Check = Callable[[Document, T, ContractVersions], Iterable[Problem]]


@dataclass(frozen=True)
class ReadFile(Generic[T]):
    """What a file says, its name in the watch, and the hash of its bytes, by which notes name it."""

    name: str
    content: T
    content_hash: str


@dataclass(frozen=True)
class DecidingFiles:
    """What the files of a watch say for the decision; None where there is no such file."""

    needs: ReadFile[NeedsFile] | None = None
    consultation: ReadFile[ConsultationFile] | None = None
    alternatives: ReadFile[AlternativesFile] | None = None
    time_plan: ReadFile[TimePlanFile] | None = None
    tender: ReadFile[TenderFile] | None = None
    handover: ReadFile[HandoverFile] | None = None
    decision: ReadFile[DecisionFile] | None = None
    meetings: ReadFile[MeetingsFile] | None = None
    publishing: ReadFile[PublishingFile] | None = None


def read_deciding_files(folder: Path, versions: ContractVersions | None, findings: Findings) -> DecidingFiles:
    """Return what the files in `folder` say; problems go to `findings`."""

    def read(adapter: TypeAdapter[T], name: str, check: Check[T]) -> ReadFile[T] | None:
        found = read_decided(folder / name, adapter, findings)
        if found is None:
            return None
        document, content = found
        if versions is not None:
            findings.problems += check(document, content, versions)
        return ReadFile(name, content, content_hash((folder / name).read_bytes()))

    return DecidingFiles(
        needs=read(TypeAdapter(NeedsFile), "needs.yaml", check_needs),
        consultation=read(TypeAdapter(ConsultationFile), "consultation.yaml", check_consultation),
        alternatives=read(TypeAdapter(AlternativesFile), "alternatives.yaml", check_alternatives),
        time_plan=read(TypeAdapter(TimePlanFile), "time_plan.yaml", check_time_plan),
        tender=read(TypeAdapter(TenderFile), "tender.yaml", check_tender),
        handover=read(TypeAdapter(HandoverFile), "handover.yaml", check_handover),
        decision=read(TypeAdapter(DecisionFile), "decision.yaml", check_decision),
        meetings=read(TypeAdapter(MeetingsFile), "meetings.yaml", check_meetings),
        publishing=read(TypeAdapter(PublishingFile), "publishing.yaml", check_publishing),
    )
