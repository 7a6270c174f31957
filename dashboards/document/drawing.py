"""Drawing pictures of documents: a few shapes of SVG, the same bytes for the same picture.

Colours are told apart on paper too, and nothing is told by colour alone. Every text is escaped; the font is
the one that PDF has with it.
"""

from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

FONT = "Libertinus Serif, Georgia, serif"
INK, GREY, LIGHT, BLUE, ORANGE, GREEN, RED = (
    "#1b1b1b",
    "#6b6b6b",
    "#d9d9d9",
    "#1f5a8c",
    "#b5651d",
    "#2f6b3a",
    "#9c2b2b",
)


@dataclass
class Drawing:
    """A picture of `width` times `height` points; shapes come to lie on those drawn before."""

    width: float
    height: float
    _shapes: list[str] = field(default_factory=list)

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str = INK,
        *,
        dashes: str = "",
        width: float = 1,
    ) -> None:
        """Draw a line; `dashes` such as `4 3`."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self._shapes.append(
            f'<line x1="{_n(start[0])}" y1="{_n(start[1])}" x2="{_n(end[0])}" y2="{_n(end[1])}"'
            f' stroke="{colour}" stroke-width="{_n(width)}"{dashed}/>'
        )

    def path(
        self, points: list[tuple[float, float]], colour: str = INK, *, width: float = 1.5, dashes: str = ""
    ) -> None:
        """Draw a line through `points`."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        told = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self._shapes.append(
            f'<polyline points="{told}" fill="none" stroke="{colour}" stroke-width="{_n(width)}"{dashed}/>'
        )

    def box(
        self, corner: tuple[float, float], size: tuple[float, float], fill: str = LIGHT, *, edge: str = "none"
    ) -> None:
        """Draw a rectangle from its upper left corner."""
        self._shapes.append(
            f'<rect x="{_n(corner[0])}" y="{_n(corner[1])}" width="{_n(size[0])}" height="{_n(size[1])}"'
            f' fill="{fill}" stroke="{edge}"/>'
        )

    def dot(self, centre: tuple[float, float], radius: float, fill: str = INK, *, edge: str = "none") -> None:
        """Draw a dot."""
        self._shapes.append(
            f'<circle cx="{_n(centre[0])}" cy="{_n(centre[1])}" r="{_n(radius)}" fill="{fill}"'
            f' stroke="{edge}"/>'
        )

    def text(
        self,
        at: tuple[float, float],
        words: str,
        *,
        size: float = 9,
        anchor: str = "start",
        colour: str = INK,
    ) -> None:
        """Write `words` on a base line; `anchor` is start, middle or end."""
        self._shapes.append(
            f'<text x="{_n(at[0])}" y="{_n(at[1])}" font-family={quoteattr(FONT)} font-size="{_n(size)}"'
            f' fill="{colour}" text-anchor="{anchor}">{escape(words)}</text>'
        )

    def svg(self) -> str:
        """Return the picture."""
        width, height = _n(self.width), _n(self.height)
        size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(self._shapes)}</svg>'


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
