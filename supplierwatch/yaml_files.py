"""Reading the YAML files people edit: plain content, and where in the file each part of it stands.

The file is composed into nodes and the plain content built here, so that every key and list entry keeps
its line, all doubled keys are found at once, and nothing in a file can construct an object. Dates stay
text: which of them are dates is for the model to say.
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from collector.errors import Problem, ProblemsFound

LARGEST_FILE = 10_000_000
"""Bytes; more than any contract needs, and little enough to read in one piece."""

LARGEST_CONTENT = 300_000
"""Values a file may unfold to; aliases that name aliases would make a small file fill the memory."""

KeyPath: TypeAlias = tuple[str | int, ...]
"""The way to a part of a file: keys, and positions from 0 in lists."""

_CORE = "tag:yaml.org,2002:"
_TEXT_TAGS = frozenset({f"{_CORE}str", f"{_CORE}timestamp"})


@dataclass(frozen=True)
class Document:
    """What a YAML file says; `lines` has the line (from 1) of every key and list entry."""

    file: str
    content: Any
    lines: Mapping[KeyPath, int]

    def line(self, path: KeyPath) -> int:
        """Return the line of `path`, or of the nearest part above it that the file has."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1

    def problem(
        self,
        path: KeyPath,
        found: str,
        allowed: str = "",
        remedy: str = "",
        rule: str = "",
        arithmetic: str = "",
    ) -> Problem:
        """Return a problem of what stands at `path`, with the clause that the file gives for it."""
        return Problem(
            found,
            allowed,
            remedy,
            file=self.file,
            line=self.line(path),
            path=write_path(path, self.content),
            rule=rule,
            clause=_clause_of(path, self.content),
            arithmetic=arithmetic,
        )


def read_document(path: Path) -> Document:
    """Read the YAML file at `path`.

    Raises ProblemsFound where it is missing, too large, not UTF-8, not YAML, empty, or has a doubled key,
    a tag or an alias that unfolds without end.
    """
    return parse_document(read_text(path), str(path))


def read_text(path: Path) -> str:
    """Return the text of the file at `path`; raises ProblemsFound as `read_document` does."""
    return _decode(_read_bytes(path), str(path))


def parse_document(text: str, file: str) -> Document:
    """Return what the YAML `text` of `file` says; raises ProblemsFound as `read_document` does."""
    node = compose_nodes(text, file)
    if node is None:
        found = "the file is empty"
        raise ProblemsFound([Problem(found, "keys and values in YAML", "Fill it in, or remove it", file, 1)])
    builder = _Builder(file)
    content = builder.build(node, ())
    if builder.problems:
        raise ProblemsFound(builder.problems)
    return Document(file, content, builder.lines)


def _clause_of(path: KeyPath, content: Any) -> str:
    """Return the `clause` that stands beside `path`, or above it; empty where the file names none."""
    clause, place = "", content
    for step in (*path, None):
        if isinstance(place, dict):
            beside = place.get("clause")
            clause = beside if isinstance(beside, str) else clause
        if not _has(place, step):
            break
        place = place[step]
    return clause


def _has(place: Any, step: str | int | None) -> bool:
    if isinstance(place, list):
        return isinstance(step, int) and 0 <= step < len(place)
    return isinstance(place, dict) and step in place


def write_path(path: KeyPath, content: Any) -> str:
    """Return `path` as people and amendments write it: `indicators[K05].within.limit`.

    An entry of a list goes by its id or name, where it has one, otherwise by its position from 1 as `[#3]`.
    """
    text = ""
    for step, entry in zip(path, _parts(path, content), strict=True):
        if isinstance(step, str):
            text += f".{step}" if text else step
            continue
        name = entry.get("id", entry.get("name")) if isinstance(entry, dict) else None
        text += f"[{name}]" if isinstance(name, str) else f"[#{step + 1}]"
    return text


def _parts(path: KeyPath, content: Any) -> Iterator[Any]:
    for step in path:
        known = (isinstance(content, dict) and step in content) or (
            isinstance(content, list) and isinstance(step, int) and step < len(content)
        )
        content = content[step] if known else None
        yield content


def _read_bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise ProblemsFound([Problem("there is no such file", file=str(path), remedy="Create it")])
        with path.open("rb") as file:
            found = file.read(LARGEST_FILE + 1)
    except OSError as error:
        problem = Problem(
            f"the file cannot be read: {error.strerror}", file=str(path), remedy="Check its rights"
        )
        raise ProblemsFound([problem]) from error
    if len(found) > LARGEST_FILE:
        raise ProblemsFound(
            [Problem("the file is too large", f"at most {LARGEST_FILE // 1_000_000} MB", file=str(path))]
        )
    return found


