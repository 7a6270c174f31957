"""The stages of a plan in an order in which each comes after those it waits for."""

from collections.abc import Collection, Mapping

After = Mapping[str, tuple[str, ...]]
"""Of each stage which ones must be done before."""


def in_order(after: After) -> tuple[str, ...]:
    """Return the stages, each after those it waits for, else in the order given.

    Raises ValueError where stages wait for each other.
    """
    left = dict(after)
    found: list[str] = []
    while left:
        ready = [name for name, before in left.items() if all(one not in left for one in before)]
        if not ready:
            raise ValueError(f"the stages {', '.join(left)} wait for each other")
        found.append(ready[0])
        del left[ready[0]]
    return tuple(found)


def only(after: After, wanted: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return `wanted` stages alone; where one between them is left out, they wait for what it waited for."""
    reached: dict[str, tuple[str, ...]] = {}
    for name in in_order(after):
        before = [
            one for earlier in after[name] for one in ((earlier,) if earlier in wanted else reached[earlier])
        ]
        reached[name] = tuple(dict.fromkeys(before))
    return {name: reached[name] for name in after if name in wanted}
