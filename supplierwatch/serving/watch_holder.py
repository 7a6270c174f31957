"""The watch as its files say now: read again when they change."""

import logging
import threading
from pathlib import Path

from collector.errors import SupplierwatchError
from supplierwatch.backup import watch_files
from supplierwatch.serving.log import told
from supplierwatch.watch import Watch, load_watch

_log = logging.getLogger(__name__)

Fingerprint = tuple[tuple[str, int, int], ...]


class WatchHolder:
    """Holds the last watch that could be read; an edit that breaks it is told once, and changes nothing."""

    def __init__(self, folder: Path) -> None:
        """Read the watch in `folder`; raises ProblemsFound where it cannot be used."""
        self._folder = folder
        self._lock = threading.Lock()
        self._seen = _fingerprint(folder)
        self._watch = load_watch(folder)
        self._problem = ""

    def current(self) -> Watch:
        """Return the watch as it was when its files were last looked at."""
        return self._watch

    @property
    def problem(self) -> str:
        """What is wrong with the files as they are now; empty where nothing is."""
        return self._problem

    def look(self) -> Watch:
        """Read the files again where they changed, and return the watch."""
        with self._lock:
            found = _fingerprint(self._folder)
            if found != self._seen:
                self._seen = found
                self._read()
        return self._watch

    def _read(self) -> None:
        try:
            self._watch = load_watch(self._folder)
        except (SupplierwatchError, OSError) as error:
            self._problem = str(error)
            _log.error(told("watch_not_read", problem=self._problem, kept="what was read before"))
            return
        self._problem = ""
        _log.info(told("watch_read_again", folder=self._folder))


def _fingerprint(folder: Path) -> Fingerprint:
    """What tells an edit: names, times and sizes of the files of a watch."""
    found = []
    for name in watch_files(folder):
        try:
            state = (folder / name).stat()
        except OSError:
            continue  # gone since it was listed: the next look tells
        found.append((name, state.st_mtime_ns, state.st_size))
    return tuple(found)
