"""What each page says, and where its figures lead."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from collector.entries import SourceEntry
from collector.mapping import read_mapping
from collector.store.database import open_database
from dashboards.viewers import Role
from supplierwatch.watched_sources import WatchedSource
from supplierwatch.web.app import build_app
from tests.collector.sources.helpers import instant
from tests.evaluator.october import evaluate
from tests.supplierwatch.asked_systems import MAPPING
from tests.supplierwatch.web.served import (
    NEAR,
    NOW,
    PROXY,
    Clock,
    app_of,
    as_role,
    client_of,
    hidden_terms,
    watch_of,
)

MANAGER = as_role(Role.CONTRACT_MANAGER)
EVERY_PAGE = [
    "/",
    "/?month=2026-10",
    "/indicators/P2",
    "/indicators/availability?month=2026-10",
    "/services/T3?month=2026-10",
    "/units?month=2026-10",
    "/units?month=2026-10&indicator=P2",
    "/units/S1?month=2026-10",
    "/evidence/2026-10/P2/T1",
    "/evidence/2026-10/availability/T3",
    "/evidence/2026-10/credit/T1",
    "/evidence/2026-10/score",
    "/tickets/A-2",
    "/reports",
    "/reports/2026-10",
    "/decision",
    "/health",
]


def text_of(page: str) -> str:
    """Return the words of a page, as a reader sees them."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def read(client: TestClient, path: str) -> str:
    """Return a page as the contract manager is shown it."""
    answer = client.get(path, headers=MANAGER)
    assert answer.status_code == 200, (path, answer.text[:300])
    return answer.text


@pytest.mark.parametrize("path", EVERY_PAGE)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_is_shown_in_the_language_asked_for(client: TestClient, path: str, language: str) -> None:
    joined = "&" if "?" in path else "?"
    page = read(client, f"{path}{joined}language={language}")
    assert f'<html lang="{language}">' in page
    assert page.count("<h1") == 1


def test_the_overview_begins_with_the_decision_clock(client: TestClient) -> None:
    page = read(client, "/?month=2026-10")
    assert page.index('id="decision"') < page.index('id="attention"') < page.index('id="verdicts"')


def test_the_overview_shows_the_verdict_of_each_indicator_as_sign_and_word(client: TestClient) -> None:
    text = text_of(read(client, "/?month=2026-10"))
    assert "P2 P2 Servicedesk at least 90%" in text
    assert "✗ Below target" in text


def test_every_value_of_the_overview_leads_to_its_evidence(client: TestClient) -> None:
    page = read(client, "/?month=2026-10")
    keys = re.findall(r'href="/evidence/([^"?]+)', page)
    assert {"2026-10/P2/T1", "2026-10/availability/T3", "2026-10/credit/T1", "2026-10/score"} <= set(keys)
    assert {client.get(f"/evidence/{key}", headers=MANAGER).status_code for key in set(keys)} == {200}


def test_all_links_of_all_pages_lead_somewhere(client: TestClient) -> None:
    links = {
        unescape(link) for path in EVERY_PAGE for link in re.findall(r'href="(/[^"]*)"', read(client, path))
    }
    answers = {link: client.get(link, headers=MANAGER).status_code for link in sorted(links)}
    assert {link: status for link, status in answers.items() if status != 200} == {}


def test_the_page_of_an_indicator_has_its_history_as_a_chart_and_in_words(client: TestClient) -> None:
    page = read(client, "/indicators/P2?month=2026-10")
    assert '<svg class="history" role="img"' in page
    assert "Target: at least 90%" in text_of(page)
    assert "October 2026" in text_of(page)


def test_the_page_of_an_indicator_names_its_worst_tickets(client: TestClient) -> None:
    page = read(client, "/indicators/P2?month=2026-10")
    assert page.index("/tickets/A-2") < page.index("/tickets/A-1")


def test_the_page_of_a_service_shows_its_outage_on_a_line_of_time(client: TestClient) -> None:
    page = read(client, "/services/T3?month=2026-10")
    assert '<rect class="box down"' in page
    assert '<rect class="box maintenance"' in page
    assert "/evidence/T3@2026-10-10T08%3A00%3A00Z" in page


def test_the_outage_has_a_page_of_its_own(client: TestClient) -> None:
    text = text_of(read(client, "/evidence/T3@2026-10-10T08%3A00%3A00Z"))
    assert "2026-10-10 10:00" in text


def test_units_of_too_few_cases_are_not_told(client: TestClient) -> None:
    text = text_of(read(client, "/units?month=2026-10&indicator=P2"))
    assert "Kontoret too few too few fewer than 2" in text


def test_units_are_ordered_by_what_can_be_told_the_worst_first(client: TestClient) -> None:
    page = read(client, "/units?month=2026-10")
    table = page[page.index('id="units"') :]
    assert table.index("Skolan") < table.index("Kontoret")


def test_the_page_of_a_ticket_is_its_line_of_time(client: TestClient) -> None:
    page = read(client, "/tickets/A-2")
    assert 'class="picture" role="img"' in page
    assert "A-2" in text_of(page)


def test_the_list_of_reports_says_which_months_are_sealed_and_with_which_hash(client: TestClient) -> None:
    text = text_of(read(client, "/reports"))
    assert re.search(r"October 2026 sealed \S.* [0-9a-f]{12} 0 ", text)
    assert "November 2026 not sealed" in text


