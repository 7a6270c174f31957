"""The page of HTML: self-contained, accessible, and nothing in it is read as markup."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.document.html_form import document_policy, render_html_document
from dashboards.document.model import Edition, public_edition
from tests.dashboards.document.examples import HOSTILE, saying, whole

CHROMIUM = Path("/usr/bin/chromium")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def page() -> str:
    return render_html_document(whole(rows=3))


def test_it_needs_nothing_else(page: str) -> None:
    assert "<script" not in page
    addresses = re.findall(r"(?:src|href)=\"([^\"]*)\"", page)
    assert {one[:1] if one.startswith("#") else one.split(",")[0] for one in addresses} == {
        "#",
        "https://example.org/a",
        "data:image/svg+xml;base64",
    }


def test_its_policy_allows_its_own_style_by_hash_and_pictures_in_it(page: str) -> None:
    allowed = re.search(r"'sha256-[^']+'", document_policy())
    assert allowed is not None
    assert allowed.group() in page
    assert "default-src 'none'" in page


def test_tables_have_captions_and_headings_of_rows_and_columns(page: str) -> None:
    assert "<caption>Servicenivåer</caption>" in page
    assert page.count('<th scope="col"') == 5 + 6
    assert '<th scope="row">K00 drifttillgänglighet</th>' in page


def test_each_number_of_a_note_leads_to_its_row(page: str) -> None:
    linked = set(re.findall(r'href="#note-(\d+)"', page))
    assert linked == {"1", "2", "3", "4"} == set(re.findall(r'id="note-(\d+)"', page))


def test_set_apart_paragraphs_are_named_by_a_word(page: str) -> None:
    for manner, word in (("measured", "Mätning"), ("judged", "Bedömning"), ("assumed", "Antagande")):
        assert f'<div class="apart {manner}"><p class="word">{word}</p>' in page


def test_markup_in_a_text_stays_text(page: str) -> None:
    assert "<script>" not in page
    assert HOSTILE in unescape(page)


@settings(max_examples=50)
@given(st.text(st.sampled_from("<>&\"'={}%#/ab"), min_size=1, max_size=30))
def test_no_text_whatever_is_read_as_markup(text: str) -> None:
    page = render_html_document(saying(f"a{text}z"))
    plain = render_html_document(saying("az"))
    assert re.findall(r"<(\w+)", page) == re.findall(r"<(\w+)", plain)


def test_the_public_edition_has_nothing_of_the_confidential_one() -> None:
    page = render_html_document(public_edition(whole(rows=1)))
    assert "Ekonomisk" not in page
    assert "Konfidentiell" not in page
    assert "20261109" not in page


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip("Debian's chromium is not installed")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM))
        yield browser
        browser.close()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_it_breaks_no_rule_of_wcag_2_2_aa(browser: Any, tmp_path: Path, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # noqa: PLC0415 - it has no types

    path = tmp_path / "page.html"
    path.write_text(render_html_document(whole(edition=Edition.CONFIDENTIAL, rows=3)))
    # axe is a script of ours in the page, which the page's own policy rightly forbids
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    shown = context.new_page()
    shown.goto(path.as_uri())
    result = Axe().run(shown, options={"runOnly": RULES})
    wide = shown.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert [(one["id"], one["nodes"][0]["html"]) for one in result.response["violations"]] == []
    assert result.response["passes"]
    assert wide <= width
