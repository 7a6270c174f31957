"""Explanations as one page of HTML that needs nothing else: words, tables and pictures as SVG."""

from collections.abc import Sequence

from dashboards.explanation.drawings import WIDTH, Drawing, draw_shapes
from dashboards.explanation.parts import Explained, Heading, Part, Sentence, Table
from dashboards.report.html_form import STYLE
from dashboards.report.page import page_environment, page_style, style_hash
from dashboards.wording import Wording, wording

PACKAGE = "dashboards.explanation"


def render_explanation(told: Sequence[Explained], subject: str, language: str) -> str:
    """Return the explanations of `subject` in `sv` or `en` as one self-contained page.

    All that comes from sources, results and contract is escaped; the content security policy allows the
    page's own style, by its hash, and nothing else.
    """
    words = wording(language)
    style = page_style(STYLE, (PACKAGE, "explanation.css"))
    return (
        page_environment(PACKAGE)
        .get_template("explanation.html")
        .render(
            subject=subject,
            explanations=[(one.title, [_block(part, words) for part in one.parts]) for one in told],
            language=language,
            text=words.text,
            style=style,
            style_hash=style_hash(style),
            width=WIDTH,
        )
    )


def _block(part: Part, words: Wording) -> tuple[str, Sentence | Heading | Table | Drawing]:
    """A part with the name of what draws it."""
    match part:
        case Sentence():
            return ("command" if part.is_command else "sentence"), part
        case Heading():
            return "heading", part
        case Table():
            return "table", part
        case _:
            return "picture", draw_shapes(part, words)
