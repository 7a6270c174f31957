"""Documents for tests: one with everything in it, and small ones."""

from dashboards.document.drawing import Drawing
from dashboards.document.model import (
    Cell,
    Column,
    Document,
    Edition,
    Entries,
    Judgement,
    Manner,
    Origin,
    Paragraph,
    Picture,
    Points,
    Run,
    Section,
    Table,
    Trace,
    runs,
)
from dashboards.document.traces import figure, file_trace, published_trace, simulation_trace

MEASURED = Trace(
    Origin.RESULT,
    "supplierwatch explain 2026-10/K05/T2",
    "a3f1" * 16,
    "2026-10",
    118,
    1,
    "E-post, oktober 2026",
)
COST = file_trace("alternatives.yaml", "alternatives[2].costs.transition", "b2" * 32, "Övergångskostnad")
SIMULATED = simulation_trace("supplierwatch alternatives", 20261109, "c4" * 32)
PUBLISHED = published_trace("Konkurrensverket, statistik 2024, tabell 12")

HOSTILE = "#pagebreak() *b* $x$ @ref <label> \\n `raw` // c /* d */ {{ x }} <script>alert(1)</script> &amp;"


def drawn() -> str:
    """A small picture."""
    drawing = Drawing(420, 160)
    drawing.line((30, 140), (410, 140))
    drawing.path([(30, 120), (120, 60), (210, 90), (300, 40), (400, 30)], "#1f5a8c")
    drawing.text((30, 155), "2024")
    return drawing.svg()


def levels(rows: int = 60) -> Table:
    """A table with numbers and a total."""
    columns = (
        Column("Nyckeltal"),
        Column("Utfall", is_number=True),
        Column("Vite", is_number=True),
        Column("Från"),
        Column("Anmärkning", share=2),
    )
    told = tuple(
        (
            Cell(runs(f"K{number:02d} drifttillgänglighet")),
            Cell((figure("99,7\u00a0%", MEASURED),), 0.997),
            Cell((figure("1\u00a0250\u00a0000\u00a0kr", COST),), 1250000),
            Cell(runs("2026-01-01"), "2026-01-01"),
            Cell(runs(HOSTILE)),
        )
        for number in range(rows)
    )
    total = (
        Cell(runs("Summa")),
        Cell(),
        Cell(runs("75\u00a0000\u00a0000\u00a0kr"), 75000000),
        Cell(),
        Cell(),
    )
    return Table(
        "levels", "Servicenivåer", columns, (*told, total), "Underlag saknas för juli.", has_total=True
    )


def summary() -> Section:
    """Paragraphs in every manner, and places for judgements."""
    return Section(
        "summary",
        "Sammanfattning",
        (
            Paragraph(runs("Avtalet löper till och med 2027-12-31."), Manner.LEAD),
            Paragraph(
                runs("Nivån nåddes i ", Run("21 av 24", is_strong=True, trace=MEASURED), " månader."),
                Manner.MEASURED,
            ),
            Paragraph(runs("Leverantören har blivit bättre."), Manner.JUDGED),
            Paragraph(runs("Kostnad för egen drift saknas."), Manner.INCOMPLETE),
            Paragraph(runs("Överprövning antas i ", figure("7\u00a0%", PUBLISHED), "."), Manner.ASSUMED),
            Judgement("summary-empty", "Bedöm leverantörens åtgärder"),
            Judgement("summary-written", "Bedöm annat", ("Förvaltningen anser detta.", "Andra stycket.")),
        ),
    )


def whole(language: str = "sv", edition: Edition = Edition.CONFIDENTIAL, rows: int = 60) -> Document:
    """A document with every kind of block."""
    proposal = Points(
        (runs("Nämnden godkänner tjänsteutlåtandet."), runs("Beslutet justeras.")), is_numbered=True
    )
    matter = (
        Entries((("Avtal", runs("Dnr 2012/0144")), ("Option", (figure("2026-12-31", COST),)))),
        Points((runs("punkt ett"), runs("med ", Run("länk", address="https://example.org/a")))),
        Paragraph(runs("En not."), Manner.NOTE),
    )
    secret = (
        Paragraph(runs("Kostnaden blir ", figure("12,5 mnkr", SIMULATED), ".")),
        Picture(drawn(), "Utveckling 2024-2026", "En linje som stiger från 2024."),
    )
    return Document(
        language,
        "Tjänsteutlåtande",
        "Svar på remiss om it-service",
        "Underlag till nämnden",
        (("Dnr", "2026/0815"), ("Datum", "2026-11-09")),
        (Paragraph(runs("Kostnader saknas för två alternativ."), Manner.INCOMPLETE),),
        (
            Section("proposal", "Förslag till beslut", (proposal,)),
            summary(),
            Section("matter", "Ärendet", matter, (Section("levels", "Servicenivåer", (levels(rows),)),)),
            Section("economy", "Ekonomisk analys", secret, is_confidential=True),
        ),
        edition,
        "2026-11-09",
        "Exempelstaden",
    )


def saying(text: str) -> Document:
    """A document that says `text` in every place that takes text."""
    table = Table(
        "one", text, (Column(text), Column(text, is_number=True)), ((Cell(runs(text)), Cell(runs(text))),)
    )
    blocks = (
        Paragraph(runs(text, Run(text, is_strong=True, trace=Trace(Origin.FILE, text, text, told=text)))),
        Points((runs(text),)),
        table,
        Entries(((text, runs(text)),)),
        Judgement("place", text),
        Judgement("filled", text, (text,)),
    )
    stamp = Paragraph(runs(text), Manner.INCOMPLETE)
    section = Section("one", text, blocks)
    return Document("en", text, text, text, ((text, text),), (stamp,), (section,), footer=text)


def table_document(*rows: tuple[Cell, ...], columns: tuple[Column, ...], name: str = "one") -> Document:
    """A document of one table."""
    section = Section("one", "One", (Table(name, "Caption", columns, rows),))
    return Document("sv", "Kind", "Title", sections=(section,))
