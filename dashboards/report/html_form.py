"""The report as one page of HTML that needs nothing else: no script, no request, no other file."""

import base64
import hashlib
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dashboards.report import charts
from dashboards.report.build import build_report
from dashboards.wording import wording
from evaluator.results.published import PeriodResults


def render_html(results: PeriodResults, language: str) -> str:
    """Return the report of `results` in `sv` or `en` as one self-contained page.

    All that comes from results and contract is escaped; the content security policy allows the page's
    own style, by its hash, and nothing else.
    """
    words, style = wording(language), _style()
    return (
        _environment()
        .get_template("report.html")
        .render(
            report=build_report(results, language),
            text=words.text,
            plural=words.plural,
            style=style,
            style_hash=_hash(style),
            charts=charts,
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("dashboards.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def _style() -> Markup:
    return Markup(_environment().get_template("report.css").render())  # noqa: S704 - our own file, no values


def _hash(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
