"""The job `collect`: gather what the sources have that is new."""

from datetime import tzinfo

from collector.collect import RunRecord
from collector.errors import SupplierwatchError
from collector.instants import to_datetime
from collector.store.runs import RunOutcome
from supplierwatch.collecting import LeftAlone, Manner, Told, collect_sources
from supplierwatch.serving.work import Work


def collect(work: Work) -> str:
    """Collect from every source, and return which of them could not be read, and which were left alone.

    Raises SupplierwatchError where none could. Sources that were read are not read again for the others'
    sake before the next time: what is wrong with one is its own matter, and is told as such.
    """
    left_alone: list[LeftAlone] = []
    told = Told(
        begins=lambda _source: work.go_on(),
        goes_on=lambda _run: work.go_on(),
        leaves_alone=left_alone.append,
    )
    manner = Manner(is_to_stop=work.is_to_stop)
    runs = collect_sources(work.watch, work.database, work.now, work.environment, (), told, manner)
    failed = [run for run in runs if run.outcome is not RunOutcome.COMPLETE]
    text = "; ".join([*map(_failure, failed), *(in_words(one, work.watch.zone) for one in left_alone)])
    if text and len(failed) == len(runs):
        raise SupplierwatchError(f"no source could be read: {text}")
    return text


def in_words(left_alone: LeftAlone, zone: tzinfo) -> str:
    """Return that a source is left alone, for a person."""
    until = to_datetime(left_alone.until).astimezone(zone)
    text = f"left alone until {until:%Y-%m-%d %H:%M:%S} after {left_alone.failures} failures in a row"
    return f"{left_alone.source}: {text}"


def _failure(run: RunRecord) -> str:
    return f"{run.source}: {run.problem}"
