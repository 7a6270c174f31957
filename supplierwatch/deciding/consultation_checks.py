"""Holding `consultation.yaml` against the contract, and against itself."""

from collections import Counter
from collections.abc import Iterator

from collector.errors import Problem
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.consultation import ConsultationFile
from supplierwatch.decided_files import find_doubled
from supplierwatch.deciding.needs_checks import References, parts_of_contract
from supplierwatch.yaml_files import Document


def check_consultation(
    document: Document, found: ConsultationFile, versions: ContractVersions
) -> Iterator[Problem]:
    """Yield what the file says that the contract or the file itself contradicts."""
    yield from find_doubled(document, "topics", [one.id for one in found.topics], "entries")
    yield from find_doubled(document, "bodies", [one.id for one in found.bodies], "entries")
    references = References(
        document,
        parts_of_contract(versions)
        | {
            "body": frozenset(one.id for one in found.bodies),
            "topic": frozenset(one.id for one in found.topics),
        },
    )
    if not any(contract.units_from_facts for contract in versions.contracts):
        for position, body in enumerate(found.bodies):
            yield from references.check(("bodies", position, "unit"), "unit", [body.unit])
    for position, reply in enumerate(found.replies):
        yield from references.check(("replies", position, "body"), "body", [reply.body])
        for number, point in enumerate(reply.points):
            at = ("replies", position, "points", number, "topic")
            yield from references.check(at, "topic", [point.topic])
    yield from _check_replies(document, found)


def _check_replies(document: Document, found: ConsultationFile) -> Iterator[Problem]:
    times = Counter(reply.body for reply in found.replies)
    for position, reply in enumerate(found.replies):
        at = ("replies", position)
        if reply.received_on < found.sent_on:
            told = f"the reply is dated {reply.received_on}, before the matter was sent on {found.sent_on}"
            yield document.problem((*at, "received_on"), told)
        if times[reply.body] > 1 and reply is not _first(found, reply.body):
            told = f"{reply.body} has {times[reply.body]} replies"
            yield document.problem((*at, "body"), told, "one reply of each body", "Put them together")


def _first(found: ConsultationFile, body: str) -> object:
    return next(reply for reply in found.replies if reply.body == body)
