"""Text from outside is text: it runs neither in a browser nor in a spreadsheet."""

import csv
import io
import json

import pytest

from dashboards.report import render_csv, render_html, render_json
from dashboards.report.csv_columns import defuse
from evaluator.results.published import PeriodResults, SourceHealth
from tests.dashboards.builders import KNOWN_AT, exclusion, make_results, outage, ticket
from tests.dashboards.report.page import read_page

SCRIPT = "<script>alert(1)</script>"
BREAKOUT = '"><img src=x onerror=alert(1)>'
TEMPLATE = "{{ 7 * 7 }}{% raw %}"
FORMULA = '=HYPERLINK("https://example.org";"x")'


def hostile_results() -> PeriodResults:
    return make_results(
        tickets=(ticket(SCRIPT, unit=BREAKOUT, priority=TEMPLATE, left_out_by=BREAKOUT), ticket(FORMULA)),
        outages=(outage(unit=SCRIPT, state=BREAKOUT),),
        exclusions=(
            exclusion(
                "E9",
                reason=BREAKOUT,
                evidence=TEMPLATE,
                tickets=[SCRIPT],
                decision="disputed",
                decided_by=SCRIPT,
                decided_on="2026-11-05",
                decision_reason=BREAKOUT,
            ),
        ),
        health=(SourceHealth(SCRIPT, KNOWN_AT, BREAKOUT, TEMPLATE, 1, 1, 1, (SCRIPT, "{0}")),),
    )


def test_hostile_text_stays_text_in_the_page() -> None:
    html = render_html(hostile_results(), "sv")
    page = read_page(html)
    assert page.all("script", "img") == []
    assert "<script" not in html
    assert not any(name.startswith("on") for one in page.every() for name in one.attributes)
    assert SCRIPT in page.text
    assert BREAKOUT in page.text
    assert TEMPLATE in page.text


def test_an_id_made_of_hostile_text_is_no_more_than_an_id() -> None:
    page = read_page(render_html(hostile_results(), "sv"))
    source = page.by_id("health").all("tbody")[0].children[0]
    assert source.attributes["id"].replace("_", "").replace("-", "").isalnum()


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_defused(start: str) -> None:
    assert defuse(f"{start}1+1") == f"'{start}1+1"


def test_a_negative_number_of_ours_stays_a_number() -> None:
    assert (defuse(-72_000), defuse(0), defuse(None), defuse("a=b")) == ("-72000", "0", "", "a=b")


def test_hostile_keys_are_defused_in_the_whole_file() -> None:
    text = render_csv(hostile_results(), "sv").removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    keys = [row["Ärende"] for row in rows if row["Ärende"]]
    assert keys == [SCRIPT, f"'{FORMULA}"]


def test_hostile_text_comes_back_from_json_as_it_was() -> None:
    found = json.loads(render_json(hostile_results(), "en"))
    assert [one["ticket"] for one in found["tickets"]] == [SCRIPT, FORMULA]
