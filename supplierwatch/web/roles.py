"""From the groups of a person to what they may see."""

from collections.abc import Iterable, Sequence

from dashboards.viewers import Role, Viewer
from supplierwatch.web.settings import GroupRole


def viewer_called(name: str, groups: Iterable[str], roles: Sequence[GroupRole]) -> Viewer | None:
    """Return the viewer a member of `groups` is; None where no role is given to any of them.

    The first entry of `roles` that fits decides the role; a unit reader sees the units of all that fit.
    """
    own = set(groups)
    fitting = [one for one in roles if one.group in own]
    if not fitting:
        return None
    role = fitting[0].role
    if role is not Role.UNIT_READER:
        return Viewer(role, name)
    units = {unit for one in fitting if one.role is Role.UNIT_READER for unit in one.units}
    return Viewer(role, name, frozenset(units))


def known_groups(groups: object, roles: Sequence[GroupRole]) -> list[str]:
    """Return those of `groups`, as a claim has them, that any role is given to."""
    named = [groups] if isinstance(groups, str) else groups
    if not isinstance(named, list | tuple):
        return []
    known = {one.group for one in roles}
    return sorted({one for one in named if isinstance(one, str) and one in known})
