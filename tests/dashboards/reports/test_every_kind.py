"""What holds of every kind of report, in both languages and editions."""

import json
import re
from itertools import product

import pytest

from collector.errors import NothingFound
from dashboards.document.forms import DocumentForm, render_document
from dashboards.document.model import Document, Edition, Section
from dashboards.reports.build import build_document
from dashboards.reports.kinds import ReportKind
from tests.dashboards.reports.reporting import built, earlier_results, make_sources

EVERY = list(product(ReportKind, ("sv", "en"), Edition))


def unit_of(kind: ReportKind) -> str | None:
    return "schools" if kind is ReportKind.UNIT else None


def made(kind: ReportKind, language: str, edition: Edition) -> Document:
    return build_document(kind, make_sources(earlier=earlier_results(5)), language, edition, unit_of(kind))


@pytest.mark.parametrize(("kind", "language", "edition"), EVERY)
def test_names_of_tables_sections_and_places_are_unique(
    kind: ReportKind, language: str, edition: Edition
) -> None:
    document = made(kind, language, edition)
    for names in (
        [table.name for table in document.tables()],
        [section.name for section in document.sections],
        [place.name for place in document.judgements()],
    ):
        assert len(names) == len(set(names))
        assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,31}", name) for name in names)


@pytest.mark.parametrize(("kind", "language", "edition"), EVERY)
def test_every_row_with_a_figure_leads_to_its_evidence(
    kind: ReportKind, language: str, edition: Edition
) -> None:
    for table in made(kind, language, edition).tables():
        for cells in table.rows:
            has_figure = any(isinstance(cell.value, int | float) for cell in cells)
            is_total = table.has_total and cells is table.rows[-1]
            traced = any(run.trace is not None for cell in cells for run in cell.runs)
            assert traced or not has_figure or is_total, (table.name, [cell.text for cell in cells])


@pytest.mark.parametrize(("kind", "language", "edition"), EVERY)
def test_rows_are_as_wide_as_their_headings(kind: ReportKind, language: str, edition: Edition) -> None:
    for table in made(kind, language, edition).tables():
        assert {len(cells) for cells in table.rows} <= {len(table.columns)}


@pytest.mark.parametrize("kind", ReportKind)
def test_the_public_edition_holds_no_confidential_section(kind: ReportKind) -> None:
    def sections(found: tuple[Section, ...]) -> list[Section]:
        return [inner for one in found for inner in (one, *sections(one.sections))]

    document = made(kind, "sv", Edition.PUBLIC)

    assert document.edition is Edition.PUBLIC
    assert not any(section.is_confidential for section in sections(document.sections))


@pytest.mark.parametrize("kind", ReportKind)
def test_equal_sources_give_equal_documents(kind: ReportKind) -> None:
    assert made(kind, "sv", Edition.CONFIDENTIAL) == made(kind, "sv", Edition.CONFIDENTIAL)


@pytest.mark.parametrize("kind", ReportKind)
def test_the_swedish_report_holds_no_english_message(kind: ReportKind) -> None:
    swedish, english = made(kind, "sv", Edition.PUBLIC), made(kind, "en", Edition.PUBLIC)

    assert swedish.title != english.title
    headings = {section.heading for section in english.sections}
    assert not headings & {section.heading for section in swedish.sections}


@pytest.mark.parametrize("kind", ReportKind)
def test_a_report_can_be_written_as_json(kind: ReportKind) -> None:
    content = render_document(made(kind, "sv", Edition.CONFIDENTIAL), DocumentForm.JSON)

    assert json.loads(content)["language"] == "sv"


def test_a_unit_report_needs_a_unit() -> None:
    with pytest.raises(ValueError, match="needs the unit"):
        built(ReportKind.UNIT)


def test_other_reports_are_of_no_unit() -> None:
    with pytest.raises(ValueError, match="of no unit"):
        built(ReportKind.SERVICE, unit="schools")


def test_an_unknown_unit_is_refused_with_those_that_come_close() -> None:
    with pytest.raises(NothingFound, match=r"no unit or segment 'skools'.*schools"):
        built(ReportKind.UNIT, unit="skools")
