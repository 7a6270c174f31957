"""The public notice in words."""

from datetime import date

from dashboards.document.model import Edition
from dashboards.reports.kinds import ReportKind
from dashboards.reports.sources import DecidedNotice
from evaluator.decisions.publishing import DecidedBreach, DecidedRating, NoticeRating
from tests.dashboards.reports.reporting import built, row, section_names, words_of

NOTICE = ReportKind.PUBLIC_NOTICE


def test_the_rule_is_printed_beside_what_it_gives() -> None:
    text = words_of(built(NOTICE, Edition.PUBLIC))

    assert "Regeln: God där varje bedömd period nådde målnivån" in text
    assert "Nära målnivån till och med 1, Behöver förbättras till och med 2, Otillräcklig däröver" in text


def test_what_is_counted_stands_apart_from_what_is_decided() -> None:
    cells = row(built(NOTICE), "assessment", "K05")

    assert cells[2:4] == ["11", "2"]
    assert cells[4] == "Nära målnivån"
    assert cells[5] == ""


def test_no_measured_figure_makes_a_breach() -> None:
    document = built(NOTICE)

    assert "Inget mätvärde blir ett avtalsbrott av sig självt." in words_of(document)
    assert {place.name: place.written for place in document.judgements()}["notice-breaches"] == ()


def test_everything_in_it_is_public() -> None:
    assert section_names(built(NOTICE, Edition.PUBLIC)) == section_names(built(NOTICE))


DECIDED = DecidedNotice(
    ratings=(
        DecidedRating(
            indicator="K05",
            rating=NoticeRating.GOOD,
            decided_by="Avtalsansvarig chef",
            day=date(2026, 11, 5),
            reason="Bristerna är <b>avhjälpta</b>.",
        ),
    ),
    breaches=(
        DecidedBreach(
            id="B1",
            requirement="Bilaga 4",
            description="Avbrott i två dygn.",
            first_day=date(2026, 10, 1),
            last_day=date(2026, 10, 3),
        ),
    ),
    content_hash="c" * 64,
)


def test_what_somebody_decided_stands_beside_what_the_rule_gives_with_who_when_and_why() -> None:
    document = built(NOTICE, Edition.PUBLIC, decided=DECIDED)

    assert row(document, "assessment", "K05")[4:] == ["Nära målnivån", "God"]
    assert row(document, "assessment", "K04")[5] == ""
    told = "K05: God, beslutat av Avtalsansvarig chef 2026-11-05. Bristerna är <b>avhjälpta</b>."
    assert told in words_of(document)


def test_a_decided_rating_leads_to_the_file_that_says_it() -> None:
    table = next(one for one in built(NOTICE, decided=DECIDED).tables() if one.name == "assessment")
    cells = next(cells for cells in table.rows if cells[0].text.startswith("K05"))

    trace = cells[5].runs[0].trace

    assert trace is not None
    assert (trace.query, trace.inputs) == ("publishing.yaml: ratings[K05]", "c" * 64)


def test_a_breach_that_people_decided_is_stated() -> None:
    text = words_of(built(NOTICE, Edition.PUBLIC, decided=DECIDED))

    assert "2026-10-01 till 2026-10-03, Bilaga 4: Avbrott i två dygn." in text
