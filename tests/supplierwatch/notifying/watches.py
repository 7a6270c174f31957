"""Watches that tell people."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from supplierwatch.watch import Watch, load_watch
from tests.evaluator.october import agreed
from tests.supplierwatch.notifying.outboxes import with_messages

DESK, MANAGER = "desk@city.example", "it-manager@city.example"


def telling(folder: Path, port: int = 2525, **alerts: Any) -> Watch:
    """Return a watch of the contract of October that tells the desk at once, and then the manager."""
    mail = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "watch@city.example"}
    levels = {"to": {"page": [[DESK], [MANAGER]], "ticket": [[DESK], [MANAGER]]}}
    watch = with_messages(load_watch(folder), mail=mail, alerts={**levels, **alerts})
    settings = watch.settings.model_copy(update={"language": "en"})
    return replace(watch, settings=settings, versions=agreed(), sources=(), ledger=(), exclusions=())
