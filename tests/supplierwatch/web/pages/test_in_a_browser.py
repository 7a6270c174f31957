"""The pages in a real Chromium: accessible, by keyboard, on a phone, in print, without any script."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGES = [
    "/?month=2026-10&language=en",
    "/indicators/P2?month=2026-10&language=sv",
    "/services/T3?month=2026-10",
    "/units?month=2026-10&indicator=P2",
    "/units/S1?month=2026-10",
    "/evidence/2026-10/P2/T1",
    "/evidence/T3@2026-10-10T08:00:00Z",
    "/tickets/A-2",
    "/reports",
    "/reports/2026-10",
    "/reports/2026-10?form=html",
    "/decision",
    "/health",
    "/indicators/none",
]

WHERE = "(one => [one.tagName, one.closest('header, main, footer')?.tagName])(document.activeElement)"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's chromium is not installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_a_rule_of_wcag_2_2_aa(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    # axe is a script of ours in the page, which the page's own policy rightly forbids
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,
    )
    page, found = context.new_page(), {}
    for path in PAGES:
        page.goto(address + path)
        result = Axe().run(page, options={"runOnly": RULES})
        found[path] = [(one["id"], one["nodes"][0]["html"]) for one in result.response["violations"]]
        assert result.response["passes"], path
    context.close()
    assert {path: broken for path, broken in found.items() if broken} == {}


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_scrolls_inside_tables_and_never_the_page(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(address + path)
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert width <= 390


def test_the_first_key_leads_past_the_navigation_to_the_content(page: Page, address: str) -> None:
    page.goto(address + PAGES[0])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_tab_key_goes_through_the_page_in_reading_order(page: Page, address: str) -> None:
    page.goto(address + PAGES[0])
    tops = []
    for _ in range(30):
        page.keyboard.press("Tab")
        tops.append(page.evaluate(WHERE))
    places = [place for _, place in tops if place is not None]
    assert places == sorted(places, key=["HEADER", "MAIN", "FOOTER"].index)
    assert {"A", "SELECT", "BUTTON"} <= {tag for tag, _ in tops}


def test_what_has_the_focus_is_seen_to_have_it(page: Page, address: str) -> None:
    page.goto(address + PAGES[0])
    for _ in range(3):
        page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_a_month_is_chosen_by_keyboard_alone_and_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/?language=en")
    page.locator("#month").focus()
    page.locator("#month").select_option("2026-10")
    page.get_by_role("button", name="Show").press("Enter")
    page.wait_for_url("**month=2026-10**")
    heading = page.locator("h1").inner_text()
    context.close()
    assert "October 2026" in heading


def test_the_other_language_is_one_click_away_and_shows_the_same_page(page: Page, address: str) -> None:
    page.goto(address + "/indicators/P2?month=2026-10&language=en")
    page.get_by_role("link", name="Svenska").click()
    assert page.locator("html").get_attribute("lang") == "sv"
    assert "/indicators/P2" in page.url
    assert "oktober 2026" in page.locator("h1").inner_text()


def test_pages_load_without_one_complaint_of_the_browser(page: Page, address: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    for path in PAGES[:-1]:
        page.goto(address + path)
    assert complaints == []


def test_the_style_is_applied(page: Page, address: str) -> None:
    page.goto(address + PAGES[0])
    assert page.evaluate("getComputedStyle(document.querySelector('.clock')).display") == "flex"


def test_in_print_the_navigation_is_gone_and_the_tables_are_whole(page: Page, address: str) -> None:
    page.goto(address + PAGES[0])
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert not page.locator("select").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.scroll')).overflowX") == "visible"
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_verdict_is_told_by_sign_and_word_and_not_by_colour_alone(page: Page, address: str) -> None:
    page.goto(address + PAGES[0])
    badges = page.locator("main .badge").all_inner_texts()
    assert badges
    assert all(len(text.split()) >= 2 for text in badges)


def test_targets_are_24_pixels_high_or_stand_in_a_sentence(page: Page, address: str) -> None:
    page.goto(address + PAGES[0])
    heights = page.evaluate(
        "[...document.querySelectorAll('header a, header button, header select, td a, th a')]"
        ".map(one => one.getBoundingClientRect()).filter(box => box.width > 0).map(box => box.height)"
    )
    assert min(heights) >= 24
