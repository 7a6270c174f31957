"""The job `collect`: gather what the sources have that is new."""

from collector.errors import SupplierwatchError
from collector.store.runs import RunOutcome
from supplierwatch.collecting import Told, collect_sources
from supplierwatch.serving.work import Work


def collect(work: Work) -> str:
    """Collect from every source, and return which of them could not be read.

    Raises SupplierwatchError where none could. Sources that were read are not read again for the others'
    sake before the next time: what is wrong with one is its own matter, and is told as such.
    """
    stoppable = Told(begins=lambda _source: work.go_on(), goes_on=lambda _run: work.go_on())
    runs = collect_sources(work.watch, work.database, work.now, work.environment, told=stoppable)
    failed = [run for run in runs if run.outcome is not RunOutcome.COMPLETE]
    text = "; ".join(f"{run.source}: {run.problem}" for run in failed)
    if failed and len(failed) == len(runs):
        raise SupplierwatchError(f"no source could be read: {text}")
    return text
