"""A reconciliation as people and programs read it."""

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from dashboards.explanation.parts import Table
from dashboards.reconciliation.forms import render_page, render_rows
from dashboards.reconciliation.telling import tell_reconciliation
from dashboards.report import render_csv, render_html, render_json
from dashboards.report.context import Context, context_of
from dashboards.report.reconciled_document import reconciliation_document
from dashboards.report.reconciled_words import explanation_text, kinds_text
from dashboards.report.statements import build_statements
from dashboards.wording import wording
from evaluator.core.outcomes import Scope, Verdict
from evaluator.core.reconciliation.found import (
    DifferenceKind,
    Effect,
    Explanation,
    OutageDifference,
    ReconciledFigure,
    ReconciledSource,
    Reconciliation,
    TicketDifference,
)
from evaluator.results.published import ComparedStatement
from tests.dashboards.builders import OPERATION, make_results

HOSTILE = "<script>alert(1)</script>"
NOON = 1_791_100_800


def ticket(key: str, **changes: object) -> TicketDifference:
    made = TicketDifference(
        source="urgent",
        indicator="K05",
        service=OPERATION.service,
        ticket=key,
        kinds=(DifferenceKind.OTHER_TIME, DifferenceKind.OTHER_VERDICT),
        in_working_days=False,
        measured_used=9 * 3600,
        stated_used=7 * 3600,
        measured_ended_at=NOON + 7200,
        stated_ended_at=NOON,
        measured_missed=True,
        stated_missed=False,
        measured_priority="P2",
        stated_priority="P2",
        stated_service="",
        elsewhere="",
        explanation=Explanation.NONE,
        hours="",
        effect=Effect(Verdict.MET, -2, Decimal(-1000)),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # of the fields named


def outage(**changes: object) -> OutageDifference:
    made = OutageDifference(
        source="urgent",
        indicator="K05",
        service=OPERATION.service,
        unit="",
        kinds=(DifferenceKind.OTHER_START_OR_END,),
        measured_starts_at=NOON,
        measured_ends_at=NOON + 7200,
        stated_starts_at=NOON,
        stated_ends_at=NOON + 3600,
        stated_planned=True,
        measured_users=None,
        stated_users=None,
        effect=None,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # as above


FIGURE = ReconciledFigure(
    source="urgent",
    indicator="K05",
    service=OPERATION.service,
    subject="ticket",
    measured=98,
    stated=97,
    differing=3,
    explained=1,
    measured_value=Fraction(84, 98),
    stated_value=Fraction(91, 97),
    measured_verdict=Verdict.MISSED,
    stated_verdict=Verdict.MET,
    measured_points=2,
    stated_points=0,
    amount=Decimal(-1000),
)
FOUND = Reconciliation(
    sources=(ReconciledSource("urgent", Decimal(456_000), Decimal(455_000), 0),),
    figures=(FIGURE,),
    tickets=(
        ticket("INC1"),
        ticket("INC2", explanation=Explanation.FIRST_SOLUTION),
        ticket(
            HOSTILE,
            kinds=(DifferenceKind.ONLY_STATED, DifferenceKind.OTHER_MONTH),
            elsewhere="2026-09",
            measured_used=None,
            measured_ended_at=None,
            measured_missed=None,
            measured_priority="",
            effect=None,
        ),
    ),
    outages=(outage(), outage(measured_starts_at=None, measured_ends_at=None, stated_ends_at=None)),
)


def context(found: Reconciliation = FOUND, language: str = "en") -> Context:
    return context_of(make_results(reconciliation=found), wording(language))


def tables(found: Context, source: str = "", *, shows_all: bool = False) -> list[Table]:
    told = tell_reconciliation(found, source, shows_all=shows_all)
    return [part for part in told.parts if isinstance(part, Table)]


def sentences(found: Context, source: str = "", *, shows_all: bool = False) -> list[str]:
    told = tell_reconciliation(found, source, shows_all=shows_all)
    return [part.text for part in told.parts if not isinstance(part, Table) and hasattr(part, "text")]


def test_both_sides_stand_side_by_side_in_neutral_words() -> None:
    figures = tables(context(language="sv"))[0]
    assert figures.columns[2:4] == ("Leverantören uppger", "Mätningen visar")
    assert figures.rows[0][2:4] == ("93,8\xa0% ✓ Uppfylld, 0 poäng", "85,7\xa0% ✗ Under målnivå, 2 poäng")


def test_the_credits_of_the_month_are_told_both_ways() -> None:
    assert (
        "Measurement shows credits of SEK\xa0456,000; by urgent they would be SEK\xa0455,000 "
        "(SEK\xa0\u22121,000)." in sentences(context())
    )


def test_without_credits_no_money_is_told() -> None:
    plain = replace(FOUND, sources=(ReconciledSource("urgent", None, None, 0),))
    assert not [text for text in sentences(context(plain)) if "credits" in text]


def test_explained_tickets_are_hidden_until_all_are_asked_for() -> None:
    assert [row[0] for row in tables(context())[1].rows] == ["INC1", HOSTILE]
    assert "1 ticket more, which a rule explains: --all" in sentences(context())
    assert [row[0] for row in tables(context(), shows_all=True)[1].rows] == ["INC1", "INC2", HOSTILE]


def test_a_row_says_what_each_side_says_and_what_it_is_worth() -> None:
    row = tables(context())[1].rows[0]
    assert row[3:] == (
        "other time, other verdict",
        "7\xa0h, ended 2026-10-04 10:00, limit kept, P2",
        "9\xa0h, ended 2026-10-04 12:00, limit not kept, P2",
        "\u22122\xa0h",
        "not explained",
        "Met, \u22122 points, SEK\xa0\u22121,000",
    )


def test_an_outage_is_named_by_its_key_with_the_length_it_differs_by() -> None:
    first, second = tables(context())[2].rows
    assert first[0].startswith(f"{OPERATION.service}@2026-10-04T")
    assert first[4].endswith("planned")
    assert first[6] == "\u22121\xa0h"
    assert second[4].endswith("goes on, planned")


def test_only_the_lists_of_one_source_are_shown_when_it_is_named() -> None:
    assert sentences(context(), "other") == [
        "The supplier has delivered no list of tickets or outages for the month."
    ]


def test_where_nothing_differs_that_is_said() -> None:
    assert "No ticket and no outage differs." in sentences(context(replace(FOUND, tickets=(), outages=())))


def test_working_days_are_counted_in_days() -> None:
    late = ticket("INC9", in_working_days=True, measured_used=1, stated_used=3)
    row = tables(context(replace(FOUND, tickets=(late,))))[1].rows[0]
    assert row[6] == "2 working days"


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        ("always", "the list counts in other hours: around the clock"),
        ("Office", "the list counts in other hours: Office"),
    ],
)
def test_other_hours_are_named(hours: str, text: str) -> None:
    assert explanation_text(Explanation.OTHER_HOURS, hours, wording("en")) == text


