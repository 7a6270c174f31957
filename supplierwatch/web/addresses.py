"""Addresses: which are of this machine, and which lie in a network."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
"""What this machine is asked for by, by those who sit at it."""


def is_loopback(host: str) -> bool:
    """Return whether `host`, a name or an address, is this machine and cannot be reached from another."""
    if host == "localhost":
        return True
    address = _address(host)
    return address is not None and address.is_loopback


def is_within(host: str, networks: Iterable[str]) -> bool:
    """Return whether the address `host` lies in any of `networks`; text that is no address never does."""
    address = _address(host)
    return address is not None and any(address in ip_network(network) for network in networks)


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(host)
    except ValueError:
        return None
    # A socket that listens for both kinds tells of an IPv4 peer by such an address.
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped if mapped is not None else address
