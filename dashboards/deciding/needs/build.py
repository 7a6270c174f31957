"""The sections about needs, and what leaves their analysis incomplete."""

from dashboards.deciding.needs.dialogue import build_dialogue
from dashboards.deciding.needs.findings import NeedsFindings
from dashboards.deciding.needs.measured import build_measured
from dashboards.deciding.needs.trace import build_trace
from dashboards.deciding.needs.voices import build_voices
from dashboards.deciding.needs.words import gap_heading, gap_subject
from dashboards.document.model import Section
from dashboards.wording import Wording


def build_needs_sections(findings: NeedsFindings, words: Wording) -> tuple[Section, ...]:
    """Return the needs by voice, their trace to data sources, what was measured, and the dialogue back."""
    if not findings.file.needs:
        return (build_voices(findings, words),)
    return (
        build_voices(findings, words),
        build_trace(findings, words),
        build_measured(findings, words),
        build_dialogue(findings, words),
    )


def missing_of_needs(findings: NeedsFindings, words: Wording) -> tuple[str, ...]:
    """Return what leaves the needs analysis incomplete, a sentence each; empty where nothing does."""
    if not findings.file.needs:
        return (words.text("The register holds no need yet."),)
    missing = findings.assessment.missing
    return tuple(
        gap_heading(kind, words)
        + ": "
        + words.listing(gap_subject(gap, findings, words) for gap in missing if gap.kind is kind)
        for kind in dict.fromkeys(gap.kind for gap in missing)
    )
