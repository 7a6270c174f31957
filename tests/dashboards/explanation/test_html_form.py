"""The page of an explanation: one file, readable by all, in which nothing from outside runs."""

import base64
import hashlib
import re

import pytest

from dashboards.explanation.html_form import render_explanation
from dashboards.explanation.parts import Explained, Heading, Sentence, Table
from dashboards.explanation.pictures import Lane, Look, Marker, Sign, Stretch, Timeline
from tests.dashboards.builders import ZONE, make_results, ticket
from tests.dashboards.explanation.telling import explained, facts_of
from tests.dashboards.report.page import read_page

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}'


def hostile() -> Explained:
    picture = Timeline(
        title=HOSTILE,
        description=HOSTILE,
        starts_at=0,
        ends_at=3600,
        zone=ZONE,
        lanes=(Lane(HOSTILE, (Stretch(0, 3600, Look.RUNS, HOSTILE),), (Marker(60, Sign.DUE, HOSTILE),)),),
        meanings=((Look.RUNS, HOSTILE),),
        open_hours=((0, 60),),
        open_label=HOSTILE,
    )
    table = Table(HOSTILE, (HOSTILE, HOSTILE), ((HOSTILE, HOSTILE),))
    return Explained(
        HOSTILE, (Sentence(HOSTILE), Sentence(HOSTILE, is_command=True), Heading(HOSTILE), table, picture)
    )


def test_hostile_text_stays_text() -> None:
    html = render_explanation([hostile()], HOSTILE, "sv")
    page = read_page(html)
    assert "<script" not in html
    assert page.all("script", "img", "link", "iframe") == []
    assert not any(name.startswith("on") for one in page.every() for name in one.attributes)
    assert HOSTILE in page.text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_needs_nothing_else_and_allows_only_its_own_style(language: str) -> None:
    html = render_explanation([hostile()], "A", language)
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in html
    assert " style=" not in html
    assert not re.search(r"(?:src|href)=\"(?!#)", html)


def test_each_picture_has_a_title_and_a_description_and_each_id_is_its_own() -> None:
    behind = (ticket("A"), ticket("B", used=3600))
    told = explained("2026-10/K05/T3", facts_of(make_results(), tickets=behind))
    html = render_explanation([told, told], "2026-10/K05", "en")
    pictures = re.findall(r'<svg class="picture" role="img" aria-labelledby="(\S+) (\S+)"', html)
    assert len(pictures) == 2
    for title, description in pictures:
        assert f'<title id="{title}">' in html
        assert f'<desc id="{description}">' in html
    identifiers = re.findall(r' id="([^"]+)"', html)
    assert len(identifiers) == len(set(identifiers))


def test_every_pattern_that_is_used_is_there_or_needs_none() -> None:
    html = render_explanation([hostile()], "A", "en")
    drawn = set(re.findall(r'id="pattern-(\w+)"', html))
    assert {look.value for look in Look if look.value.startswith("waits")} <= drawn
    assert {"held", "maintenance", "degraded", "unknown"} <= drawn
