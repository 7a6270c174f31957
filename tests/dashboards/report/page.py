"""A page taken apart: its elements in order, with attributes and text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "hr", "input"}


@dataclass
class Element:
    """One element of a page."""

    tag: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def all(self, *tags: str) -> list["Element"]:
        """Return the elements below with one of `tags`, in the order of the page."""
        found: list[Element] = []
        for child in self.children:
            if child.tag in tags:
                found.append(child)
            found.extend(child.all(*tags))
        return found

    def every(self) -> list["Element"]:
        """Return all elements below."""
        return [one for child in self.children for one in [child, *child.every()]]

    @property
    def text(self) -> str:
        """All text inside, with single spaces."""
        return " ".join(" ".join(self.texts).split())

    def by_id(self, name: str) -> "Element":
        """Return the element with an id."""
        return next(one for one in self.every() if one.attributes.get("id") == name)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.stack = [Element("page", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.stack[-1].children.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.stack[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack[-1].tag == tag, f"</{tag}> closes <{self.stack[-1].tag}>"
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        for element in self.stack:
            element.texts.append(data)


def read_page(html: str) -> Element:
    """Return the page; fails where an element is closed out of order or not at all."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert [element.tag for element in reader.stack] == ["page"]
    return reader.stack[0]
