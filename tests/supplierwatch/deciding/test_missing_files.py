"""Commands that need a file people write, in a watch that has none."""

from pathlib import Path

import pytest

from supplierwatch.__main__ import main
from tests.supplierwatch.watches import write_watch


@pytest.mark.parametrize(
    ("command", "name", "page"),
    [
        ("needs", "needs.yaml", "docs/needs.md"),
        ("consultation", "consultation.yaml", "docs/consultation.md"),
        ("time-plan", "time_plan.yaml", "docs/time-plan.md"),
        ("handover", "handover.yaml", "docs/handover.md"),
    ],
)
def test_a_command_whose_file_is_missing_says_where_it_belongs_what_tells_of_it_and_from_what_to_begin(
    command: str, name: str, page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_watch(tmp_path / "watch")

    assert main(["--watch", str(folder), command]) == 4

    told = capsys.readouterr().err
    assert f"there is no {name} in {folder}; {page} says what stands in it" in told
    assert Path(page).is_file()
    assert f"deploy/example/{name} is one to begin from" in told
    assert (Path("deploy/example") / name).is_file()