def _decode(found: bytes, file: str) -> str:
    try:
        return found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = found.count(b"\n", 0, error.start) + 1
        problem = Problem(
            f"byte {error.start + 1} (hexadecimal {found[error.start]:02x}) is not UTF-8",
            "text in UTF-8",
            "Save the file as UTF-8",
            file,
            line,
        )
        raise ProblemsFound([problem]) from error


def compose_nodes(text: str, file: str) -> Node | None:
    """Return the nodes of the YAML `text`, None where it is empty; raises ProblemsFound for other text."""
    try:
        node: Node | None = YAML(typ="safe", pure=True).compose(io.StringIO(text))
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        found = "a control character that YAML does not allow"
        raise ProblemsFound([Problem(found, remedy="Remove it", file=file, line=line)]) from error
    except MarkedYAMLError as error:
        raise ProblemsFound([_syntax_problem(error, file)]) from error
    except YAMLError as error:
        raise ProblemsFound([Problem(f"this is not YAML: {error}", file=file)]) from error
    except RecursionError as error:
        raise ProblemsFound([Problem("values are nested too deep", file=file)]) from error
    return node


def _syntax_problem(error: MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    found = "this is not YAML: " + ", ".join(
        part.strip() for part in (error.context, error.problem) if part is not None
    )
    remedy = "Check indentation, brackets, quotes and colons here and on the line above"
    if mark is None:
        return Problem(found, remedy=remedy, file=file)
    return Problem(found, remedy=remedy, file=file, line=mark.line + 1, column=mark.column + 1)


@dataclass
class _Builder:
    """Builds the plain content of nodes and remembers lines and problems on the way."""

    file: str
    lines: dict[KeyPath, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    built: int = 0
    above: list[int] = field(default_factory=list)

    def build(self, node: Node, path: KeyPath) -> Any:
        self.lines.setdefault(path, _line(node))
        self.built += 1
        if self.built > LARGEST_CONTENT:
            self._refuse(node, f"the file unfolds to more than {LARGEST_CONTENT} values", "fewer aliases")
            raise ProblemsFound(self.problems)
        if id(node) in self.above:
            return self._refuse(node, "an alias names something it stands in itself", "no such alias")
        if str(node.ctag) not in _KNOWN_TAGS:
            return self._refuse(node, f"the tag {node.tag}", "plain values without a tag")
        self.above.append(id(node))
        content = self._content(node, path)
        self.above.pop()
        return content

    def _content(self, node: Node, path: KeyPath) -> Any:
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.build(entry, (*path, position)) for position, entry in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: MappingNode, path: KeyPath) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode) or str(key.ctag) == f"{_CORE}merge":
                self._refuse(key, "a key that is no plain text", "keys of plain text")
                continue
            name = str(key.value)
            if name in content:
                first = self.lines[(*path, name)]
                self._refuse(key, f"the key {name} stands here and on line {first}", "each key once")
                continue
            self.lines[(*path, name)] = _line(key)
            content[name] = self.build(value, (*path, name))
        return content

    def _scalar(self, node: Node) -> Any:
        text, tag = str(node.value), str(node.ctag)
        if tag in _TEXT_TAGS:
            return text
        if tag == f"{_CORE}null":
            return None
        try:
            return _READERS[tag](text)
        except (ValueError, KeyError):
            return self._refuse(node, f"{text[:60]!r} is no value of {node.tag}", "true, false, or a number")

    def _refuse(self, node: Node, found: str, allowed: str) -> None:
        mark = node.start_mark
        self.problems.append(
            Problem(found, allowed, file=self.file, line=mark.line + 1, column=mark.column + 1)
        )


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _whole_number(text: str) -> int:
    digits = text.replace("_", "").lower()
    based = digits.lstrip("+-").startswith(("0x", "0o"))
    return int(digits, 0) if based else int(digits)


_BOOLEANS = {"true": True, "false": False}
_READERS: dict[str, Any] = {
    f"{_CORE}bool": lambda text: _BOOLEANS[text.lower()],
    f"{_CORE}int": _whole_number,
    f"{_CORE}float": lambda text: float(text.replace("_", "").replace(".inf", "inf").replace(".nan", "nan")),
}
_KNOWN_TAGS = frozenset({*_TEXT_TAGS, *_READERS, f"{_CORE}null", f"{_CORE}map", f"{_CORE}seq"})
