"""Pages as HTML: one template, all values escaped; and the one stylesheet of all pages."""

import hashlib
from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined

from dashboards.explanation.drawings import WIDTH
from dashboards.pages import charts as page_charts
from dashboards.pages.blocks import Page
from dashboards.pages.frame import Frame
from dashboards.report import charts
from dashboards.wording import wording

STYLES = ("report/report.css", "explanation/explanation.css", "pages.css")


@cache
def _environment() -> Environment:
    own = PackageLoader("dashboards.pages")
    shared = {
        "report": PackageLoader("dashboards.report"),
        "explanation": PackageLoader("dashboards.explanation"),
    }
    return Environment(
        loader=ChoiceLoader([own, PrefixLoader(shared)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def stylesheet() -> str:
    """Return the style of all pages."""
    return "".join(_environment().get_template(name).render() for name in STYLES)


@cache
def stylesheet_address() -> str:
    """Return where the style is served; another style has another address."""
    return f"/static/pages.css?v={hashlib.sha256(stylesheet().encode()).hexdigest()[:12]}"


def render_page(page: Page, frame: Frame) -> str:
    """Return `page` in `frame` as HTML."""
    words = wording(frame.language)
    return (
        _environment()
        .get_template("page.html")
        .render(
            page=page,
            frame=frame,
            text=words.text,
            charts=charts,
            history=page_charts,
            width=WIDTH,
            stylesheet=stylesheet_address(),
        )
    )
