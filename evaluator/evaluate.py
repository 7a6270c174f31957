"""Evaluate a period: gather its inputs up to a horizon, let the core judge them, publish the results."""

from collections.abc import Sequence

from collector.errors import NothingFound
from collector.store.database import Database
from evaluator.contract.contract import Contract
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.exclusions import Exclusion
from evaluator.prepare import Asked, Progress, prepare
from evaluator.results.present import read_latest
from evaluator.results.published import Evaluation, PeriodResults
from evaluator.results.read import read_period
from evaluator.results.seals import read_document, read_seal
from evaluator.results.store import save_results
from evaluator.shown import shown_of


def evaluate_period(
    database: Database,
    versions: ContractVersions,
    exclusions: Sequence[Exclusion],
    period_name: str,
    horizon: int,
    now: int,
    progress: Progress | None = None,
    as_of: int | None = None,
) -> PeriodResults:
    """Evaluate the month `period_name` on the facts up to `horizon`, publish it, and return the results.

    Exclusions, amendments and the results of earlier months count as they stood at `as_of` (None: `now`).
    A month that was sealed by then is not evaluated: what was sealed is returned, whatever is known since.
    Raises NothingFound for a month before the contract or before any fact was stored.
    """
    sealed = _read_sealed(database, versions, period_name, as_of)
    if sealed is not None:
        return sealed
    prepared = prepare(database, versions, exclusions, Asked(period_name, horizon, now, as_of), progress)
    if progress is not None:
        progress("publish")
    shown = shown_of(database, prepared.inputs, prepared.results)
    evaluation = save_results(database, prepared.provenance, prepared.results, shown)
    # Somebody may have sealed the month meanwhile.
    sealed = _read_sealed(database, versions, period_name, as_of)
    return sealed or read_period(database, prepared.inputs.contract, evaluation, as_of)


def read_results(database: Database, versions: ContractVersions, period_name: str) -> PeriodResults:
    """Return the present results of the month: as sealed, or as last published.

    Raises NothingFound where there are none.
    """
    evaluation = read_latest(database, period_name)
    if evaluation is None:
        raise NothingFound(
            f"{period_name} has not been evaluated; run: supplierwatch evaluate --period {period_name}"
        )
    return read_period(database, read_contract_of(database, versions, evaluation), evaluation)


def _read_sealed(
    database: Database, versions: ContractVersions, period_name: str, moment: int | None
) -> PeriodResults | None:
    evaluation = read_latest(database, period_name, moment=moment)
    if evaluation is None or read_seal(database, evaluation, moment) is None:
        return None
    return read_period(database, read_contract_of(database, versions, evaluation), evaluation, moment)


def read_contract_of(database: Database, versions: ContractVersions, evaluation: Evaluation) -> Contract:
    """The contract that `evaluation` was made with: as the watch has it, or as it was sealed."""
    found = versions.find(evaluation.contract_version)
    if found is not None:
        return found.contract
    seal = read_seal(database, evaluation)
    if seal is not None:
        return Contract.model_validate(read_document(database, seal.number)["contract"][-1]["content"])
    raise NothingFound(
        f"{evaluation.period} was evaluated with a contract that has changed since; "
        f"run: supplierwatch evaluate --period {evaluation.period}"
    )
