"""All sections of the time plan, as the decision basis and the command show them."""

from dashboards.deciding.time_plan.assumptions import build_assumptions_section
from dashboards.deciding.time_plan.backward import build_backward_section
from dashboards.deciding.time_plan.bridge import build_bridge_section
from dashboards.deciding.time_plan.levers import build_levers_section
from dashboards.deciding.time_plan.start import build_start_section
from dashboards.deciding.time_plan.ways import build_ways_section
from dashboards.document.model import Section
from dashboards.wording.words import Wording
from evaluator.core.deciding.time_plan.findings import TimeFindings


def build_time_plan_sections(findings: TimeFindings, words: Wording) -> tuple[Section, ...]:
    """Return the time plan: latest safe start, way backward, bridge, alternatives, levers, assumptions."""
    sections = [
        build_start_section(findings, words),
        build_backward_section(findings, words),
        build_bridge_section(findings, words),
    ]
    if findings.alternatives:
        sections.append(build_ways_section(findings, words))
    sections += [build_levers_section(findings, words), build_assumptions_section(findings, words)]
    return (Section("time-plan", words.text("Time plan"), (), tuple(sections)),)
