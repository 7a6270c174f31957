"""The files a new watch begins with, in the checkout and in the wheel."""

import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from collector.errors import ProblemsFound, Severity
from supplierwatch.example import example_watch, save_copy, starting_watch
from supplierwatch.watch import load_watch

ROOT = Path(__file__).resolve().parents[2]


def test_the_example_is_a_watch_without_errors(tmp_path: Path) -> None:
    save_copy(example_watch(), tmp_path / "demo")
    watch = load_watch(tmp_path / "demo")
    # Only the deliveries are not there yet.
    assert {warning.severity for warning in watch.warnings} == {Severity.WARNING}
    assert all("yet" in warning.found for warning in watch.warnings)


def test_a_copy_names_every_file_in_the_way_and_writes_none(tmp_path: Path) -> None:
    (tmp_path / "contract.yaml").write_text("mine\n", encoding="utf-8")
    (tmp_path / "sources.yaml").write_text("mine\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as refused:
        save_copy(starting_watch(), tmp_path)
    assert [Path(problem.file).name for problem in refused.value.problems] == [
        "contract.yaml",
        "sources.yaml",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["contract.yaml", "sources.yaml"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout; skips where its build back end is not installed."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed, so no wheel can be built")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet"]
    subprocess.run(
        [*command, "--wheel-dir", str(folder), str(ROOT)], check=True, capture_output=True, text=True
    )
    [found] = folder.glob("*.whl")
    return found


def test_the_wheel_holds_the_example_and_everything_read_at_run_time(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    example = Path(str(example_watch()))
    expected = {
        f"supplierwatch/example_watch/{path.relative_to(example)}" for path in example.rglob("*.yaml")
    }
    expected |= {
        f"supplierwatch/starting_watch/{path}" for path in ("contract.yaml", "mappings/tickets.yaml")
    }
    expected |= {"supplierwatch/migrations/script.py.mako", "supplierwatch/migrations/env.py"}
    assert expected <= names


def test_the_example_is_found_in_an_unpacked_wheel(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = (
        "from pathlib import Path; from supplierwatch.demonstration import prepare; import supplierwatch; "
        "print(supplierwatch.__file__); print(len(prepare(Path('demo')).sources))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site")},
    )
    place, sources = found.stdout.splitlines()
    assert place.startswith(str(tmp_path))
    assert int(sources) > 0
