"""The report as one page of HTML that needs nothing else: no script, no request, no other file."""

from dashboards.report import charts
from dashboards.report.build import build_report
from dashboards.report.page import page_environment, page_style, style_hash
from dashboards.wording import wording
from evaluator.core.follow_up.summary import FollowUp
from evaluator.results.published import PeriodResults

PACKAGE = "dashboards.report"
STYLE = (PACKAGE, "report.css")


def report_policy() -> str:
    """Return the content security policy of a report where it is served: its own style, and nothing else."""
    allowed = f"style-src 'sha256-{style_hash(page_style(STYLE))}'"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def render_html(
    results: PeriodResults, language: str, follow_up: FollowUp | None = None, *, shows_decision: bool = True
) -> str:
    """Return the report of `results` in `sv` or `en` as one self-contained page.

    The decision clock is the customer's own matter; with `shows_decision` off it is left out.

    All that comes from results and contract is escaped; the content security policy allows the page's
    own style, by its hash, and nothing else.
    """
    words, style = wording(language), page_style(STYLE)
    return (
        page_environment(PACKAGE)
        .get_template("report.html")
        .render(
            report=build_report(results, language, follow_up),
            shows_decision=shows_decision,
            text=words.text,
            plural=words.plural,
            style=style,
            style_hash=style_hash(style),
            charts=charts,
        )
    )
