"""Dashboards as files, as Grafana's file provisioning reads them."""

from importlib.resources import files
from pathlib import Path

from dashboards.grafana.audiences import Audience
from dashboards.grafana.build import build_dashboards, dashboard_text
from dashboards.grafana.variables import DEFAULT_ADDRESS
from dashboards.wording import LANGUAGES


def committed_folder(audience: Audience = Audience.CUSTOMER) -> Path:
    """Return the folder of the dashboards that ship with the program: `sv/` and `en/` below it."""
    return Path(str(files("dashboards.grafana"))) / "json" / audience.value


def write_dashboards(
    folder: Path, address: str = DEFAULT_ADDRESS, audience: Audience = Audience.CUSTOMER
) -> list[Path]:
    """Write the dashboards of `audience` below `folder`, one folder for each language; return the files."""
    written = []
    for language in LANGUAGES:
        place = folder / language
        place.mkdir(parents=True, exist_ok=True)
        for name, content in build_dashboards(language, address, audience).items():
            path = place / f"{name}.json"
            path.write_text(dashboard_text(content), encoding="utf-8")
            written.append(path)
    return written
