"""Signing in by a trusted proxy's header, and what others make of it."""

from pathlib import Path

import pytest

from dashboards.viewers import Role
from tests.supplierwatch.web.served import FAR, NEAR, PROXY, app_of, as_role, client_of

TRUSTED = ("192.0.2.3", 40_000)
OUTSIDE = ("192.0.2.99", 40_000)


@pytest.mark.parametrize("peer", [OUTSIDE, NEAR, ("2001:db8::1", 1), ("not an address", 1)])
def test_headers_from_any_other_address_count_for_nothing(
    read_only_folder: Path, peer: tuple[str, int]
) -> None:
    with client_of(app_of(read_only_folder, PROXY), peer) as client:
        answer = client.get("/", headers=as_role(Role.CONTRACT_MANAGER))
    assert answer.status_code == 401


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Client-IP"])
def test_no_header_makes_another_address_the_proxy(read_only_folder: Path, name: str) -> None:
    headers = as_role(Role.READER) | {name: "192.0.2.3" if name != "Forwarded" else "for=192.0.2.3"}
    with client_of(app_of(read_only_folder, PROXY), OUTSIDE) as client:
        assert client.get("/", headers=headers).status_code == 401


def test_the_proxy_itself_is_believed(read_only_folder: Path) -> None:
    with client_of(app_of(read_only_folder, PROXY), TRUSTED) as client:
        assert client.get("/", headers=as_role(Role.READER)).status_code == 200


def test_an_ipv4_proxy_is_known_on_a_socket_for_both_kinds(read_only_folder: Path) -> None:
    with client_of(app_of(read_only_folder, PROXY), ("::ffff:192.0.2.3", 1)) as client:
        assert client.get("/", headers=as_role(Role.READER)).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        [("X-Remote-User", "anna"), ("X-Remote-User", "eve"), ("X-Remote-Groups", "it")],
        [("X-Remote-User", "anna"), ("X-Remote-Groups", "other"), ("X-Remote-Groups", "contract")],
        [("X-Remote-User", " "), ("X-Remote-Groups", "it")],
        [("X-Remote-Groups", "it")],
    ],
)
def test_a_header_that_is_missing_or_said_twice_signs_nobody_in(
    read_only_folder: Path, headers: list[tuple[str, str]]
) -> None:
    with client_of(app_of(read_only_folder, PROXY), TRUSTED) as client:
        assert client.get("/", headers=headers).status_code == 401


def test_the_first_role_that_fits_counts(read_only_folder: Path) -> None:
    both = {"X-Remote-User": "anna", "X-Remote-Groups": "supplier,it"}
    with client_of(app_of(read_only_folder, PROXY), TRUSTED) as client:
        assert client.get("/decision", headers=both).status_code == 200


def test_without_a_proxy_its_headers_change_nothing(read_only_folder: Path) -> None:
    with (
        client_of(app_of(read_only_folder, {}), NEAR) as near,
        client_of(app_of(read_only_folder, {}), FAR) as far,
    ):
        assert near.get("/", headers=as_role(Role.SUPPLIER)).status_code == 200
        assert far.get("/", headers=as_role(Role.CONTRACT_MANAGER)).status_code == 403
