"""Which parts of a whole are not shown, so that nobody's answer can be read or computed.

A part with fewer answers than the smallest group is hidden. Where the whole is shown, the whole less the
parts shown gives what is hidden together: this must not be a small group either (design rule 11).
"""

from collections.abc import Mapping


def hidden_parts(counts: Mapping[str, int], smallest: int) -> frozenset[str]:
    """Return the parts to hide of a whole that is shown; `counts` are the answers of each.

    Where those hidden come to fewer than `smallest` together, the smallest of the others are hidden too,
    until they come to enough or nothing is left.
    """
    hidden = {part for part, count in counts.items() if count < smallest}
    others = sorted((count, part) for part, count in counts.items() if part not in hidden)
    while hidden and others and sum(counts[part] for part in hidden) < smallest:
        hidden.add(others.pop(0)[1])
    return frozenset(hidden)
