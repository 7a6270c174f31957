"""Where the figures of results come from, as notes have it."""

from dashboards.document.model import Origin, Run, Trace
from dashboards.figure_keys import explain_command
from evaluator.results.published import PeriodResults


def result_trace(results: PeriodResults, key: str, told: str = "") -> Trace:
    """Return the trace of the figure that `key` (see `dashboards.figure_keys`) names in `results`.

    Its inputs are those of the seal where the period is sealed, else contract, exclusions and facts up to the
    horizon.
    """
    evaluation, seal = results.evaluation, results.seal
    inputs = (
        f"{evaluation.contract_version[:12]}-{evaluation.exclusions_version[:12]}-{evaluation.horizon}"
        if seal is None
        else seal.content_hash
    )
    return Trace(
        origin=Origin.RESULT,
        query=explain_command(key),
        inputs=inputs,
        period=results.period.name,
        evaluation=evaluation.number,
        restatement=None if seal is None else seal.restatement,
        told=told,
    )


def file_trace(file: str, key: str, content_hash: str, told: str = "") -> Trace:
    """Return the trace of what somebody wrote under `key` in a file of the watch."""
    return Trace(Origin.FILE, f"{file}: {key}" if key else file, content_hash, told=told)


def simulation_trace(command: str, seed: int, inputs: str, told: str = "") -> Trace:
    """Return the trace of a simulated figure: the command that gives it again, seed, hash of inputs."""
    return Trace(Origin.SIMULATION, f"{command} (seed {seed})", inputs, told=told)


def published_trace(source: str, told: str = "") -> Trace:
    """Return the trace of a figure that others published."""
    return Trace(Origin.PUBLISHED, source, told=told)


def figure(text: str, trace: Trace, *, is_strong: bool = False) -> Run:
    """Return a figure with its note."""
    return Run(text, is_strong=is_strong, trace=trace)
