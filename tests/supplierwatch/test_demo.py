"""The demonstration as people get it: from the built wheel, away from the checkout."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from collector.store.database import Database
from evaluator.core.outcomes import Verdict
from evaluator.core.periods import Period, month
from evaluator.results.published import PeriodResults
from supplierwatch.demonstration import delivered_at
from supplierwatch.evaluating import evaluate_watch, read_watch_results
from supplierwatch.watch import Watch, load_watch

CHECKOUT = Path(__file__).resolve().parents[2]
PLAYED = ("2024-05", "2024-06", "2024-07")


@dataclass(frozen=True)
class Demo:
    """A demonstration that was played from the wheel, and what the program said."""

    installed: Path
    folder: Path
    said: str


def run_installed(installed: Path, *arguments: str) -> str:
    """Run Python beside the installed wheel, with nothing of the checkout in reach."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=installed.parent,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network and unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
    )
    [wheel] = folder.glob("*.whl")
    target = folder / "installed"
    subprocess.run([sys.executable, "-m", "zipfile", "-e", str(wheel), str(target)], check=True)
    return target


@pytest.fixture(scope="module")
def demo(installed: Path) -> Demo:
    """Three months of the demonstration."""
    said = run_installed(installed, "-m", "supplierwatch", "demo", "demo", "--months", "3")
    return Demo(installed, installed.parent / "demo", said)


@pytest.fixture
def watch(demo: Demo) -> Watch:
    return load_watch(demo.folder)


@pytest.fixture
def store(watch: Watch) -> Iterator[Database]:
    with watch.open_store({}) as database:
        yield database


def published(watch: Watch, store: Database, name: str) -> tuple[Period, PeriodResults]:
    """Return a month that was played, with what was published of it."""
    period = month(name, watch.zone)
    return period, read_watch_results(watch, store, period)


def test_it_runs_from_the_wheel_and_not_from_the_checkout(demo: Demo) -> None:
    where = run_installed(demo.installed, "-c", "import supplierwatch; print(supplierwatch.__file__)")
    assert Path(where.strip()).is_relative_to(demo.installed)


def test_the_scorecard_of_the_last_month_is_printed_with_its_reports(demo: Demo) -> None:
    for shown in ("juli 2024", "Poäng och vite", "2024-07-sv.html", "2024-07-en.html"):
        assert shown in demo.said


def test_the_reports_are_written_in_both_languages(demo: Demo) -> None:
    for language in ("sv", "en"):
        text = (demo.folder / "reports" / f"2024-07-{language}.html").read_text(encoding="utf-8")
        assert f'lang="{language}"' in text
        assert (demo.folder / "reports" / f"2024-07-{language}.pdf").read_bytes().startswith(b"%PDF-")


def contents(folder: Path) -> dict[str, str]:
    """Return a hash of every file of a watch but the store's own bookkeeping."""
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("store.db")
    }


def test_playing_again_says_the_same_and_changes_nothing(demo: Demo, watch: Watch, store: Database) -> None:
    before, results = contents(demo.folder), published(watch, store, PLAYED[-1])
    said = run_installed(demo.installed, "-m", "supplierwatch", "demo", "demo", "--months", "3")
    assert said == demo.said
    assert contents(demo.folder) == before
    assert published(watch, store, PLAYED[-1]) == results


def test_unmapped_statuses_and_quarantined_rows_are_counted(watch: Watch, store: Database) -> None:
    _, results = published(watch, store, PLAYED[-1])
    health = {one.source: one for one in results.health}
    assert health["tickets"].unmapped_words == ("Parkerad",)
    assert health["tickets"].unmapped > 0
    assert sum(one.rejects for one in results.health) > 0


def test_tickets_in_an_unmapped_status_are_unknown(watch: Watch, store: Database) -> None:
    _, results = published(watch, store, PLAYED[-1])
    assert any(one.unknown for one in results.tickets)


def test_what_no_source_observed_is_published_as_not_measured(watch: Watch, store: Database) -> None:
    # The first survey of users comes in June.
    _, may = published(watch, store, "2024-05")
    assert "K16" not in {one.indicator for one in may.outcomes if one.verdict is not Verdict.NOT_MEASURED}


@pytest.mark.parametrize("name", PLAYED)
def test_credits_are_never_negative_and_follow_from_points(watch: Watch, store: Database, name: str) -> None:
    _, results = published(watch, store, name)
    assert results.credits
    for credit in results.credits:
        assert credit.amount >= 0
        assert (credit.amount > 0) == (credit.points > 0)


@pytest.mark.parametrize("name", PLAYED[:2])
def test_a_month_evaluated_as_of_its_own_time_is_what_was_published_then(
    watch: Watch, store: Database, name: str
) -> None:
    period, then = published(watch, store, name)
    at = delivered_at(period, watch.zone)
    assert evaluate_watch(watch, store, period, at, at) == then
