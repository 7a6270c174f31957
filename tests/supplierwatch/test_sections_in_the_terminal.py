"""Sections of a document in the terminal."""

import pytest

from dashboards.document.model import (
    Cell,
    Column,
    Entries,
    Judgement,
    Manner,
    Paragraph,
    Picture,
    Points,
    Section,
    Table,
    runs,
)
from dashboards.wording import wording
from supplierwatch.cli.sections import print_sections


def printed(capsys: pytest.CaptureFixture[str], *sections: Section) -> list[str]:
    print_sections(sections, wording("en"))
    return [line.strip() for line in capsys.readouterr().out.splitlines() if line.strip()]


def test_every_kind_of_block_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    blocks = (
        Paragraph(runs("A sentence.")),
        Paragraph(runs("Costs are missing."), Manner.INCOMPLETE),
        Points((runs("first"), runs("second")), is_numbered=True),
        Points((runs("third"),)),
        Picture("<svg/>", "Caption.", "What it shows."),
        Entries((("Term", runs("said of it")),)),
        Judgement("why", "Write why.", ("Because.",)),
    )
    inner = Section("inner", "Inner", (Paragraph(runs("Deeper.")),))
    assert printed(capsys, Section("one", "Heading", blocks, (inner,))) == [
        "Heading",
        "A sentence.",
        "Incomplete basis: Costs are missing.",
        "1. first",
        "2. second",
        "- third",
        "[Caption. What it shows.]",
        "Term: said of it",
        "Write why.",
        "Because.",
        "Inner",
        "Deeper.",
    ]


def test_a_table_shows_caption_headings_cells_and_note(capsys: pytest.CaptureFixture[str]) -> None:
    columns = (Column("Need"), Column("Voices", is_number=True))
    table = Table("t", "Who was heard", columns, ((Cell(runs("N1")), Cell(runs("4"), 4)),), "A note.")
    lines = printed(capsys, Section("one", "Heading", (table,)))
    assert (lines[1], lines[-1]) == ("Who was heard", "A note.")
    assert any("N1" in line and "4" in line for line in lines)


def test_markup_and_control_characters_in_a_file_stay_text(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, Section("one", "[bold]x\x1b[31m", ()))
    assert lines == ["[bold]x\N{REPLACEMENT CHARACTER}[31m"]
