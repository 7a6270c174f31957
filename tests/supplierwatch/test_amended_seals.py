"""An amendment that reaches back to sealed months is named with these months."""

from pathlib import Path

import pytest

from supplierwatch.__main__ import main
from tests.supplierwatch.test_amendment_files import amend, replacing
from tests.supplierwatch.watches import write_watch


def run(folder: Path, *arguments: str) -> int:
    return main(["--quiet", "--watch", str(folder), *arguments])


def test_an_amendment_after_a_seal_of_a_month_it_reaches_is_a_warning_that_names_the_month(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_watch(tmp_path / "watch")
    assert run(folder, "check") == 0
    assert run(folder, "collect") == 0
    assert run(folder, "evaluate", "--period", "2026-10") == 0
    assert run(folder, "seal", "--period", "2026-10", "--by", "A. Ansvarig", "--early", "both agree") == 0
    capsys.readouterr()
    amend(folder, replacing("reporting.smallest_group", "6"), effective="2026-11-01")
    assert run(folder, "check") == 0
    assert "sealed under other terms" not in capsys.readouterr().out
    amend(folder, replacing("reporting.smallest_group", "7"), "002", effective="2026-10-01")
    assert run(folder, "check") == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "sealed under other terms" in shown
    assert "2026-10" in shown
