"""Holding `alternatives.yaml` against itself and against the contract."""

from collections import Counter
from collections.abc import Iterator

from collector.errors import Problem
from evaluator.contract.contract import Contract
from evaluator.contract.versions import ContractVersions
from evaluator.core.deciding.alternatives.model import is_measured
from evaluator.decisions.alternatives import AlternativesFile, Criterion
from evaluator.decisions.measured_by import ByCost, ByIndicator, ByScoreArea
from supplierwatch.decided_files import find_doubled
from supplierwatch.deciding.alternative_cost_checks import check_costs
from supplierwatch.yaml_files import Document, KeyPath


def check_alternatives(
    document: Document, found: AlternativesFile, versions: ContractVersions
) -> Iterator[Problem]:
    """Yield what the file says that itself or the contract contradicts."""
    contract = versions.latest.contract
    alternatives = [one.id for one in found.alternatives]
    yield from find_doubled(document, "alternatives", alternatives, "alternatives")
    yield from find_doubled(document, "criteria", [one.id for one in found.criteria], "criteria")
    yield from _check_options(document, found, contract)
    for place, criterion in enumerate(found.criteria):
        yield from _check_values(document, found, criterion, ("criteria", place))
        yield from _check_measured(document, found, criterion, contract, ("criteria", place))
    yield from check_costs(document, found, contract)


def _check_options(document: Document, found: AlternativesFile, contract: Contract) -> Iterator[Problem]:
    options = {one.id: one for one in contract.term.options}
    allowed = "one of the contract's options: " + (", ".join(options) or "it has none")
    for place, alternative in enumerate(found.alternatives):
        used = alternative.uses_option
        if used is not None and used not in options:
            path: KeyPath = ("alternatives", place, "uses_option")
            yield document.problem(path, f"the contract has no option {used}", allowed)
        for number, condition in enumerate(alternative.requires):
            path = ("alternatives", place, "requires", number, "notice_of")
            if condition.notice_of is None:
                continue
            if condition.notice_of not in options:
                yield document.problem(path, f"the contract has no option {condition.notice_of}", allowed)
            elif options[condition.notice_of].notice_by is None:
                found_text = f"the contract states no last day of notice for {condition.notice_of}"
                yield document.problem(path, found_text, "a day under by instead of notice_of")


def _check_values(
    document: Document, found: AlternativesFile, criterion: Criterion, at: KeyPath
) -> Iterator[Problem]:
    known = {one.id: one for one in found.alternatives}
    times = Counter(value.alternative for value in criterion.values)
    stated = {value.alternative: value for value in criterion.values}
    for place, value in enumerate(criterion.values):
        path = (*at, "values", place)
        if value.alternative not in known:
            allowed = "one of " + ", ".join(known)
            yield document.problem((*path, "alternative"), f"there is no {value.alternative}", allowed)
            continue
        if times[value.alternative] > 1:
            told = f"{value.alternative} has {times[value.alternative]} values on {criterion.id}"
            yield document.problem((*path, "alternative"), told, "one value for each alternative")
        if isinstance(criterion.measured_by, ByCost):
            told = f"{criterion.id} is calculated from costs, so nobody states a value of it"
            yield document.problem(path, told, "no values", "State the amounts under costs")
        elif is_measured(known[value.alternative], criterion):
            told = f"{value.alternative} is measured on {criterion.id}, so nobody judges it"
            yield document.problem(path, told, "values of alternatives that no results describe")
        same = value.same_as
        is_chain = same in stated and stated[same].same_as is not None
        if same is not None and (same not in known or is_chain):
            told = f"same_as names {same}, which has no value of its own on {criterion.id}"
            yield document.problem((*path, "same_as"), told, "an alternative that is measured or judged")


def _check_measured(
    document: Document, found: AlternativesFile, criterion: Criterion, contract: Contract, at: KeyPath
) -> Iterator[Problem]:
    by, path = criterion.measured_by, (*at, "measured_by")
    if isinstance(by, ByCost) and found.costs is None:
        told = f"{criterion.id} is calculated from costs, and the file has no costs"
        yield document.problem(path, told, "costs in the same file")
    if isinstance(by, ByScoreArea):
        areas = [] if contract.scorecard is None else [area.id for area in contract.scorecard.areas]
        if by.area not in areas:
            allowed = "one of " + ", ".join(areas) if areas else "a scorecard in the contract"
            yield document.problem((*path, "area"), f"the scorecard has no area {by.area}", allowed)
    if isinstance(by, ByIndicator):
        yield from _check_indicator(document, by, contract, path)


def _check_indicator(
    document: Document, by: ByIndicator, contract: Contract, path: KeyPath
) -> Iterator[Problem]:
    indicators = {one.id: one for one in contract.indicators}
    if by.indicator not in indicators:
        told = f"the contract has no indicator {by.indicator}"
        yield document.problem((*path, "indicator"), told, "one of " + ", ".join(indicators))
        return
    services = indicators[by.indicator].services
    if by.service is not None and by.service not in services:
        told = f"{by.indicator} is not measured on {by.service}"
        yield document.problem((*path, "service"), told, "one of " + ", ".join(services))
    segments = [one.id for one in contract.segments]
    if by.segment is not None and by.segment not in segments:
        allowed = "one of " + ", ".join(segments) if segments else "no segment: the contract has none"
        yield document.problem((*path, "segment"), f"the contract has no segment {by.segment}", allowed)
