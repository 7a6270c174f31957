"""The files a new watch begins with: the whole example, or a small start of one's own."""

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from collector.errors import Problem, ProblemsFound, SupplierwatchError


def example_watch() -> Traversable:
    """Return the folder of the example watch: inside the installed package, or beside the checkout.

    Raises SupplierwatchError where neither has it.
    """
    package = resources.files("supplierwatch")
    inside = package / "example_watch"
    if inside.is_dir():
        return inside
    beside = Path(str(package)).parent / "deploy" / "example"
    if beside.is_dir():
        return beside
    raise SupplierwatchError("the example watch is not installed; install supplierwatch again")


def starting_watch() -> Traversable:
    """Return the folder of a small commented watch to begin from."""
    return resources.files("supplierwatch") / "starting_watch"


def save_copy(origin: Traversable, folder: Path) -> list[Path]:
    """Copy the files of `origin` to `folder` and return their paths; a file that is there is an error.

    Raises ProblemsFound naming every file that is in the way, before anything is written, and
    SupplierwatchError where the folder cannot be written.
    """
    files = dict(_files(origin, folder))
    in_the_way = [path for path in files if path.exists()]
    if in_the_way:
        remedy = "Name another folder, or move the file away; nothing was written"
        raise ProblemsFound(
            Problem("the file is there already", remedy=remedy, file=str(path)) for path in in_the_way
        )
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise SupplierwatchError(f"{folder} cannot be written: {error.strerror}") from error
    return list(files)


def _files(origin: Traversable, folder: Path) -> list[tuple[Path, bytes]]:
    found: list[tuple[Path, bytes]] = []
    for entry in sorted(origin.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _files(entry, folder / entry.name)
        elif entry.name.endswith(".yaml"):
            found.append((folder / entry.name, entry.read_bytes()))
    return found
