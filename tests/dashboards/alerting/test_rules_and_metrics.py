"""Rules name only metrics and labels that the service exports."""

import re
from typing import Any

import pytest

from dashboards.metrics.catalogue import METRICS
from tests.dashboards.alerting.promtool import example_rules

LABELS = {metric.full_name: set(metric.label_names) for metric in METRICS}
SELECTOR = re.compile(r"(supplierwatch_\w+)(?:\{([^}]*)\})?")
MATCHER = re.compile(r'(\w+)="')


def selectors(**terms: Any) -> list[tuple[str, set[str]]]:
    """Every metric that a rule names, with the labels by which it picks series."""
    expressions = [one["expr"] for group in example_rules(**terms)["groups"] for one in group["rules"]]
    return [
        (name, set(MATCHER.findall(matchers)))
        for expression in expressions
        for name, matchers in SELECTOR.findall(expression)
    ]


@pytest.mark.parametrize("burn", ["sloth", "pyrra"])
def test_every_metric_of_a_rule_is_exported_with_its_labels(burn: str) -> None:
    found = selectors(burn=burn)
    assert len(found) > 100
    assert [(name, labels) for name, labels in found if not labels <= LABELS.get(name, set())] == []


def test_labels_by_which_series_are_joined_are_exported() -> None:
    joined = {
        "supplierwatch_forecast_miss": {"contract", "indicator", "service"},
        "supplierwatch_budget_left_ratio": {"contract", "indicator", "service"},
        "supplierwatch_source_last_success_timestamp_seconds": {"contract", "source"},
        "supplierwatch_source_silent_after_seconds": {"contract", "source"},
        "supplierwatch_trigger_reached": {"trigger", "indicator", "service"},
        "supplierwatch_trigger_needed": {"trigger", "indicator", "service"},
    }
    assert {name: labels for name, labels in joined.items() if not labels <= LABELS[name]} == {}
