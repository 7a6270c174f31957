"""What is said where a command needs a file that the watch has not."""

from pathlib import Path

from collector.errors import NothingFound


def no_file(name: str, folder: Path, page: str) -> NothingFound:
    """Return the error: which file is missing where, what tells of it, and from what to begin.

    `page` is the page of the documentation that says what stands in the file, such as `needs`.
    """
    return NothingFound(
        f"there is no {name} in {folder}; docs/{page}.md says what stands in it, and deploy/example/{name} "
        "is one to begin from"
    )
