"""The time plan in words: the latest safe start, the way there and back, what moves it, what it assumes."""

from dashboards.deciding.time_plan.document import build_time_plan_document
from dashboards.deciding.time_plan.sections import build_time_plan_sections

__all__ = ["build_time_plan_document", "build_time_plan_sections"]
