"""Explanations as pages: commands become ways to other pages."""

from dashboards.explanation.parts import Explained, Heading, Sentence, Table
from dashboards.figure_keys import explain_command
from dashboards.pages.addresses import Addresses
from dashboards.pages.blocks import Grid, Paragraph
from dashboards.pages.evidence import build_evidence_page
from dashboards.wording import wording

ENGLISH = wording("en")


def test_a_heading_begins_a_section_and_what_stands_before_leads() -> None:
    told = Explained("Title", (Sentence("First."), Heading("Why"), Sentence("Because.")))
    page = build_evidence_page([told], "key", ENGLISH, Addresses())
    assert page.lead == (Paragraph("First."),)
    assert [one.heading for one in page.sections] == ["Why"]
    assert page.sections[0].blocks == (Paragraph("Because."),)


def test_a_command_becomes_the_way_to_what_it_explains() -> None:
    told = Explained(
        "Title",
        (
            Sentence(explain_command("2026-10/credit/T1"), is_command=True),
            Sentence(explain_command("INC 7"), is_command=True),
        ),
    )
    page = build_evidence_page([told], "key", ENGLISH, Addresses())
    shown = [one for one in page.lead if isinstance(one, Paragraph)]
    assert [one.address for one in shown] == ["/evidence/2026-10/credit/T1", "/tickets/INC%207"]


def test_the_tickets_of_a_table_lead_to_their_pages() -> None:
    told = Explained("Title", (Table("Tickets", ("Ticket", "Unit"), (("A-1", "School"),)),))
    [grid] = build_evidence_page([told], "key", ENGLISH, Addresses()).lead
    assert isinstance(grid, Grid)
    assert [cell.address for cell in grid.rows[0]] == ["/tickets/A-1", ""]


def test_several_explanations_stand_under_one_title() -> None:
    told = [Explained("One", (Sentence("1"),)), Explained("Two", (Sentence("2"),))]
    page = build_evidence_page(told, "key", ENGLISH, Addresses())
    assert page.title == "What stands behind key"
    assert [one.heading for one in page.sections] == ["One", "Two"]


def test_the_key_that_a_row_is_explained_by_leads_there() -> None:
    table = Table("Areas", ("Area", "Explained by"), (("School", "2026-10/score/school"),))
    [grid] = build_evidence_page([Explained("Title", (table,))], "key", ENGLISH, Addresses()).lead
    assert isinstance(grid, Grid)
    assert [cell.address for cell in grid.rows[0]] == ["", "/evidence/2026-10/score/school"]
