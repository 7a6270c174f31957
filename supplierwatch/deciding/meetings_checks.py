"""Holding `meetings.yaml` against the contract."""

from collections.abc import Iterator

from collector.errors import Problem
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.meetings import MeetingsFile
from supplierwatch.yaml_files import Document


def check_meetings(document: Document, found: MeetingsFile, versions: ContractVersions) -> Iterator[Problem]:
    """Yield meetings that the file puts before the contract began."""
    first = versions.versions[0].contract.term.first_day
    for position, meeting in enumerate(found.meetings):
        if meeting.day < first:
            yield document.problem(
                ("meetings", position, "day"),
                f"{meeting.day} comes before the contract began",
                f"{first} or later",
                "Write the day of the meeting",
            )
