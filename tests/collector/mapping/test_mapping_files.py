"""Mapping files: what they may say, and how a mistake in one is told."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from collector.entries import SourceEntry, SourcesFile
from collector.errors import ProblemsFound
from collector.mapping import EventLogMapping, mapping_hash, mapping_schema, read_mapping
from collector.mapping.time_formats import exchanged_day_and_month

LOG: dict[str, Any] = {"type": "event_log", "columns": {"ticket": "number", "at": "time", "status": "state"}}
FIGURES: dict[str, Any] = {
    "type": "measurements",
    "columns": {"value": "share", "month": "month"},
    "constants": {"service": "T1", "measure": "satisfaction"},
    "time_zone": "Europe/Stockholm",
}
STATES: dict[str, Any] = {
    "type": "samples",
    "columns": {"at": "time", "state": "status", "service": "host"},
    "states": {"ok": "up"},
    "records": "changes_only",
}


def problems(content: object) -> str:
    with pytest.raises(ProblemsFound) as found:
        read_mapping(content, "mappings/tickets.yaml")
    return str(found.value)


def test_an_unknown_key_in_a_mapping_is_named_with_its_place() -> None:
    text = problems({**LOG, "columns": {**LOG["columns"], "tikcet": "number"}})
    assert text.startswith("mappings/tickets.yaml: columns.tikcet: this key is not known")


def test_all_problems_of_a_mapping_are_told_at_once() -> None:
    text = problems({**LOG, "time_zone": "Europe/Stokholm", "encoding": "rot13", "dialect": "excel"})
    assert len(text.splitlines()) == 3


def test_an_unknown_type_names_those_there_are() -> None:
    assert "event_log" in problems({"type": "spreadsheet"})


def test_a_file_without_keys_is_refused() -> None:
    assert "mappings/tickets.yaml" in problems([])


def test_a_number_where_text_belongs_is_to_be_put_in_quotes() -> None:
    text = problems({**LOG, "constants": {"service": 7}})
    assert "7 is not text here" in text
    assert "quotes" in text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"time_format": "%d/%m %H:%M"}, "names no year"),
        ({"time_format": "%Q"}, "%Q is not supported"),
        ({"time_format": []}, "list is empty"),
        (
            {"constants": {"segment": "schools"}},
            "segment is not known here; allowed: kind, service, unit, priority",
        ),
        ({"values": {"team": {"A": "B"}}, "unlisted": "keep"}, "team is not known here"),
        ({"values": {"unit": {"A": "B"}}}, "say what happens to a word that `values` does not list"),
        ({"values": {"unit": {"A": "B"}}, "unlisted": "drop"}, "'keep' or 'quarantine'"),
        ({"earliest": "1989-12-31"}, "1989-12-31 to 2099-12-31 is no span of days within 1990-01-01"),
        ({"latest": "2100-01-01"}, "within 1990-01-01 to 2099-12-31"),
        ({"earliest": "2026-02-01", "latest": "2026-01-31"}, "2026-02-01 to 2026-01-31 is no span"),
        ({"fields": {"priority": "prio"}}, "name priority under `columns`"),
        ({"persons": ["owner"]}, "owner is not in `fields`"),
        ({"columns": {"ticket": "number", "at": "time"}}, "name `status`"),
        ({"columns": {"ticket": "number", "at": "time", "field": "what"}}, "needs both `field` and `value`"),
        ({"columns": {"ticket": "n", "at": "t", "field": "f", "value": "v"}}, "name every field here"),
        ({"statuses": {"Lost": "unmapped"}}, "statuses.Lost"),
        ({"columns": {**LOG["columns"], "unit": "site"}, "constants": {"unit": "U1"}}, "keep one"),
    ],
)
def test_a_log_of_events_that_contradicts_itself_is_refused(change: dict[str, Any], told: str) -> None:
    assert told in problems({**LOG, **change})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"columns": {"month": "month"}}, "give either `value`"),
        ({"columns": {"numerator": "n", "month": "month"}}, "give either `value`"),
        (
            {"columns": {"numerator": "n", "denominator": "d", "value": "v", "month": "m"}},
            "give either `value`",
        ),
        ({"columns": {"value": "share"}}, "give one period"),
        ({"columns": {"value": "share", "from_at": "from"}}, "give one period"),
        ({"columns": {"value": "share", "day": "day", "month": "month"}}, "give one period"),
        ({"time_zone": None}, "a day or month needs the zone"),
        ({"constants": {"measure": "satisfaction"}}, "service: name its column"),
        ({"constants": {"service": "T1"}}, "measure: name its column"),
    ],
)
def test_figures_without_value_period_or_scope_are_refused(change: dict[str, Any], told: str) -> None:
    assert told in problems({**FIGURES, **change})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"records": "all"}, "max_gap: needed with `records: all`"),
        ({"max_gap": 60}, "max_gap: needed with `records: all`"),
        ({"states": {}}, "states"),
        ({"columns": {"at": "time", "state": "status"}}, "service: name its column"),
        ({"columns": STATES["columns"] | {"speaks_for": "seconds"}}, "speaks_for: needs `records: all`"),
    ],
)
def test_samples_say_how_long_a_record_speaks(change: dict[str, Any], told: str) -> None:
    assert told in problems({**STATES, **change})


def test_a_table_of_tickets_names_the_opening() -> None:
    table = {
        "type": "ticket_table",
        "columns": {"ticket": "number"},
        "events": {"closed": {"column": "closed", "state": "closed"}},
    }
    assert "`opened` is missing" in problems(table)


def test_a_current_status_needs_the_time_since_it_holds() -> None:
    table = {
        "type": "ticket_table",
        "columns": {"ticket": "number", "status": "state"},
        "events": {"opened": {"column": "opened", "state": "active"}},
    }
    assert "`status` needs `updated_at`" in problems(table)


def test_statements_name_their_indicator() -> None:
    content = {**FIGURES, "type": "statements", "constants": {"service": "T1"}}
    assert "indicator: name its column" in problems(content)


def test_the_hash_of_a_mapping_changes_with_its_meaning_only() -> None:
    same = {**LOG, "delimiter": ","}
    assert mapping_hash(read_mapping(LOG)) == mapping_hash(read_mapping(same))
    assert mapping_hash(read_mapping(LOG)) != mapping_hash(read_mapping({**LOG, "delimiter": ";"}))


def test_only_columns_the_mapping_names_are_read() -> None:
    content = {**LOG, "fields": {"team": "group"}, "order_within_second": {"column": "row"}}
    mapping = read_mapping(content)
    assert isinstance(mapping, EventLogMapping)
    assert mapping.source_columns() == ("number", "state", "time", "group", "row")


def test_the_schema_of_mapping_files_accepts_a_mapping_and_refuses_a_wrong_one() -> None:
    validator = Draft202012Validator(mapping_schema())
    assert validator.is_valid(LOG)
    assert not validator.is_valid({**LOG, "colour": "red"})


def test_the_schema_asks_for_a_rule_for_unlisted_words_where_values_are_given() -> None:
    validator = Draft202012Validator(mapping_schema())
    listed = {**LOG, "values": {"priority": {"1": "P1"}}}
    assert not validator.is_valid(listed)
    assert validator.is_valid({**listed, "unlisted": "quarantine"})


@pytest.mark.parametrize(
    ("written", "exchanged"),
    [
        ("%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"),
        ("%m-%d-%y", "%d-%m-%y"),
        ("%Y-%m-%d", None),
        ("%d %B %Y", None),
        ("iso", None),
    ],
)
def test_only_formats_that_start_with_day_or_month_leave_their_order_in_doubt(
    written: str, exchanged: str | None
) -> None:
    assert exchanged_day_and_month(written) == exchanged


def test_a_sources_file_names_each_source_once() -> None:
    entry = {"name": "tickets", "files": ["*.csv"], "mapping": "tickets.yaml"}
    with pytest.raises(ValueError, match="stands more than once"):
        SourcesFile.model_validate({"sources": [entry, entry]})


@pytest.mark.parametrize(
    "path", ["../secret.yaml", "/etc/passwd", "a/../../b.yaml", "C:\\x.yaml", "..\\x.yaml"]
)
def test_a_mapping_outside_its_folder_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="leaves the folder"):
        SourceEntry.model_validate({"name": "tickets", "files": ["*.csv"], "mapping": path})


def test_a_sources_file_lists_files_mapping_and_system() -> None:
    entry = {"name": "feed", "files": ["in/*.csv"], "mapping": "tickets.yaml", "system": "servicenow"}
    assert SourcesFile.model_validate({"sources": [entry]}).sources[0].system == "servicenow"


def test_a_maintenance_window_concerns_a_service() -> None:
    content = {"type": "maintenance", "columns": {"window": "id", "starts_at": "from", "ends_at": "to"}}
    assert "service: name its column" in problems(content)
