"""The files of a watch are read again when they change; a broken edit changes nothing and is told."""

import logging
from pathlib import Path

import pytest

from collector.errors import ProblemsFound
from supplierwatch.serving.watch_holder import WatchHolder
from tests.supplierwatch.watches import replace_text


def test_an_edit_is_seen(watch_folder: Path) -> None:
    holder = WatchHolder(watch_folder)
    replace_text(watch_folder / "supplierwatch.yaml", "language: sv ", "language: en ")
    assert holder.current().settings.language == "sv"
    assert holder.look().settings.language == "en"
    assert holder.current().settings.language == "en"


def test_files_that_did_not_change_are_not_read_again(watch_folder: Path) -> None:
    holder = WatchHolder(watch_folder)
    assert holder.look() is holder.look()


def test_a_broken_edit_keeps_the_last_good_watch_is_told_once_and_mended(
    watch_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    holder = WatchHolder(watch_folder)
    good = holder.current()
    settings = watch_folder / "supplierwatch.yaml"
    with caplog.at_level(logging.INFO, "supplierwatch"):
        replace_text(settings, "language: sv ", "language: xx ")
        assert holder.look() is good
        assert holder.look() is good
        assert "language" in holder.problem
        assert caplog.text.count("event=watch_not_read") == 1
        replace_text(settings, "language: xx ", "language: en ")
        assert holder.look().settings.language == "en"
    assert holder.problem == ""


def test_a_new_file_of_the_watch_is_seen(watch_folder: Path) -> None:
    holder = WatchHolder(watch_folder)
    (watch_folder / "exclusions.yaml").write_text("exclusion: []\n", encoding="utf-8")
    holder.look()
    assert "exclusions.yaml" in holder.problem


def test_a_service_does_not_start_on_a_broken_watch(watch_folder: Path) -> None:
    replace_text(watch_folder / "supplierwatch.yaml", "language: sv ", "language: xx ")
    with pytest.raises(ProblemsFound):
        WatchHolder(watch_folder)
