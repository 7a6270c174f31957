"""The commands that write rules for Prometheus and routes for Alertmanager."""

from pathlib import Path

import pytest

from supplierwatch.__main__ import main
from supplierwatch.yaml_files import read_document

EXAMPLE = Path(__file__).resolve().parents[2] / "deploy" / "example"


def test_rules_go_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--watch", str(EXAMPLE), "alerts", "rules"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("# Written by `supplierwatch alerts rules`")
    assert "SupplierwatchBudgetBurn" in said.out


def test_rules_go_to_a_file_where_one_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rules.yaml"
    assert main(["--watch", str(EXAMPLE), "alerts", "rules", "--out", str(file)]) == 0
    assert f"wrote {file}" in capsys.readouterr().err
    assert [group["name"] for group in read_document(file).content["groups"]][-1].endswith(" service")


def test_routes_are_written_in_the_zone_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--watch", str(EXAMPLE), "alerts", "routes"]) == 0
    assert "location: Europe/Stockholm" in capsys.readouterr().out


def test_a_folder_that_is_no_watch_has_no_rules(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--watch", str(tmp_path), "alerts", "rules"]) == 2
    assert "no watch" in capsys.readouterr().err
