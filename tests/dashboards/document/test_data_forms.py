"""JSON and CSV: the whole structure, and the tables, for programs."""

import csv
import io
import json
from dataclasses import replace

import pytest

from dashboards.document.csv_form import render_csv_document
from dashboards.document.forms import MEDIA_TYPES, DocumentForm, render_document
from dashboards.document.json_form import render_json_document
from dashboards.document.model import Cell, Column, Document, Section, runs
from tests.dashboards.document.examples import COST, MEASURED, levels, table_document, whole


def lines(document: Document) -> list[list[str]]:
    return list(csv.reader(io.StringIO(render_csv_document(document).removeprefix("\ufeff")), delimiter=";"))


def test_json_has_every_section_block_and_note() -> None:
    told = json.loads(render_json_document(whole(rows=2)))
    assert [section["name"] for section in told["sections"]] == ["proposal", "summary", "matter", "economy"]
    assert [block["kind"] for block in told["sections"][1]["blocks"]].count("judgement") == 2
    assert told["notes"][0] == {
        "number": 1,
        "origin": "result",
        "query": MEASURED.query,
        "inputs": MEASURED.inputs,
        "period": "2026-10",
        "evaluation": 118,
        "restatement": 1,
        "told": MEASURED.told,
    }
    measured = told["sections"][1]["blocks"][1]
    assert measured["manner"] == "measured"
    assert measured["runs"][1] == {"text": "21 av 24", "is_strong": True, "note": 1, "address": ""}


def test_csv_has_each_table_with_its_name_its_headings_and_the_notes_of_a_row() -> None:
    found = lines(whole(rows=1))
    assert found[0] == ["levels", "Servicenivåer"]
    assert found[1][-1] == "Noter"
    assert found[2][:4] == ["K00 drifttillgänglighet", "0.997", "1250000", "2026-01-01"]
    assert found[2][-1] == "1, 3"
    assert [line[0] for line in found if line][4] == "notes"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1"])
def test_csv_has_no_text_that_a_spreadsheet_computes(text: str) -> None:
    document = table_document((Cell(runs(text)),), columns=(Column("A"),))
    assert lines(document)[2][0] == f"'{text}"


def with_data() -> Document:
    """A document whose first section is data only; its figure is the document's note 1."""
    data = Section("data", "Data", (replace(levels(1), name="data"),), is_data=True)
    document = whole(rows=1)
    return replace(document, sections=(data, *document.sections))


def test_a_section_of_data_stands_in_the_forms_for_programs_only() -> None:
    document = with_data()
    for form in (DocumentForm.JSON, DocumentForm.CSV):
        assert "data" in render_document(document, form).decode()
    assert 'id="data"' not in render_document(document, DocumentForm.HTML).decode()


def test_notes_have_the_same_numbers_in_every_form() -> None:
    only_data = replace(
        with_data(), sections=(with_data().sections[0], whole(rows=1).sections[1], whole().sections[3])
    )
    told = json.loads(render_json_document(only_data))
    numbers = {note["query"]: note["number"] for note in told["notes"]}
    page = render_document(only_data, DocumentForm.HTML).decode()
    # The note of the data is left out of the page, and the others keep their numbers.
    assert numbers[COST.query] == 2
    assert 'id="note-2"' not in page
    assert 'id="note-1"' in page
    assert 'id="note-3"' in page


@pytest.mark.parametrize("form", list(DocumentForm))
def test_every_form_is_written_by_one_call_and_has_a_media_type(form: DocumentForm) -> None:
    document = whole("en", rows=2)
    assert render_document(document, form) == render_document(document, form)
    assert "/" in MEDIA_TYPES[form]
