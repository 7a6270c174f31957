"""The files of a delivery: the same bytes for the same seed, and readable by the ordinary sources."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from collector.entries import SourcesFile
from collector.records import FactKind, TicketState
from collector.simulator import SEED, Supplier, simulate
from collector.sources import open_source
from collector.sources.files import FileSource
from tests.collector.simulator.example_watch import example, example_contract, example_mapping


@pytest.fixture(scope="module")
def watch(supplier: Supplier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A watch folder with the deliveries of June 2026 and the two months after."""
    folder = tmp_path_factory.mktemp("watch")
    (folder / "deliveries").mkdir()
    for month in ("2026-06", "2026-07", "2026-08"):
        supplier.write_month(folder / "deliveries", month)
    return folder


def sources(watch: Path) -> Iterator[FileSource]:
    for entry in SourcesFile.model_validate(example("sources.yaml")).sources:
        files = sorted(path for pattern in entry.files for path in watch.glob(pattern))
        yield open_source(entry.name, files, example_mapping(entry.mapping.removesuffix(".yaml")))


def facts(watch: Path, name: str, kind: FactKind) -> pd.DataFrame:
    source = next(source for source in sources(watch) if source.name == name)
    return pd.concat([source.normalise(page).facts[kind] for page in source.fetch(None)], ignore_index=True)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        files = simulate(SEED, "2026-06", 1).write_month(folder, "2026-06")
        written.append({path.name: path.read_bytes() for path in files})
    assert written[0] == written[1]


def test_a_delivery_holds_a_file_of_each_kind(supplier: Supplier, tmp_path: Path) -> None:
    names = sorted(path.name for path in supplier.write_month(tmp_path, "2026-06"))
    assert names == [
        "invoices-2026-06.csv",
        "logins-2026-06.csv.gz",
        "maintenance-2026-06.csv",
        "monitoring-2026-06.csv.gz",
        "phone-2026-06.csv",
        "satisfaction-2026-06.xlsx",
        "statements-2026-06.xlsx",
        "tickets-2026-06.csv.gz",
        "urgent-2026-06.csv",
    ]
    assert names == sorted(path.name for path in tmp_path.iterdir())


def test_a_month_without_school_has_no_log_ins(supplier: Supplier, tmp_path: Path) -> None:
    names = [path.name for path in supplier.write_month(tmp_path, "2026-07")]
    assert not [name for name in names if name.startswith(("logins", "satisfaction"))]


def test_the_sources_reject_nothing_but_the_broken_rows(watch: Path) -> None:
    rejects = Counter[str]()
    for source in sources(watch):
        for page in source.fetch(None):
            normalised = source.normalise(page)
            assert normalised.warnings == ()
            rejects[source.name] += len(normalised.rejects)
    assert rejects == Counter({"tickets": 9})
    assert set(rejects) == {entry["name"] for entry in example("sources.yaml")["sources"]}


def test_who_reported_and_the_heading_never_leave_the_file(watch: Path) -> None:
    tickets = next(source for source in sources(watch) if source.name == "tickets")
    columns = {column for page in tickets.fetch(None) for column in page.rows.columns}
    assert "Ärendenummer" in columns
    assert not columns & {"Anmälare", "Rubrik"}


def test_tickets_become_the_contracts_words(watch: Path) -> None:
    found = facts(watch, "tickets", FactKind.TICKET)
    contract = example_contract()
    assert set(found["service"].dropna()) == {"T1", "T2", "T3", "T4"}
    assert set(found["unit"].dropna()) <= {unit.id for unit in contract.units}
    assert set(found["priority"]) == {"P1", "P2", "P3", "P4"}
    assert set(found["kind"]) == {
        *("incident", "question", "account_order", "pc_order", "move_order"),
        *("change", "problem", "patch", "monthly_report"),
    }


def test_parked_tickets_are_unmapped_and_no_others(watch: Path) -> None:
    changes = facts(watch, "tickets", FactKind.TICKET_CHANGE)
    unmapped = changes[changes["state"] == TicketState.UNMAPPED]
    assert set(unmapped["value"]) == {"Parkerad"}


def test_causes_and_answers_are_fields_with_the_contracts_values(watch: Path) -> None:
    changes = facts(watch, "tickets", FactKind.TICKET_CHANGE)
    values = changes.groupby("field")["value"].agg(lambda found: set(found.dropna()))
    assert "delivered" in values["rca"]
    assert values["answer"] == {"plan_and_price"}


def test_each_monitored_service_and_every_school_is_observed(watch: Path) -> None:
    observed = facts(watch, "monitoring", FactKind.OBSERVED)
    assert set(observed["service"]) == {"T2", "T3A", "T3B", "T3C", "T4"}
    assert observed.loc[observed["service"] == "T4", "unit"].nunique() == 140


def test_measures_are_those_the_indicators_name(watch: Path) -> None:
    named = {indicator.measure for indicator in example_contract().indicators if indicator.kind == "imported"}
    found = {
        measure
        for name in ("phone", "logins", "invoices", "satisfaction")
        for measure in facts(watch, name, FactKind.MEASUREMENT)["measure"]
    }
    assert found == named


def test_statements_are_about_indicators_and_services_of_the_contract(watch: Path) -> None:
    contract = example_contract()
    services = {indicator.id: set(indicator.services) for indicator in contract.indicators}
    stated = facts(watch, "statements", FactKind.STATEMENT)
    pairs = stated[["indicator", "service"]].drop_duplicates().itertuples(index=False)
    assert [pair for pair in pairs if pair.service not in services[pair.indicator]] == []
    assert (stated["numerator"] <= stated["denominator"]).all()
