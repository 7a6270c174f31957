"""Keeping sums of points apart, where amounts that are confidential could be worked out of them."""

from dashboards.deciding.alternatives.findings import AlternativesFindings
from dashboards.deciding.alternatives.naming import is_hidden
from dashboards.document.model import Block, Paragraph, Run, Section
from dashboards.wording import Wording


def hides_sums(findings: AlternativesFindings) -> bool:
    """Return whether sums of points are for the confidential annex alone.

    The points of every other criterion are public, so a sum that cost is part of tells the points of cost.
    """
    is_stated = findings.costs is not None
    return is_stated and any(is_hidden(findings, one) for one in findings.terms.criteria)


def apart(
    findings: AlternativesFindings, name: str, words: Wording, blocks: tuple[Block, ...]
) -> tuple[tuple[Block, ...], tuple[Section, ...]]:
    """Return blocks that tell sums of points, as they stand in a section: openly, or kept apart within it."""
    if not hides_sums(findings):
        return blocks, ()
    text = words.text(
        "The sums of points are in the confidential annex: the cost could be worked out of them."
    )
    section = Section(name, words.text("Sums of points"), blocks, is_confidential=True)
    return (Paragraph((Run(text),)),), (section,)
