"""What the report says of a seal and of a restatement."""

import json

import pytest

from dashboards.report import render_html, render_json
from evaluator.results.published import Seal, SealDifference
from tests.dashboards.builders import KNOWN_AT, make_results

SEAL = Seal(
    number=3,
    period="2026-10",
    restatement=0,
    evaluation=7,
    sealed_at=KNOWN_AT,
    sealed_by="Avtalsförvaltaren",
    reason="",
    content_hash="1a2b3c4d5e6f" + "0" * 52,
    previous="",
    record_hash="f" * 64,
)
RESTATED = Seal(
    **{
        **vars(SEAL),
        "restatement": 2,
        "reason": "ett ärende kom <sent>",
        "differences": (
            SealDifference("service_credit", "T3/after_exclusions", "amount_minor", "100000", "200000"),
            SealDifference("service_credit", "T3/as_measured", "amount_minor", "7", "8"),
            SealDifference("ticket_evidence", "K05/INC0009", "missed", None, "1"),
            SealDifference("outcome", "K05/T3/schools/school-01/after_exclusions", "numerator", "1", "2"),
            SealDifference("score", "", "low", "82", "81"),
        ),
    }
)


def test_a_month_that_is_not_sealed_says_so() -> None:
    page = render_html(make_results(), "sv")
    assert "inte fastställd: siffrorna kan ännu ändras" in page
    assert 'id="restatement"' not in page
    assert json.loads(render_json(make_results(), "sv"))["seal"] is None


def test_a_sealed_month_shows_when_by_whom_and_the_first_digits_of_the_hash() -> None:
    page = render_html(make_results(seal=SEAL), "sv")
    assert "Fastställd 2026-11-09 06:00 av Avtalsförvaltaren, sigill 1a2b3c4d5e6f" in page
    assert 'id="restatement"' not in page


@pytest.mark.parametrize(("language", "title"), [("sv", "Rättelse nr 2"), ("en", "Restatement no. 2")])
def test_a_restatement_shows_its_number_reason_and_what_changed(language: str, title: str) -> None:
    page = render_html(make_results(seal=RESTATED), language)
    assert f"{title}</h2>" in page
    assert "ett ärende kom &lt;sent&gt;" in page
    assert "K05/INC0009" in page


def test_of_a_restatement_small_groups_and_other_views_are_not_told() -> None:
    told = json.loads(render_json(make_results(seal=RESTATED), "sv"))["seal"]
    assert told["restatement"] == 2
    assert [(one["part"], one["subject"]) for one in told["differences"]] == [
        ("service_credit", "T3/after_exclusions"),
        ("ticket_evidence", "K05/INC0009"),
        ("score", ""),
    ]
    assert told["differences"][0]["after"] == "200000"


def test_more_changes_than_people_read_are_counted() -> None:
    many = tuple(
        SealDifference("ticket_evidence", f"K05/INC{number:04}", "missed", "0", "1") for number in range(42)
    )
    page = render_html(make_results(seal=Seal(**{**vars(RESTATED), "differences": many})), "sv")
    assert "och 2 ändringar till" in page
