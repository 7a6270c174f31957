"""A real Grafana, where one is named: dashboards are pushed, and each is opened in Chromium.

GRAFANA_URL and GRAFANA_TOKEN name it. Its data sources `supplierwatch-postgresql` and
`supplierwatch-prometheus`
lead to a filled store and a Prometheus that scrapes it, as `deploy/compose.yaml` provides them.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dashboards.grafana.build import MAKERS
from dashboards.wording import LANGUAGES
from supplierwatch.grafana import Grafana
from supplierwatch.grafana_push import push

if TYPE_CHECKING:
    from playwright.sync_api import Page

ADDRESS, TOKEN = os.environ.get("GRAFANA_URL", "").rstrip("/"), os.environ.get("GRAFANA_TOKEN", "")
CHROMIUM = Path("/usr/bin/chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (ADDRESS and TOKEN), reason="no Grafana is named: set GRAFANA_URL and GRAFANA_TOKEN to run this"
    ),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's chromium is not installed"),
]


@pytest.fixture(scope="module")
def pushed() -> dict[str, tuple[str, ...]]:
    """The paths of the dashboards, pushed to the Grafana that is named, by language."""
    grafana = Grafana(ADDRESS, TOKEN, 30)
    return {one: push(grafana, [], one, "http://127.0.0.1:8080").dashboards for one in LANGUAGES}


@pytest.fixture(scope="module")
def page() -> Iterator["Page"]:
    """A page of Chromium that asks Grafana with the token."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where a Grafana is named

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM))
        opened = browser.new_page(
            viewport={"width": 1600, "height": 6000}, extra_http_headers={"Authorization": f"Bearer {TOKEN}"}
        )
        yield opened
        browser.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", range(len(MAKERS)))
def test_a_dashboard_shows_no_error_and_no_panel_without_data(
    place: int, language: str, pushed: dict[str, tuple[str, ...]], page: "Page"
) -> None:
    page.goto(f"{ADDRESS}/{pushed[language][place].lstrip('/')}?kiosk", wait_until="networkidle")
    page.wait_for_selector("[data-testid^='data-testid Panel header']", timeout=30_000)
    wrong = page.locator("[data-testid='data-testid Panel status error'], [aria-label='Panel status error']")
    empty = page.get_by_text("No data", exact=True)
    assert (wrong.count(), empty.count()) == (0, 0)
