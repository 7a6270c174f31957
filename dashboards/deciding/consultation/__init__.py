"""A consultation as people read it: stances and points with the bodies behind each."""

from dashboards.deciding.consultation.build import build_consultation_sections, missing_of_consultation

__all__ = ["build_consultation_sections", "missing_of_consultation"]
