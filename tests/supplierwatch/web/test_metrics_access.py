"""Who may read the metrics."""

from pathlib import Path
from typing import Any

import pytest

from tests.supplierwatch.web.served import FAR, NEAR, PROXY, app_of, client_of

TOKEN = {"metrics": {"token_env": "TOKEN"}}
ENVIRONMENT = {"TOKEN": "a long token"}


def status(
    folder: Path, web: dict[str, Any], peer: tuple[str, int], headers: dict[str, str] | None = None
) -> int:
    with client_of(app_of(folder, web, ENVIRONMENT), peer) as client:
        return int(client.get("/metrics", headers=headers).status_code)


@pytest.mark.parametrize(
    ("web", "peer", "expected"),
    [
        ({}, NEAR, 200),
        ({}, FAR, 401),
        (PROXY, NEAR, 401),
        (PROXY, ("192.0.2.3", 1), 401),
        (PROXY | {"metrics": {"networks": ["127.0.0.1"]}}, NEAR, 200),
        (PROXY | {"metrics": {"networks": ["10.0.0.0/8"]}}, ("10.1.1.1", 1), 200),
        (PROXY | {"metrics": {"networks": ["10.0.0.0/8"]}}, FAR, 401),
    ],
)
def test_an_address_may_read_them_or_not(
    read_only_folder: Path, web: dict[str, Any], peer: tuple[str, int], expected: int
) -> None:
    assert status(read_only_folder, web, peer) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Bearer a long token", 200),
        ("bearer a long token", 200),
        ("Bearer another", 401),
        ("Bearer ", 401),
        ("Basic a long token", 401),
        ("a long token", 401),
    ],
)
def test_who_knows_the_token_may_read_them(read_only_folder: Path, given: str, expected: int) -> None:
    assert status(read_only_folder, PROXY | TOKEN, FAR, {"Authorization": given}) == expected


def test_without_a_token_in_the_settings_no_token_is_good(read_only_folder: Path) -> None:
    assert status(read_only_folder, PROXY, FAR, {"Authorization": "Bearer "}) == 401


def test_no_header_makes_an_address_one_of_this_machine(read_only_folder: Path) -> None:
    assert status(read_only_folder, {}, FAR, {"X-Forwarded-For": "127.0.0.1"}) == 401
