"""Files of probes for tests."""

from typing import Any

from pydantic import TypeAdapter

from collector.probing.looks import AnyLook
from collector.probing.settings import Probe, ProbesFile

_LOOK: TypeAdapter[Any] = TypeAdapter(AnyLook)

TARGET = {"kind": "tcp", "host": "target", "port": 443, "time_out": 1}
REFERENCES = [
    {"name": name, "look": {"kind": "tcp", "host": name, "port": 443, "time_out": 1}} for name in ("a", "b")
]


SAMPLES: dict[str, Any] = {
    "type": "samples",
    "columns": {
        "at": "at",
        "state": "state",
        "service": "service",
        "unit": "unit",
        "prober": "prober",
        "speaks_for": "speaks_for",
    },
    "states": {"up": "up", "degraded": "degraded", "down": "down", "unknown": "unknown"},
    "records": "all",
    "max_gap": 3600,
}
"""A mapping of what probers write."""


def look_of(kind: str, **terms: Any) -> Any:
    """Return a way of looking, given up after two seconds unless said otherwise."""
    return _LOOK.validate_python({"kind": kind, "time_out": 2, **terms})


def content_of(*probes: dict[str, Any], **terms: Any) -> dict[str, Any]:
    """Return a file of probes: two references, and `probes` over a probe of T1 each minute."""
    usual = {"name": "T1 page", "service": "T1", "look": TARGET}
    return {
        "prober": "City",
        "references": REFERENCES,
        "probes": [usual | one for one in probes or ({},)],
    } | terms


def terms_of(*probes: dict[str, Any], **terms: Any) -> ProbesFile:
    """Return the same, read."""
    return ProbesFile.model_validate(content_of(*probes, **terms))


def probe_of(**terms: Any) -> Probe:
    """Return one probe."""
    return terms_of(terms).probes[0]
