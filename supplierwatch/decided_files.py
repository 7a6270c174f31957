"""Reading a file of what people decided, and naming what they add to it.

A watch without that file has decided nothing.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from collector.errors import Problem
from supplierwatch.findings import Findings
from supplierwatch.terms import validate_terms
from supplierwatch.yaml_files import Document, read_document

T = TypeVar("T")


def read_decided(path: Path, adapter: TypeAdapter[T], findings: Findings) -> tuple[Document, T] | None:
    """Return the file at `path` and what it says; None where it is missing or, for `findings`, wrong."""
    if not path.exists():
        return None
    document = findings.attempt(partial(read_document, path))
    found = None if document is None else findings.attempt(partial(validate_terms, document, adapter))
    return None if document is None or found is None else (document, found)


def find_doubled(document: Document, list_key: str, ids: Sequence[str], word: str) -> Iterator[Problem]:
    """Yield each id that stands twice in the list under `list_key`; `word` is what the entries are called."""
    for name, times in Counter(ids).items():
        if times > 1:
            last = len(ids) - 1 - list(ids)[::-1].index(name)
            path = (list_key, last, "id")
            yield document.problem(path, f"{name} is the id of {times} {word}", "each id once")


def next_id(stem: str, taken: Iterable[str]) -> str:
    """Return the first of `stem-1`, `stem-2`, ... that is not taken."""
    return next_ids(stem, taken, 1)[0]


def next_ids(stem: str, taken: Iterable[str], count: int) -> list[str]:
    """Return the first `count` of `stem-1`, `stem-2`, ... that are not taken."""
    known = set(taken)
    free = (name for number in itertools.count(1) if (name := f"{stem}-{number}") not in known)
    return list(itertools.islice(free, count))
