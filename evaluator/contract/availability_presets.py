"""Named presets: the rules of tools that users come from, so that they can have their figures again.

Each is a complete set of written rules; keys beside `preset` stand instead of its own.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class PresetName(StrEnum):
    """The tools whose rules have a name."""

    CENTREON = "centreon"
    CHECKMK = "checkmk"
    ICINGA_DB = "icinga_db"
    NAGIOS = "nagios"
    PROMETHEUS = "prometheus"
    STRICT = "strict"
    UPTIME_KUMA = "uptime_kuma"
    ZABBIX = "zabbix"
    ZABBIX_DOWNTIME_EXCLUDED = "zabbix_downtime_excluded"


# A tool that keeps the last state does so without limit; no period that is measured is longer than this.
_KEPT_FOR = "3653 d"


def _rules(
    label: str, maintenance: str, unknown: str, degraded: str, denominator: str, *, then: str | None = None
) -> Mapping[str, Any]:
    carried = {} if then is None else {"longest": _KEPT_FOR, "then": then}
    return {
        "label": {"sv": f"som {label}", "en": f"as {label}"},
        "planned_maintenance": maintenance,
        "maintenance_notice_working_days": None,
        "unknown": {"treat_as": unknown, **carried},
        "degraded": {"treat_as": degraded},
        "shortest_outage": "0 s",
        "denominator": denominator,
        "weighting": "none",
    }


PRESETS: Mapping[PresetName, Mapping[str, Any]] = {
    PresetName.CENTREON: _rules("Centreon MBI", "exclude", "exclude", "up", "service_hours"),
    PresetName.CHECKMK: _rules("Checkmk", "count_down", "down", "down", "service_hours"),
    PresetName.ICINGA_DB: _rules(
        "Icinga DB", "count_up", "carry_forward", "up", "wall_clock", then="exclude"
    ),
    PresetName.NAGIOS: _rules(
        "Nagios", "count_down", "carry_forward", "down", "service_hours", then="exclude"
    ),
    PresetName.PROMETHEUS: _rules("Prometheus", "count_down", "exclude", "up", "wall_clock"),
    PresetName.STRICT: {
        **_rules("", "count_down", "down", "up", "service_hours"),
        "label": {"sv": "strikt", "en": "strict"},
    },
    PresetName.UPTIME_KUMA: _rules("Uptime Kuma", "exclude", "exclude", "up", "wall_clock"),
    PresetName.ZABBIX: _rules("Zabbix", "count_down", "carry_forward", "up", "service_hours", then="exclude"),
    PresetName.ZABBIX_DOWNTIME_EXCLUDED: _rules(
        "Zabbix, downtime excluded", "exclude", "carry_forward", "up", "service_hours", then="exclude"
    ),
}
"""The written rules behind each name, as the contract file would have them."""


def expand(written: Any) -> Any:
    """Return the rules as written, with those of the preset they name where nothing is written.

    A preset of an unknown name is left to be refused by its own key.
    """
    if not isinstance(written, dict) or written.get("preset") is None:
        return written
    names = {name.value: name for name in PresetName}
    name = names.get(str(written["preset"]), PresetName.STRICT)
    return {**PRESETS[name], **written}


def describe_in_schema(schema: dict[str, Any]) -> None:
    """Say in a JSON Schema that rules name a preset or write every choice themselves."""
    required = schema.pop("required")
    schema["anyOf"] = [{"required": ["preset"]}, {"required": required}]