def test_every_kind_of_difference_and_every_explanation_has_words() -> None:
    words = wording("sv")
    assert all(kinds_text([kind], "", words) for kind in DifferenceKind)
    assert all(explanation_text(one, "", words) for one in Explanation)


def test_the_page_escapes_what_a_list_says() -> None:
    page = render_page(tell_reconciliation(context(), "", shows_all=True), "en")
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page
    assert '<html lang="en">' in page


def test_csv_has_a_row_for_each_difference() -> None:
    text = render_rows(context(), "", shows_all=True).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["Row"] for row in rows] == ["ticket"] * 3 + ["outage"] * 2
    assert rows[1]["Explanation"].startswith("the list ends with the first solution")


def test_json_has_exact_values_and_every_difference() -> None:
    found = json.loads(json.dumps(reconciliation_document(context())))
    [figure] = found["figures"]
    assert figure["stated_value"] == {"numerator": 91, "denominator": 97}
    assert (figure["amount"], figure["measured_verdict"]) == ("-1000", "missed")
    assert found["tickets"][0]["effect"] == {"verdict": "met", "points": -2, "amount": "-1000"}
    assert found["tickets"][0]["stated_ended_at"].endswith("Z")
    assert [len(found["tickets"]), len(found["outages"])] == [3, 2]


def test_the_monthly_report_shows_what_no_rule_explains() -> None:
    results = make_results(reconciliation=FOUND)
    page = render_html(results, "en")
    assert 'id="reconciliation"' in page
    assert "INC1" in page
    assert "1 difference more: supplierwatch reconcile --period 2026-10 --all" in page
    assert len(json.loads(render_json(results, "en"))["reconciliation"]["tickets"]) == 3
    assert "a ticket that differs: other time, other verdict" in render_csv(results, "en")


def test_a_report_without_lists_has_no_such_section() -> None:
    assert 'id="reconciliation"' not in render_html(make_results(), "en")


def test_a_statement_of_one_service_beside_a_figure_of_all_says_so() -> None:
    statement = ComparedStatement("K05", Scope("T1"), Fraction(93, 100), Fraction(84, 98), together=True)
    results = make_results(statements=(statement,))
    [row] = build_statements(context_of(results, wording("en")))
    assert row.measured == "85.7% for all services together"
