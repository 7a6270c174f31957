"""Names in the settings of alerts that the watch has not."""

from pathlib import Path

import pytest

from supplierwatch.watch import load_watch
from tests.supplierwatch.watches import write_watch


def warnings_of(folder: Path, settings: str) -> list[tuple[str, str]]:
    """Where the files warn, and of what, with these settings beside the usual ones."""
    file = folder / "supplierwatch.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{settings}\n", encoding="utf-8")
    return [(one.path, one.found) for one in load_watch(folder).warnings if one.file == str(file)]


@pytest.mark.parametrize(
    ("settings", "path", "named"),
    [
        ("alerts: {without: [K99]}", "alerts.without", "K99"),
        ("alerts: {ticket_priorities: [p1]}", "alerts.ticket_priorities", "p1"),
        ("service: {sources_silent_after: {dsek: 2 h}}", "service.sources_silent_after", "dsek"),
    ],
)
def test_a_name_that_the_watch_has_not_is_warned_of(
    settings: str, path: str, named: str, tmp_path: Path
) -> None:
    folder = write_watch(tmp_path / "watch")
    found = warnings_of(folder, settings)
    assert [(where, named in what) for where, what in found] == [(path, True)]


def test_names_that_it_has_are_not(tmp_path: Path) -> None:
    folder = write_watch(tmp_path / "watch")
    watch = load_watch(folder)
    indicator, source = watch.versions.latest.contract.indicators[0].id, watch.sources[0].name
    settings = f"alerts: {{without: [{indicator}]}}\nservice: {{sources_silent_after: {{{source}: 2 h}}}}"
    assert warnings_of(folder, settings) == []
