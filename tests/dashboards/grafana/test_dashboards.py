"""The dashboards' JSON: as committed, as Grafana's own schema has it, and with a way to the evidence."""

import copy
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from dashboards.grafana.audiences import Audience
from dashboards.grafana.build import MAKERS, build_dashboards, dashboard_text
from dashboards.grafana.files import committed_folder, write_dashboards
from dashboards.grafana.queries import POSTGRESQL, PROMETHEUS
from dashboards.wording import LANGUAGES

BUILT = {(language, name): one for language in LANGUAGES for name, one in build_dashboards(language).items()}
EVERY = {
    (audience.value, language, name): one
    for audience in Audience
    for language in LANGUAGES
    for name, one in build_dashboards(language, audience=audience).items()
}
SCHEMA = Path(__file__).parent / "schema" / "dashboard.json"
FIGURES = {"table", "stat", "timeseries", "state-timeline", "bargauge", "barchart"}

every_dashboard = pytest.mark.parametrize("built", EVERY.values(), ids=["-".join(key) for key in EVERY])


@pytest.fixture(scope="module")
def schema() -> Draft7Validator:
    """Grafana's schema; the target of an annotation may be a query, as NOTICE beside it says."""
    found = json.loads(SCHEMA.read_text(encoding="utf-8"))
    found["definitions"]["AnnotationTarget"]["additionalProperties"] = True
    return Draft7Validator(found)


def test_there_are_seven_dashboards_in_two_languages() -> None:
    assert len(MAKERS) == 7
    assert len(BUILT) == 14


def test_the_committed_files_are_what_the_code_builds() -> None:
    folder = committed_folder().parent
    committed = {
        path.relative_to(folder).with_suffix("").parts: path.read_text(encoding="utf-8")
        for path in folder.rglob("*.json")
    }
    built = {key: dashboard_text(one) for key, one in EVERY.items()}
    assert committed == built, "run: python -m dashboards.grafana"


@every_dashboard
def test_a_dashboard_is_one_by_the_schema_of_grafana(built: dict[str, Any], schema: Draft7Validator) -> None:
    found = [f"{list(error.absolute_path)}: {error.message[:200]}" for error in schema.iter_errors(built)]
    assert found == []


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ((), "titel"),
        (("panels", 0), "fieldconfig"),
        (("templating", "list", 0), "includeall"),
        (("time",), "since"),
    ],
)
def test_a_misspelt_key_is_refused(path: tuple[str | int, ...], name: str, schema: Draft7Validator) -> None:
    broken: Any = copy.deepcopy(BUILT["en", "overview"])
    place = broken
    for step in path:
        place = place[step]
    place[name] = "x"
    assert not schema.is_valid(broken)


def test_a_wrong_type_is_refused(schema: Draft7Validator) -> None:
    assert not schema.is_valid(BUILT["en", "overview"] | {"schemaVersion": "42"})


def test_identifiers_are_those_people_have_linked_to() -> None:
    names = ("overview", "service-levels", "tickets", "scorecard", "segments", "decision", "health")
    expected = {f"supplierwatch-{name}-{language}" for name in names for language in LANGUAGES}
    assert {one["uid"] for one in BUILT.values()} == expected
    assert all(len(uid) <= 40 for uid in expected)


