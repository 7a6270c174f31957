"""A package of others adds a connector by its entry point, and nothing here has to change."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from collector.connectors.registry import connectors
from collector.errors import SupplierwatchError

OURDESK = """
from collections.abc import Iterator
from typing import Literal

from collector.connectors.connector import Chunk, Connector, Evidence, Span
from collector.connectors.options import ConnectorOptions
from collector.connectors.rows import TICKET_PART, UPDATED_AT, frame_of, joined_rows
from collector.mapping.tickets import OPENED_AT, TICKET


class OurDeskOptions(ConnectorOptions):
    type: Literal["ourdesk"]
    desk: str


class OurDesk(Connector[OurDeskOptions]):
    options_type = OurDeskOptions
    mapping_types = ("ticket_history",)
    evidence = Evidence.DOCUMENTED_ONLY
    follows = "this test"

    def read(self, span: Span) -> Iterator[Chunk]:
        opened = "2026-02-01T08:00:00Z"
        told = {TICKET: [self.options.desk], OPENED_AT: [opened], UPDATED_AT: [opened], "state": ["open"]}
        yield Chunk(joined_rows([frame_of(TICKET_PART, told)]), span.since, "none", "our desk")


no_class = 5
"""
SOURCE = """
  - name: our desk
    connector: {type: ourdesk, desk: Town hall, since: 2026-01-01}
    mapping: ourdesk.yaml
"""
MAPPING = "type: ticket_history\nfields: {status: state}\nstatuses: {open: active}\n"


def _installed(folder: Path, entry: str) -> Path:
    """Return a folder of packages with one more, unpacked from a wheel as installers do."""
    about, wheel = "ourdesk-1.0.dist-info", folder / "ourdesk-1.0-py3-none-any.whl"
    with ZipFile(wheel, "w") as archive:
        archive.writestr("ourdesk.py", OURDESK)
        archive.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: ourdesk\nVersion: 1.0\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/entry_points.txt", f"[supplierwatch.connectors]\n{entry}\n")
        archive.writestr(f"{about}/RECORD", "ourdesk.py,,\n")
        archive.extractall(folder / "packages")
    return folder / "packages"


@pytest.fixture
def registry() -> Iterator[None]:
    """The registry is read anew in a test, and again after it."""
    connectors.cache_clear()
    yield
    connectors.cache_clear()
    sys.modules.pop("ourdesk", None)


def test_an_installed_package_is_a_type_of_the_sources_file_and_collected(
    watch_folder: Path, tmp_path: Path
) -> None:
    sources = watch_folder / "sources.yaml"
    sources.write_text(sources.read_text() + SOURCE)
    (watch_folder / "mappings" / "ourdesk.yaml").write_text(MAPPING)
    packages = _installed(tmp_path, "ourdesk = ourdesk:OurDesk")
    program = [sys.executable, "-m", "supplierwatch", "--watch", str(watch_folder)]
    run = subprocess.run(
        [*program, "collect", "our desk", "--json"],
        env={**os.environ, "PYTHONPATH": str(packages)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    [collected] = json.loads(run.stdout)["runs"]
    # A ticket and its status at its opening.
    assert (collected["source"], collected["outcome"], collected["new"]) == ("our desk", "complete", 2)


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("zabbix = ourdesk:OurDesk", "the package ourdesk adds a connector 'zabbix', which is there already"),
        ("ourdesk = ourdesk:OurDesc", "the connector 'ourdesk' of the package ourdesk cannot be loaded"),
        ("ourdesk = ourdesc:OurDesk", "the connector 'ourdesk' of the package ourdesk cannot be loaded"),
        ("ourdesk = ourdesk:no_class", "'ourdesk' of the package ourdesk is no class of connectors"),
    ],
)
def test_a_package_that_does_not_fit_is_refused_by_name(
    entry: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(_installed(tmp_path, entry)))
    with pytest.raises(SupplierwatchError, match=found):
        connectors()
