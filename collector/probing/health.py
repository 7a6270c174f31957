"""The record of the prober's own health: a small file beside what it writes, replaced at each heartbeat."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

HEALTH_FILE = "health.json"
_LARGEST = 10_000


@dataclass(frozen=True)
class ProberHealth:
    """How a prober fares: instants in UTC seconds, counts and seconds since its spool began.

    `late_looks` began more than a second after their turn, or were left out; `asleep_seconds` is when the
    process did not run; `blind_seconds` is when no reference answered. `unwritten` samples wait for a disk
    that takes no more.
    """

    prober: str
    at: int
    last_sample_at: int | None
    late_looks: int
    asleep_seconds: int
    blind_seconds: int
    references: int
    references_answering: int
    unwritten: int


def read_health(spool: Path) -> tuple[ProberHealth, ...]:
    """Return the health of every prober that writes to `spool`, by name; what cannot be read is left out."""
    found = (_read(path) for path in sorted(spool.glob(f"*/{HEALTH_FILE}")))
    return tuple(health for health in found if health is not None)


def save_health(folder: Path, health: ProberHealth) -> None:
    """Write `health` into the folder of its prober, whole or not at all; raises OSError."""
    draft = folder / f".{HEALTH_FILE}.new"
    draft.write_text(json.dumps(asdict(health), ensure_ascii=False), encoding="utf-8")
    draft.replace(folder / HEALTH_FILE)


def _read(path: Path) -> ProberHealth | None:
    try:
        with path.open("rb") as file:
            content = json.loads(file.read(_LARGEST))
    except (OSError, ValueError):
        return None
    names = {field.name for field in fields(ProberHealth)}
    if not isinstance(content, dict) or set(content) != names or not isinstance(content["prober"], str):
        return None
    numbers = [value for name, value in content.items() if name != "prober"]
    if not all(value is None or type(value) is int for value in numbers):
        return None
    return ProberHealth(**content)
