"""The structure of the page: self-contained, navigable, readable by assistive technology."""

import base64
import hashlib
import itertools
import re
import time
from collections import Counter
from dataclasses import replace

import pytest

from dashboards.report import render_html
from dashboards.wording import LANGUAGES
from dashboards.wording.terms import VERDICT_SYMBOLS
from tests.dashboards.builders import make_contract, make_results, outage, ticket
from tests.dashboards.report.page import Element, read_page


@pytest.fixture(scope="module", params=LANGUAGES)
def html(request: pytest.FixtureRequest) -> str:
    language: str = request.param
    return render_html(make_results(), language)


@pytest.fixture(scope="module")
def page(html: str) -> Element:
    return read_page(html)


def test_the_page_names_its_language(page: Element) -> None:
    assert page.all("html")[0].attributes["lang"] in LANGUAGES


def test_every_table_has_a_caption_and_headers_with_a_scope(page: Element) -> None:
    for table in page.all("table"):
        assert table.children[0].tag == "caption"
        assert table.children[0].text
        headers = table.all("th")
        assert headers
        assert all(header.attributes.get("scope") in {"col", "row"} for header in headers)


def test_every_row_has_as_many_cells_as_its_table_has_headings(page: Element) -> None:
    for table in page.all("table"):
        headings = len(table.all("thead")[0].all("th"))
        assert {len(row.all("th", "td")) for row in table.all("tbody")[0].all("tr")} <= {headings}


def test_every_wide_table_scrolls_in_a_region_of_its_own_with_a_name(page: Element) -> None:
    regions = [one for one in page.all("div") if one.attributes.get("class") == "scroll"]
    ids = {one.attributes.get("id") for one in page.every()}
    assert regions
    for region in regions:
        assert region.attributes["role"] == "region"
        assert region.attributes["tabindex"] == "0"
        assert region.attributes["aria-labelledby"] in ids


def test_every_picture_has_a_title_that_names_it(page: Element) -> None:
    pictures = page.all("svg", "img")
    assert pictures
    for picture in pictures:
        assert picture.attributes["role"] == "img"
        assert picture.children[0].tag == "title"
        assert picture.children[0].text
        assert picture.children[0].attributes["id"] in picture.attributes["aria-labelledby"].split()


def test_headings_go_down_one_level_at_a_time_from_a_single_first(page: Element) -> None:
    levels = [int(heading.tag[1]) for heading in page.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_the_page_has_landmarks_and_a_way_past_the_head(page: Element) -> None:
    assert [len(page.all(tag)) for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    first_link = page.all("a")[0]
    assert first_link.attributes["href"] == "#main"
    assert page.all("main")[0].attributes["id"] == "main"


def test_every_id_is_given_once(page: Element) -> None:
    ids = Counter(one.attributes["id"] for one in page.every() if "id" in one.attributes)
    assert [name for name, times in ids.items() if times > 1] == []


def test_every_link_stays_within_the_page_and_leads_somewhere(page: Element) -> None:
    ids = {one.attributes.get("id") for one in page.every()}
    for link in page.all("a"):
        assert link.attributes["href"].removeprefix("#") in ids, link.attributes["href"]
        assert link.attributes["href"].startswith("#")
        assert link.text


def test_nothing_is_asked_of_any_other_place(html: str, page: Element) -> None:
    assert re.findall(r"https?://|//[a-z]|url\(|@import", html) == []
    assert page.all("script", "link", "iframe", "object", "img") == []
    assert not any(name in one.attributes for one in page.every() for name in ("src", "style", "onclick"))


def test_the_security_policy_allows_the_pages_own_style_alone(page: Element) -> None:
    style = page.all("style")[0]
    digest = base64.b64encode(hashlib.sha256("".join(style.texts).encode()).digest()).decode()
    policy = next(one for one in page.all("meta") if "http-equiv" in one.attributes).attributes["content"]
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_a_verdict_is_a_sign_and_a_word_not_a_colour_alone(page: Element) -> None:
    badges = [one for one in page.all("span") if one.attributes.get("class", "").startswith("badge")]
    assert badges
    assert all(badge.text[0] in VERDICT_SYMBOLS.values() and len(badge.text) > 2 for badge in badges)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_results_give_the_same_bytes(language: str) -> None:
    assert render_html(make_results(), language) == render_html(make_results(), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_month_with_nothing_known_still_gives_a_whole_page(language: str) -> None:
    empty = replace(
        make_results(contract=make_contract(credits=None, scorecard=None)),
        outcomes=(),
        history=(),
        credits=(),
        credit_history=(),
        score=None,
        tickets=(),
        outages=(),
        statements=(),
        health=(),
        exclusions=(),
    )
    page = read_page(render_html(empty, language))
    ids = {one.attributes.get("id") for one in page.every()}
    assert all(link.attributes["href"].removeprefix("#") in ids for link in page.all("a"))


def test_thousands_of_rows_of_evidence_are_cut_short_in_the_page() -> None:
    many = make_results(
        tickets=tuple(ticket(f"INC{number:05}", used=30_000 + number) for number in range(5_000)),
        outages=tuple(outage(counted=number) for number in range(2_000)),
    )
    started = time.perf_counter()
    html = render_html(many, "en")
    print(f"5,000 tickets and 2,000 outages in {time.perf_counter() - started:.2f} s")  # noqa: T201 - a figure
    assert "and 4,975 more tickets" in html
    assert "and 1,975 more outages" in html
    assert html.count("<tr") < 200
