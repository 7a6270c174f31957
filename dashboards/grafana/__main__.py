"""Writes the dashboards' JSON again: `python -m dashboards.grafana`."""

from dashboards.grafana.files import committed_folder, write_dashboards

for path in write_dashboards(committed_folder()):
    print(path)  # noqa: T201 - a developer's own command
