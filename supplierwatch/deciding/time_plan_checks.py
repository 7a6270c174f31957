"""Holding `time_plan.yaml` against the contract."""

from collections.abc import Iterator

from collector.errors import Problem
from evaluator.contract.contract import Contract
from evaluator.contract.hours import ServiceHoursTerms
from evaluator.contract.versions import ContractVersions
from evaluator.core.deciding.time_plan.build import deadlines_of
from evaluator.core.deciding.time_plan.graph import in_order
from evaluator.decisions.time_plan import TimePlanFile
from supplierwatch.yaml_files import Document


def check_time_plan(document: Document, found: TimePlanFile, versions: ContractVersions) -> Iterator[Problem]:
    """Yield deadlines, hours and units that the contract has not, and stages that wait for each other."""
    contract = versions.latest.contract
    yield from _circle(document, found)
    yield from _deadlines(document, found, contract)
    yield from _hours(document, found, contract)
    yield from _units(document, found, contract)


def _circle(document: Document, found: TimePlanFile) -> Iterator[Problem]:
    try:
        in_order({stage.id: stage.after for stage in found.stages})
    except ValueError as error:
        yield document.problem(("stages",), str(error), "each stage after those it waits for, in no circle")


def _deadlines(document: Document, found: TimePlanFile, contract: Contract) -> Iterator[Problem]:
    known = [one.name for one in deadlines_of(contract)]
    for position, path in enumerate(found.alternatives):
        if path.by not in known:
            where = ("alternatives", position, "by")
            yield document.problem(where, f"the contract has no deadline {path.by!r}", ", ".join(known))


def _hours(document: Document, found: TimePlanFile, contract: Contract) -> Iterator[Problem]:
    telling = [
        name
        for name, hours in contract.service_hours.items()
        if isinstance(hours, ServiceHoursTerms) and hours.only_between
    ]
    for name, terms in found.calendars.items():
        if terms.outside_hours is not None and terms.outside_hours not in telling:
            yield document.problem(
                ("calendars", name, "outside_hours"),
                f"{terms.outside_hours!r} are no hours of the contract with terms (only_between)",
                ", ".join(telling) or "no hours of the contract have only_between: list the dates instead",
            )


def _units(document: Document, found: TimePlanFile, contract: Contract) -> Iterator[Problem]:
    if contract.units_from_facts:
        return
    known = {one.id for one in contract.units} | {one.id for one in contract.segments}
    for position, stage in enumerate(found.stages):
        for place, unit in enumerate(stage.units):
            if unit not in known:
                yield document.problem(
                    ("stages", position, "units", place),
                    f"the contract has no unit and no segment {unit!r}",
                    ", ".join(sorted(known)) or "the contract names none",
                )
