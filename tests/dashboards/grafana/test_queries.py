"""Every query of every dashboard runs against a migrated, filled PostgreSQL, and returns rows."""

import re
from collections.abc import Iterator
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


def test_every_column_a_table_shows_is_one_that_its_query_returns(reader: Reader) -> None:
    missing = []
    for panel in tables():
        [query] = panel.queries
        assert isinstance(query, Sql)
        columns = {
            one.name for one in reader.execute(expand(query.in_language("sv")).encode()).description or ()
        }
        missing += [(panel.title, one.name) for one in panel.fields if one.name not in columns]
    assert missing == []


def tables() -> Iterator[Panel]:
    """The tables whose columns are those of their query."""
    for maker in MAKERS:
        for panel in maker(wording("sv")).contents:
            if isinstance(panel, Panel) and panel.kind == "table" and not panel.transformations:
                yield panel