def test_the_report_itself_is_the_sealed_one_and_brings_its_own_policy(client: TestClient) -> None:
    answer = client.get("/reports/2026-10?form=html", headers=MANAGER)
    assert "sealed" in text_of(answer.text)
    assert "style-src 'sha256-" in answer.headers["content-security-policy"]


def test_the_decision_names_the_term_and_the_ledger(client: TestClient) -> None:
    text = text_of(read(client, "/decision"))
    assert "The contract ends on 31 December 2027" in text
    assert "What became of calculated credits" in text


def test_data_health_names_every_source_and_job(client: TestClient) -> None:
    text = text_of(read(client, "/health?month=2026-10"))
    assert "How well each source was heard" in text
    assert re.search(r"\bevaluate\b", text)
    # No delivery is expected of any source.
    assert "Deliveries" not in text


def test_data_health_counts_the_deliveries_that_did_not_come(read_only_folder: Path) -> None:
    expected = {"since": "2026-09-01", "by_working_day": 5, "at": "12:00"}
    entry = SourceEntry.model_validate(
        {"name": "phone", "files": ["phone.csv"], "mapping": "phone.yaml", "expected": expected}
    )
    watch = watch_of(read_only_folder, PROXY)
    expecting = replace(watch, sources=(WatchedSource(entry, read_mapping(MAPPING)),))
    app = build_app(lambda: expecting, {}, Clock(instant("2026-11-20T12:00:00+01:00")))
    with client_of(app, ("192.0.2.3", 40_000)) as opened:
        text = text_of(read(opened, "/health?month=2026-10"))
    # Each day is a working day of this contract: September's was due on 5 October, October's on 5 November.
    assert "phone ! needs care 2 0 2026-10-05 12:00 never" in text


@pytest.mark.parametrize(
    "path",
    [
        "/indicators/none",
        "/services/none",
        "/units/none",
        "/tickets/none",
        "/evidence/none",
        "/evidence/2026-10/none",
        "/evidence/T3@nonsense",
        "/evidence/T3@2026-10-05T08:00:00Z",
        "/reports/2020-01",
        "/reports/nonsense",
        "/?month=2020-01",
        "/?month=2026-13",
        "/evidence/" + "x" * 400,
    ],
)
def test_what_is_not_there_is_a_plain_page_and_not_an_error(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=MANAGER)
    assert answer.status_code == 404
    assert "<h1>" in answer.text


def test_an_empty_store_says_what_to_do_next(sqlite_template: Path, tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(sqlite_template.read_bytes())
    with client_of(app_of(tmp_path, {}), NEAR) as client:
        text = text_of(client.get("/?language=en").text)
    assert "No month has results yet" in text
    assert "supplierwatch evaluate" in text


def test_a_month_chosen_and_a_language_chosen_stay_chosen(client: TestClient) -> None:
    page = read(client, "/?month=2026-10&language=sv")
    navigation = page[page.index("<nav") : page.index("</nav>")]
    ways = [unescape(way) for way in re.findall(r'href="(/[^"]*)"', navigation)]
    assert ways
    assert all("month=2026-10" in way and "language=sv" in way for way in ways)


def test_figures_of_a_month_that_is_replaced_are_not_kept(two_months: Path, tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(two_months.read_bytes())
    with client_of(app_of(tmp_path, {}), NEAR) as client:
        before = client.get("/reports").text
        with (
            open_database(f"sqlite:///{tmp_path / 'store.db'}") as database,
            database.writing() as connection,
        ):
            connection.exec_driver_sql("UPDATE seal SET sealed_by = 'somebody else'")
        after = client.get("/reports").text
    assert "somebody else" not in before
    assert "somebody else" in after


def test_a_month_that_runs_is_said_to_and_leads_to_the_last_one_that_is_over(
    two_months: Path, tmp_path: Path
) -> None:
    (tmp_path / "store.db").write_bytes(two_months.read_bytes())
    with open_database(f"sqlite:///{tmp_path / 'store.db'}") as database:
        evaluate(database, "2026-12", now=NOW, versions=hidden_terms())
    with client_of(app_of(tmp_path, {}), NEAR) as client:
        overview, decision = client.get("/?language=en").text, client.get("/decision?language=en").text
        finished = client.get("/?month=2026-11&language=en").text
    way = '<a href="/?month=2026-11&amp;language=en">The last month that is over: November 2026</a>'
    assert way in overview
    assert "The month is not over." in text_of(overview)
    assert "The month is not over." in text_of(decision)
    assert "not over" not in finished
    assert "The last month that is over" not in finished


@pytest.mark.parametrize("path", ["/?month=2026-10&language=en", "/decision?language=en"])
def test_the_decision_clock_counts_from_today_whatever_month_is_shown(
    read_only_folder: Path, path: str
) -> None:
    clock = Clock(NOW)
    with client_of(app_of(read_only_folder, {}, clock=clock), NEAR) as client:
        before = days_left(client.get(path).text)
        clock.now += 10 * 86_400
        assert days_left(client.get(path).text) == before - 10


def days_left(page: str) -> int:
    """Return what the decision clock of a page says."""
    found = re.search(r'class="count"><strong>([0-9,]+)</strong>', page)
    assert found is not None
    return int(found[1].replace(",", ""))
