"""Writes the dashboards' JSON again: `python -m dashboards.grafana`."""

from dashboards.grafana.audiences import Audience
from dashboards.grafana.files import committed_folder, write_dashboards

for audience in Audience:
    for path in write_dashboards(committed_folder(audience), audience=audience):
        print(path)  # noqa: T201 - a developer's own command
