"""A small watch served in memory, for tests of the web application: October is sealed, November runs on."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient
from starlette.types import ASGIApp

from dashboards.viewers import Role
from supplierwatch.settings import Settings
from supplierwatch.watch import Watch
from supplierwatch.web.app import build_app
from tests.collector.store.pages import save
from tests.evaluator.october import (
    agreed,
    contract_content,
    evaluate,
    incident,
    save_october,
    tickets,
)
from tests.evaluator.sealing.sealed import SEALED, seal

HERE = "http://127.0.0.1:8080"
NEAR, FAR = ("127.0.0.1", 40_000), ("192.0.2.7", 40_000)
NOW = SEALED + 100
KEY = "k" * 48

GROUPS = {
    Role.READER: "it",
    Role.UNIT_READER: "school",
    Role.SUPPLIER: "supplier",
    Role.CONTRACT_MANAGER: "contract",
}
ROLES: list[dict[str, Any]] = [
    {"group": group, "role": role.value, "units": ["S1"] if role is Role.UNIT_READER else []}
    for role, group in GROUPS.items()
]
PROXY: dict[str, Any] = {
    "sign_in": "proxy",
    "host": "127.0.0.1",
    "proxy": {"addresses": ["192.0.2.0/28"]},
    "roles": ROLES,
}


def save_two_months(database: Any) -> None:
    """Save and seal October, and evaluate November, of which one ticket is known."""
    save_october(database)
    seal(database, versions=hidden_terms())
    later = incident("B-1", "2026-11-03 08:00", ("2026-11-05 08:00", 6))
    save(database, tickets(later), at=SEALED, source="later")
    evaluate(database, "2026-11", now=NOW, versions=hidden_terms())


def hidden_terms() -> Any:
    """Return the contract, under which cells of fewer than two cases are not shown."""
    content = contract_content()
    content["reporting"]["smallest_group"] = 2
    return agreed(content)


@dataclass
class Clock:
    """The present instant, which tests move."""

    now: int = NOW

    def __call__(self) -> int:
        """Return it."""
        return self.now


def watch_of(folder: Path, web: Mapping[str, Any], store: str = "sqlite:///store.db") -> Watch:
    """Return a watch whose settings of the web are `web`, and whose store lies in `folder`."""
    settings = Settings.model_validate({"store": {"url": store}, "language": "en", "web": dict(web)})
    return Watch(folder, settings, hidden_terms(), (), (), ())


def app_of(
    folder: Path,
    web: Mapping[str, Any],
    environment: Mapping[str, str] | None = None,
    clock: Clock | None = None,
) -> ASGIApp:
    """Return the application over the store in `folder`."""
    watch = watch_of(folder, web)
    return build_app(lambda: watch, environment or {}, clock or Clock())


def client_of(app: ASGIApp, peer: tuple[str, int] = NEAR, base: str = HERE) -> TestClient:
    """Return a client that connects from `peer` and follows no redirect."""
    return TestClient(app, base_url=base, client=peer, follow_redirects=False, raise_server_exceptions=False)


def as_role(role: Role, name: str = "anna") -> dict[str, str]:
    """Return the headers by which the trusted proxy says that a person of `role` asks."""
    return {"X-Remote-User": name, "X-Remote-Groups": f"other, {GROUPS[role]}"}
