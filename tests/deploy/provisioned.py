"""The files of deploy/, in a folder of a test's own, with nothing changed but addresses and waiting times."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from supplierwatch.settings import Settings
from supplierwatch.watch import Watch, load_watch
from supplierwatch.yaml_files import read_document

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


def watch_of_containers() -> Watch:
    """Return the example watch with the settings it has in the containers."""
    document = read_document(DEPLOY / "compose" / "supplierwatch.yaml")
    return replace(load_watch(DEPLOY / "example"), settings=Settings.model_validate(document.content))


def copied(part: str, folder: Path, replaced: Mapping[str, str]) -> Path:
    """Copy `deploy/<part>` into `folder` and return the copy, with texts replaced in all of its files.

    Each text has to be there: a test does not go on with addresses that the files no longer hold.
    """
    copy = folder / part
    shutil.copytree(DEPLOY / part, copy)
    unused = set(replaced)
    for path in (one for one in copy.rglob("*") if one.is_file()):
        text = path.read_text(encoding="utf-8")
        for old, new in replaced.items():
            if old in text:
                unused.discard(old)
                text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    assert not unused, f"deploy/{part} no longer holds {sorted(unused)}"
    return copy