@every_dashboard
def test_panels_have_numbers_of_their_own_and_do_not_overlap(built: dict[str, Any]) -> None:
    taken: set[tuple[int, int]] = set()
    for panel in built["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        assert place["x"] + place["w"] <= 24
        taken |= cells
    numbers = [panel["id"] for panel in built["panels"]]
    assert len(set(numbers)) == len(numbers)


@every_dashboard
def test_every_figure_leads_to_a_page_of_evidence(built: dict[str, Any]) -> None:
    without = [
        panel["title"] for panel in built["panels"] if panel["type"] in FIGURES and not links_of(panel)
    ]
    assert without == []


@every_dashboard
def test_links_lead_to_the_built_in_pages_and_nowhere_else(built: dict[str, Any]) -> None:
    paths = r"(|evidence/.+|indicators/.+|units/.+|reports|reports/.+|decision|health)"
    pages = re.compile(r"\$\{address\}/" + paths)
    found = [link for panel in built["panels"] for link in links_of(panel)]
    assert [link for link in found if not pages.fullmatch(link)] == []


@every_dashboard
def test_only_the_two_data_sources_are_read(built: dict[str, Any]) -> None:
    used = [target["datasource"] for panel in built["panels"] for target in panel.get("targets", ())]
    assert [one for one in used if one not in (POSTGRESQL, PROMETHEUS)] == []


@every_dashboard
def test_the_address_of_pages_stands_in_links_only(built: dict[str, Any]) -> None:
    texts = [
        target.get("rawSql", target.get("expr"))
        for panel in built["panels"]
        for target in panel.get("targets", ())
    ]
    assert [text for text in texts if "address" in text] == []


@pytest.mark.parametrize("audience", ["unit", "supplier"])
def test_units_and_the_supplier_get_all_dashboards_but_the_customers_decision(audience: str) -> None:
    found = {name for key, language, name in EVERY if (key, language) == (audience, "sv")}
    assert found == {name for _, name in BUILT} - {"decision"}


@pytest.mark.parametrize("audience", ["unit", "supplier"])
def test_no_dashboard_of_another_audience_names_the_metrics_or_the_decision_clock(audience: str) -> None:
    texts = [dashboard_text(one) for (key, *_), one in EVERY.items() if key == audience]
    assert texts != []
    assert [text for text in texts if PROMETHEUS["uid"] in text or "reading.decision_date" in text] == []


@pytest.mark.parametrize("audience", ["unit", "supplier"])
def test_panels_that_fell_away_leave_no_gap_and_no_heading_over_nothing(audience: str) -> None:
    for panels in (one["panels"] for (key, *_), one in EVERY.items() if key == audience):
        places = [panel["gridPos"] for panel in panels]
        filled = {place["y"] for place in places if place["x"] + place["w"] == 24}
        assert filled == {place["y"] for place in places}
        kinds = [*(panel["type"] for panel in panels), "row"]
        assert ("row", "row") not in pairwise(kinds)


def test_the_overview_begins_with_the_decision_clock() -> None:
    first = BUILT["sv", "overview"]["panels"][0]
    assert (first["title"], first["gridPos"]["x"], first["gridPos"]["y"]) == ("Beslutsklocka", 0, 0)


def test_the_overview_is_called_lagesbild() -> None:
    assert BUILT["sv", "overview"]["title"] == "1 Lägesbild"


def test_variables_are_contract_period_service_and_segment() -> None:
    names = {one["name"] for built in BUILT.values() for one in built["templating"]["list"]}
    assert names == {"contract", "period", "service", "segment", "address"}


def test_written_dashboards_lead_to_the_pages_of_the_watch(tmp_path: Path) -> None:
    written = write_dashboards(tmp_path, "https://watch.example.se")
    address = json.loads((tmp_path / "sv" / "overview.json").read_text(encoding="utf-8"))["templating"][
        "list"
    ][-1]
    assert len(written) == 14
    assert len(write_dashboards(tmp_path / "unit", audience=Audience.UNIT)) == 12
    assert (address["name"], address["query"]) == ("address", "https://watch.example.se")


def links_of(panel: dict[str, Any]) -> list[str]:
    """The addresses of a panel's data links."""
    config = panel.get("fieldConfig", {"defaults": {}, "overrides": []})
    own = config["defaults"].get("links", [])
    fields = [
        link
        for override in config["overrides"]
        for one in override["properties"]
        if one["id"] == "links"
        for link in one["value"]
    ]
    return [link["url"] for link in [*own, *fields]]
