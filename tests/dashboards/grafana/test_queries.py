"""Every query of every dashboard runs against a migrated, filled PostgreSQL, and returns rows."""

import re
from typing import Any

import psycopg
import pytest

from dashboards.grafana.build import MAKERS, AskedQuery, queries
from dashboards.grafana.panels import Panel
from dashboards.grafana.queries import Sql
from dashboards.wording import wording
from tests.dashboards.grafana.filled import expand

Reader = psycopg.Connection[tuple[Any, ...]]

ASKED = [one for one in queries() if one.is_sql]


def name_of(asked: AskedQuery) -> str:
    return f"{asked.language}: {asked.place}"


def panels_of_the_store() -> list[Panel]:
    """Every panel whose queries are of the store."""
    every = [one for maker in MAKERS for one in maker(wording("sv")).contents if isinstance(one, Panel)]
    return [one for one in every if all(isinstance(query, Sql) for query in one.queries)]


def names_of(panel: Panel) -> set[str]:
    """Every column (of a series: metric) a panel names: in fields, options, transformations and links."""
    made = [one["options"] for one in panel.transformations]
    named = {one[key] for one in made for key in ("columnField", "rowField", "valueField")}
    if not made:
        named |= {one.name for one in panel.fields}
        named |= set(re.findall(r"\w+", str(panel.options.get("reduceOptions", {}).get("fields", ""))))
    if "xField" in panel.options:
        named.add(panel.options["xField"])
    texts = [panel.link, *(text for one in panel.fields for text in (one.link, one.heading))]
    return named | {name for text in texts for name in re.findall(r"__data\.fields\.(\w+)", text)}


@pytest.mark.parametrize("asked", ASKED, ids=name_of)
def test_a_query_returns_rows(asked: AskedQuery, reader: Reader) -> None:
    assert reader.execute(expand(asked.text).encode()).fetchall() != []


def test_both_languages_ask_the_same_places() -> None:
    count = {language: sum(one.language == language for one in ASKED) for language in ("sv", "en")}
    assert count["sv"] == count["en"] > 0


def test_a_query_with_another_macro_is_refused() -> None:
    with pytest.raises(AssertionError, match="may not use"):
        expand("SELECT 1 WHERE $__timeFilter(time)")


def test_a_variable_that_is_not_quoted_as_sql_is_refused() -> None:
    with pytest.raises(AssertionError, match="may not use"):
        expand("SELECT 1 WHERE service = '${service}'")


def test_a_value_with_a_quote_stays_one_value() -> None:
    assert expand("SELECT ${period:sqlstring}", period=("it's",)) == "SELECT 'it''s'"


def test_dashboards_read_only_the_views_made_for_reading() -> None:
    tables = {name for one in ASKED for name in re.findall(r"(?:FROM|JOIN)\s+([a-z_.]+)", one.text)}
    assert sorted(name for name in tables if "." in name and not name.startswith("reading.")) == []


@pytest.mark.parametrize("panel", panels_of_the_store(), ids=lambda panel: panel.title)
def test_every_column_a_panel_names_is_one_that_its_query_returns(panel: Panel, reader: Reader) -> None:
    missing = []
    for query in panel.queries:
        assert isinstance(query, Sql)
        cursor = reader.execute(expand(query.in_language("sv")).encode())
        columns = {one.name for one in cursor.description or ()}
        if query.is_series:
            assert columns == {"time", "metric", "value"}
            columns = {str(row[1]) for row in cursor.fetchall()}
        missing += sorted(names_of(panel) - columns)
    assert missing == []


def test_a_name_that_no_query_returns_would_be_found() -> None:
    stat, bars = (
        next(one for one in panels_of_the_store() if one.kind == kind) for kind in ("stat", "barchart")
    )
    matrix = next(one for one in panels_of_the_store() if one.transformations)
    assert {"days_left", "decision"} <= names_of(stat)
    assert {"age", "p1", "others"} <= names_of(bars)
    assert names_of(matrix) == {"measured", "period", "points"}


def test_variables_and_annotations_return_the_columns_that_grafana_reads(reader: Reader) -> None:
    expected = {
        "variable": {"__value", "__text"},
        "annotation": {"time", "timeend", "text", "tags"},
    }
    found = []
    for asked in ASKED:
        kind = asked.place.partition(": ")[2].partition(" ")[0]
        if kind in expected:
            cursor = reader.execute(expand(asked.text).encode())
            found.append((asked.place, {one.name for one in cursor.description or ()} == expected[kind]))
    assert [place for place, is_so in found if not is_so] == []
    assert len(found) > 20
