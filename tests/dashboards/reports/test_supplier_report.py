"""The supplier's report: the same facts, and room to comment."""

from datetime import date

from dashboards.reports.kinds import ReportKind
from tests.dashboards.reports.reporting import built, section_names, words_of

SUPPLIER = ReportKind.SUPPLIER


def test_the_supplier_sees_neither_the_decision_nor_what_the_city_plans_to_claim() -> None:
    names = section_names(built(SUPPLIER))

    assert not {"decision-clock", "ledger", "plans", "deviations", "deliveries", "score"} & set(names)
    assert {"levels", "credits", "exclusions", "comments"} <= set(names)


def test_every_judged_indicator_has_a_place_for_a_comment() -> None:
    places = [place.name for place in built(SUPPLIER).judgements()]

    assert places[0] == "comment"
    assert places[1:] == [
        "comment-K03",
        "comment-K04",
        "comment-K05",
        "comment-K09b",
        "comment-K10",
        "comment-K12",
        "comment-K13",
    ]


def test_the_comment_period_is_fourteen_calendar_days_from_when_it_was_sent() -> None:
    text = words_of(built(SUPPLIER, sent_on=date(2026, 11, 10)))

    assert "inom 14 kalenderdagar, till och med den 24 november 2026" in text
    assert "prövas frågan en nivå över avtalsförvaltaren" in text


def test_without_a_day_of_sending_it_runs_from_today() -> None:
    assert "till och med den 23 november 2026" in words_of(built(SUPPLIER))


def test_a_comment_is_kept_when_the_report_is_made_again() -> None:
    document = built(SUPPLIER, written={"comment-K05": ("Vi saknade tillträde till skolan.",)})

    kept = {place.name: place.written for place in document.judgements()}
    assert kept["comment-K05"] == ("Vi saknade tillträde till skolan.",)
    assert kept["comment-K03"] == ()
