"""Progress of long work, on standard error and only for a person at a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from collector.collect import RunRecord
from collector.instants import format_instant
from supplierwatch.cli.session import Session, printable, shows_progress
from supplierwatch.collecting import LeftAlone, Told


@contextmanager
def shown_collecting(session: Session) -> Iterator[Told]:
    """Yield what collecting tells, shown as one line per source with its rows so far."""
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        TextColumn("{task.completed} rows"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=not shows_progress(session),
    ) as progress:
        tasks = {}

        def begins(source: str) -> None:
            tasks[source] = progress.add_task(printable(source), total=None)

        def goes_on(record: RunRecord) -> None:
            progress.update(tasks[record.source], completed=record.rows)

        def leaves_alone(one: LeftAlone) -> None:
            again = format_instant(one.until)
            session.say(
                f"{one.source}: left alone until {again}, after {one.failures} failures in a row; "
                "name it to ask it all the same"
            )

        yield Told(begins, goes_on, leaves_alone)


@contextmanager
def shown_step(session: Session, doing: str) -> Iterator[Callable[[str], None]]:
    """Yield a function that is told which step the work named `doing` is at."""
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=not shows_progress(session),
    ) as progress:
        task = progress.add_task(doing, total=None)
        yield lambda step: progress.update(task, description=printable(f"{doing}: {step}"))


@contextmanager
def shown_count(session: Session, doing: str, total: int) -> Iterator[Callable[[str], None]]:
    """Yield a function that is told the name of each of `total` pieces of work as it begins."""
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=not shows_progress(session),
    ) as progress:
        task = progress.add_task(doing, total=total)
        begun: list[str] = []

        def begins(name: str) -> None:
            progress.update(task, description=printable(f"{doing}: {name}"), completed=len(begun))
            begun.append(name)

        yield begins
        progress.update(task, completed=len(begun))
