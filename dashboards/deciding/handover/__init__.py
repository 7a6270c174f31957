"""The handover in words: gates, milestones, units moved, tickets at the switch, the first months."""

from dashboards.deciding.handover.sections import build_handover_document, build_handover_sections

__all__ = ["build_handover_document", "build_handover_sections"]
