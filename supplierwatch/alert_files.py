"""The files by which Prometheus and Alertmanager tell what is worth an alert."""

import io
import re
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from collector.instants import to_datetime
from dashboards.alerting.routes import build_routes
from dashboards.alerting.rules import build_rules
from evaluator.contract.contract import Contract
from supplierwatch.watch import Watch

RULES_HEAD = "# Written by `supplierwatch alerts rules`: change the contract or the settings instead.\n"
ROUTES_HEAD = "# Written by `supplierwatch alerts routes`: change the settings instead.\n"


def rules_text(watch: Watch, now: int) -> str:
    """Return the rule file that follows from the contract in force at `now` and the settings."""
    settings = watch.settings
    rules = build_rules(_contract_at(watch, now), settings.alerts, settings.web.base)
    return RULES_HEAD + _text(rules)


def routes_text(watch: Watch) -> str:
    """Return the configuration of Alertmanager that follows from the settings."""
    contract = watch.versions.latest.contract
    return ROUTES_HEAD + _text(build_routes(watch.settings.alerts.routes, contract))


def _contract_at(watch: Watch, now: int) -> Contract:
    """The version that judges the running month; before the contract begins the first one."""
    day = to_datetime(now).astimezone(watch.zone).date()
    first = watch.versions.versions[0]
    return watch.versions.in_force(max(date(day.year, day.month, 1), first.first_day)).contract


def _text(content: dict[str, Any]) -> str:
    writer = YAML()
    writer.width = 1_000_000
    writer.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    writer.dump(_readable(content), stream)
    return stream.getvalue()


def _readable(content: Any) -> Any:
    """Text of several lines as a block, times of day in quotes: some readers take 17:00 for 1020."""
    if isinstance(content, dict):
        return {key: _readable(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_readable(value) for value in content]
    if isinstance(content, str) and "\n" in content:
        return LiteralScalarString(content)
    is_time = isinstance(content, str) and re.fullmatch(r"\d\d:\d\d", content) is not None
    return DoubleQuotedScalarString(content) if is_time else content
