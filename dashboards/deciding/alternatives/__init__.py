"""The alternatives and their costs, in words, tables and pictures."""

from dashboards.deciding.alternatives.build import (
    build_alternatives_sections,
    build_cost_sections,
    build_sensitivity_sections,
    missing_of_alternatives,
    missing_of_costs,
)

__all__ = [
    "build_alternatives_sections",
    "build_cost_sections",
    "build_sensitivity_sections",
    "missing_of_alternatives",
    "missing_of_costs",
]
