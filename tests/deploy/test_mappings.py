"""The ready-made mappings read a small file of the shape that each names."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from collector.mapping import CommonMapping
from collector.records import FactKind
from collector.sources import open_source
from supplierwatch.terms import validate_terms
from supplierwatch.watched_sources import MAPPING
from supplierwatch.yaml_files import read_document
from tests.collector.sources.helpers import instant, plain

MAPPINGS = Path("deploy/mappings")
OCTOBER = instant("2026-10-01T00:00:00+02:00"), instant("2026-11-01T00:00:00+01:00")


def read(name: str) -> CommonMapping:
    return validate_terms(read_document(MAPPINGS / name), MAPPING)


def rows(name: str, path: Path, kind: FactKind, *columns: str) -> list[list[Any]]:
    """Return columns of the facts that the ready-made mapping reads from a file."""
    source = open_source("delivered", [path], read(name))
    (page,) = source.fetch(None)
    found = source.normalise(page)
    assert found.rejects.empty
    return plain(found.facts[kind][list(columns)])


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.yaml")), ids=lambda path: path.name)
def test_a_ready_made_mapping_is_one(path: Path) -> None:
    assert read(path.name).source_columns() != ()


def test_states_from_livestatus_hold_until_the_next(tmp_path: Path) -> None:
    path = tmp_path / "states.csv"
    path.write_text(
        "time;host_name;service_description;state\n"
        "1790805600;web1;HTTP intranet;2\n"
        "1790805900;web1;HTTP intranet;0\n"
    )
    found = rows("livestatus_states.yaml", path, FactKind.SERVICE_STATE, "prober", "service", "at", "state")
    assert found == [["web1", "T1", 1790805600, 3], ["web1", "T1", 1790805900, 1]]
    seen = rows("livestatus_states.yaml", path, FactKind.OBSERVED, "from_at", "to_at")
    assert seen == [[1790805600, None]]


def test_calls_by_day_are_a_share_of_each_day(tmp_path: Path) -> None:
    path = tmp_path / "phone.csv"
    path.write_text("Datum;Inkomna;Besvarade inom 60 s\n2026-10-25;120;90\n")
    found = rows(
        "phone_by_day.yaml", path, FactKind.MEASUREMENT, "from_at", "to_at", "numerator", "denominator"
    )
    # The day on which clocks went back has 25 hours.
    assert found == [[instant("2026-10-25T00:00:00+02:00"), instant("2026-10-26T00:00:00+01:00"), 90, 120]]


def test_assets_are_counted_by_unit_and_month(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Inventarier"
    for row in (["Månad", "Förvaltning", "Antal"], ["2026-10", "Utbildning", 1250]):
        sheet.append(row)
    path = tmp_path / "assets.xlsx"
    workbook.save(path)
    columns = ("measure", "unit", "from_at", "to_at", "numerator", "denominator")
    found = rows("assets_by_unit.yaml", path, FactKind.MEASUREMENT, *columns)
    assert found == [["computers_in_use", "Utbildning", *OCTOBER, 1250, 1]]


def test_users_are_counted_by_unit_and_month(tmp_path: Path) -> None:
    path = tmp_path / "users.csv"
    path.write_text("month,unit,accounts\n2026-10,Kultur,310\n")
    found = rows(
        "users_by_unit.yaml", path, FactKind.MEASUREMENT, "measure", "unit", "numerator", "denominator"
    )
    assert found == [["users", "Kultur", 310, 1]]
