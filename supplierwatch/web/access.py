"""Which role may open which address; what is not listed here is opened by nobody."""

from collections.abc import Mapping
from types import MappingProxyType

from starlette.routing import compile_path

from dashboards.viewers import Role

OPEN: frozenset[str] = frozenset(
    {"/alive", "/ready", "/metrics", "/sign-in", "/sign-in/return", "/signed-out"}
)
"""Addresses that nobody has to be signed in for; /metrics looks itself at who asks."""

STATIC = "/static/"
"""Where style sheets and pictures are, which show no figure."""

EVERYONE = frozenset(Role)
OWN_SIDE = EVERYONE - {Role.SUPPLIER}
DECIDING = frozenset({Role.READER, Role.CONTRACT_MANAGER})
MANAGING = frozenset({Role.CONTRACT_MANAGER})

ACCESS: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        "/": EVERYONE,
        "/indicators/{indicator}": EVERYONE,
        "/services/{service}": EVERYONE,
        "/units": EVERYONE,
        "/units/{unit}": EVERYONE,
        "/evidence/{key:path}": EVERYONE,
        "/tickets/{ticket}": EVERYONE,
        "/reports": EVERYONE,
        "/reports/{period}": EVERYONE,
        "/decision": DECIDING,
        "/health": OWN_SIDE,
        "/sign-out": EVERYONE,
        "/acknowledge": MANAGING,
        "/api/openapi.json": EVERYONE,
        "/api/v1/contract": EVERYONE,
        "/api/v1/months": EVERYONE,
        "/api/v1/outcomes": EVERYONE,
        "/api/v1/indicators": EVERYONE,
        "/api/v1/indicators/{indicator}/history": EVERYONE,
        "/api/v1/credits": EVERYONE,
        "/api/v1/score": EVERYONE,
        "/api/v1/triggers": EVERYONE,
        "/api/v1/evidence/tickets": EVERYONE,
        "/api/v1/evidence/outages": EVERYONE,
        "/api/v1/seals": EVERYONE,
        "/api/v1/decision-dates": DECIDING,
        "/api/v1/sources": OWN_SIDE,
        "/api/v1/standing": OWN_SIDE,
    }
)
"""The roles that may open an address; within it each sees what `Viewer` lets them see."""

_PATTERNS = tuple((compile_path(path)[0], roles) for path, roles in ACCESS.items())


def is_open(path: str) -> bool:
    """Return whether nobody has to be signed in for `path`."""
    return path in OPEN or path.startswith(STATIC)


def roles_for(path: str) -> frozenset[Role]:
    """Return the roles that may open `path`; none for an address that is not listed."""
    return next((roles for pattern, roles in _PATTERNS if pattern.match(path)), frozenset())


def is_listed(path: str) -> bool:
    """Return whether `path` is an address of this service at all."""
    return any(pattern.match(path) for pattern, _ in _PATTERNS)
