"""Places for the labels of a picture, so that none lies on another or on a mark."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_ANGLES = tuple(number * math.pi / 4 for number in range(8))
_STEP = 9.0


@dataclass(frozen=True)
class Box:
    """A rectangle from its upper left corner, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    def overlaps(self, other: "Box") -> bool:
        """Return whether both have some area in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def lies_in(self, other: "Box") -> bool:
        """Return whether all of this lies in `other`."""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


def spread(points: Sequence[tuple[float, float]], size: float) -> list[tuple[float, float]]:
    """Return `points` with those moved to the right that would lie on an earlier one of `size`."""
    placed: list[tuple[float, float]] = []
    for x, y in points:
        moved = x
        while any(math.hypot(moved - other, y - height) < size for other, height in placed):
            moved += size
        placed.append((moved, y))
    return placed


def place_labels(
    points: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    taken: Sequence[Box],
    frame: Box,
) -> list[Box | None]:
    """Return a place for the label of each point, as near as it can be inside `frame`.

    No label lies on another, on a point or on what is `taken`. None where no place is left.
    """
    marks = [Box(x - 4, y - 4, 8, 8) for x, y in points]
    found: list[Box | None] = []
    for point, size in zip(points, sizes, strict=True):
        others = [*taken, *marks, *(box for box in found if box is not None)]
        free = (
            box
            for box in _candidates(point, size, frame)
            if box.lies_in(frame) and not any(box.overlaps(other) for other in others)
        )
        found.append(next(free, None))
    return found


def _candidates(point: tuple[float, float], size: tuple[float, float], frame: Box) -> Iterator[Box]:
    (x, y), (width, height) = point, size
    for ring in range(1, int(max(frame.width, frame.height) / _STEP)):
        for angle in _ANGLES:
            across = x + math.cos(angle) * (ring * _STEP + width / 2)
            down = y - math.sin(angle) * (ring * _STEP + height / 2 - 4)
            yield Box(across - width / 2, down - height / 2, width, height)
