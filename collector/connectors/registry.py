"""Which connectors there are: ours, and those that other packages add by entry point."""

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from collector.connectors.connector import Connector, Setting
from collector.errors import Problem, ProblemsFound, SupplierwatchError

GROUP = "supplierwatch.connectors"
"""The group of entry points by which a package adds a connector: NAME = "module:Class"."""

_OURS: dict[str, str] = {}
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
    kind: str = setting.options.type
    connector = connectors()[kind]
    check_mapping_type(kind, setting.mapping.type)  # type: ignore[attr-defined]  # the union's tag
    return connector(setting)


def check_mapping_type(kind: str, mapping_type: str) -> None:
    """Raise ProblemsFound where a connector of the type `kind` gives no rows for such a mapping."""
    allowed = connectors()[kind].mapping_types
    if mapping_type not in allowed:
        found = f"the connector {kind} gives nothing that a mapping of type {mapping_type} could read"
        raise ProblemsFound([Problem(found, allowed=", ".join(allowed), path="mapping")])


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
