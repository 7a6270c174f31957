"""Needs as people read them: the voices, the trace, what was measured beside them, what became of each."""

from dashboards.deciding.needs.build import build_needs_sections, missing_of_needs
from dashboards.deciding.needs.dialogue import build_unit_needs_sections

__all__ = ["build_needs_sections", "build_unit_needs_sections", "missing_of_needs"]
