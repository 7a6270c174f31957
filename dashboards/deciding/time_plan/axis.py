"""The axis of days that pictures of the time plan share."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dashboards.document.drawing import GREY, LIGHT, Drawing


@dataclass(frozen=True)
class Axis:
    """Days from `first` to `last` on the points from `left` to `right`."""

    first: date
    last: date
    left: float
    right: float

    def at(self, day: date) -> float:
        """Return where a day lies; days beyond the ends lie on them."""
        whole = max((self.last - self.first).days, 1)
        part = min(max((day - self.first).days, 0), whole)
        return self.left + (self.right - self.left) * part / whole

    def years(self) -> Iterator[date]:
        """Yield the first days of years in the axis."""
        for year in range(self.first.year + 1, self.last.year + 1):
            yield date(year, 1, 1)

    def draw(self, drawing: Drawing, top: float, bottom: float) -> None:
        """Draw a line for each new year, and the year under it."""
        for day in self.years():
            drawing.line((self.at(day), top), (self.at(day), bottom), LIGHT)
            drawing.text((self.at(day), bottom + 11), str(day.year), size=8, anchor="middle", colour=GREY)
