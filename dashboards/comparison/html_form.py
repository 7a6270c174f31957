"""Comparisons as one page of HTML that needs nothing else."""

from dashboards.explanation.parts import Explained, Heading, Sentence, Table
from dashboards.report.html_form import STYLE
from dashboards.report.page import page_environment, page_style, style_hash
from dashboards.wording import wording

PACKAGE = "dashboards.comparison"


def render_comparison(told: Explained, command: str, language: str) -> str:
    """Return what was told in `sv` or `en` as one self-contained page; `command` makes it anew.

    All that comes from files is escaped; the content security policy allows the page's own style, by its
    hash, and nothing else.
    """
    words = wording(language)
    style = page_style(STYLE, ("dashboards.explanation", "explanation.css"))
    kinds: dict[type, str] = {Sentence: "sentence", Heading: "heading", Table: "table"}
    return (
        page_environment(PACKAGE)
        .get_template("comparison.html")
        .render(
            title=told.title,
            parts=[(kinds[type(part)], part) for part in told.parts],
            command=command,
            language=language,
            text=words.text,
            style=style,
            style_hash=style_hash(style),
        )
    )
