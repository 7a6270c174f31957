"""Which connectors there are: ours, and those that other packages add by entry point."""

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from collector.connectors.connector import Connector, Setting
from collector.errors import ProblemsFound, SupplierwatchError

GROUP = "supplierwatch.connectors"
"""The group of entry points by which a package adds a connector: NAME = "module:Class"."""

_OURS: dict[str, str] = {
    "zabbix": "collector.connectors.zabbix:Zabbix",
    "topdesk": "collector.connectors.topdesk:TopdeskConnector",
    "glpi": "collector.connectors.glpi:GlpiConnector",
    "zammad": "collector.connectors.zammad:ZammadConnector",
    "znuny": "collector.connectors.znuny:ZnunyConnector",
    "rest": "collector.connectors.rest.connector:RestConnector",
    "statuspage": "collector.connectors.statuspage:StatuspageConnector",
    "uptime_kuma": "collector.connectors.uptime_kuma:UptimeKumaConnector",
    "upptime": "collector.connectors.upptime:UpptimeConnector",
    "probe": "collector.connectors.probe:ProbeConnector",
    "request_tracker": "collector.connectors.request_tracker:RequestTracker",
    "mailbox": "collector.connectors.mailbox.connector:MailboxConnector",
    "servicenow": "collector.connectors.servicenow:ServiceNow",
    "jira_cloud": "collector.connectors.jira.cloud:JiraCloud",
    "jira_data_center": "collector.connectors.jira.data_center:JiraDataCenter",
    "icinga2": "collector.connectors.icinga2:Icinga2Connector",
    "icinga_db": "collector.connectors.icinga_db:IcingaDbConnector",
    "prometheus": "collector.connectors.prometheus:PrometheusConnector",
}
"""The name of each connector, as `type` in the sources file, and its module and class."""


@cache
def connectors() -> dict[str, type[Connector[Any]]]:
    """Return the class of each connector by the `type` that names it in the sources file.

    Raises SupplierwatchError for an added connector that cannot be loaded, or that takes a name of ours.
    """
    found = {name: _load(place) for name, place in _OURS.items()}
    for entry in entry_points(group=GROUP):
        if entry.name in found:
            raise SupplierwatchError(
                f"the package {_package(entry)} adds a connector {entry.name!r}, which is there already. "
                "Remove the package, or ask its authors for another name"
            )
        found[entry.name] = _added(entry)
    return found


def open_connector(setting: Setting[Any]) -> Connector[Any]:
    """Return the connector of a source; raises ProblemsFound where the mapping does not fit it."""
    connector = connectors()[setting.options.type]
    misfits = connector.misfits(setting.options, setting.mapping)
    if misfits:
        raise ProblemsFound(misfits)
    return connector(setting)


def _load(place: str) -> type[Connector[Any]]:
    module, name = place.split(":")
    found: type[Connector[Any]] = getattr(import_module(module), name)
    return found


def _added(entry: Any) -> type[Connector[Any]]:
    try:
        found = entry.load()
    except (ImportError, AttributeError) as error:
        raise SupplierwatchError(
            f"the connector {entry.name!r} of the package {_package(entry)} cannot be loaded: {error}"
        ) from error
    if not (isinstance(found, type) and issubclass(found, Connector)):
        raise SupplierwatchError(
            f"the connector {entry.name!r} of the package {_package(entry)} is no class of connectors; "
            "it must derive from collector.connectors.connector.Connector"
        )
    return found


def _package(entry: Any) -> str:
    return entry.dist.name if entry.dist is not None else "(unknown)"
