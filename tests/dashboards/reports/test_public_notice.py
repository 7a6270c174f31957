"""The public notice in words."""

from dashboards.document.model import Edition
from dashboards.reports.kinds import ReportKind
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
