"""Adding to and changing a list in a YAML text, leaving every other character of the text as it was.

A reader finds the place, the new part alone is written there: comments, order, quotes and blank lines of
everything else stay because nobody touches them. What the new text then says is compared with what it
should say; where the two differ (a file written in an unusual form), the change is refused.
"""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from collector.errors import Problem, ProblemsFound
from supplierwatch.yaml_files import compose_nodes, parse_document

STEP = 2
"""Columns by which lists and keys of a new part are indented."""

_NO_FOLDING = 1_000_000


@dataclass(frozen=True)
class YamlText:
    """The text of a file, and the name it goes by in problems."""

    file: str
    text: str

    def with_entry(self, list_key: str, entry: Mapping[str, Any]) -> "YamlText":
        """Return the text with `entry` at the end of the list under `list_key`, which is made where missing.

        Raises ProblemsFound where the list has an entry of that id, or the text is of another form.
        """
        content = self._content()
        entries = _entries(content, list_key, self.file)
        if "id" in entry and entry["id"] in _ids(entries):
            found = f"there is already an entry {entry['id']!r} under {list_key}"
            raise ProblemsFound([Problem(found, "each id once", file=self.file)])
        expected = {**content, list_key: [*entries, as_content(entry)]}
        return self._checked(self._text_with(list_key, entry), expected)

    def with_changes(self, list_key: str, entry_id: str, changes: Mapping[str, Any]) -> "YamlText":
        """Return the text with the keys of `changes` set in the entry called `entry_id`.

        Raises ProblemsFound where there is no such entry, or the text is of another form.
        """
        content = self._content()
        entries = _entries(content, list_key, self.file)
        position = self._position(entries, list_key, entry_id)
        changed = self
        for key, value in changes.items():
            changed = changed._with_value(list_key, position, key, value)
        entries[position] = {**entries[position], **as_content(changes)}
        return self._checked(changed.text, {**content, list_key: entries})

    def _content(self) -> dict[str, Any]:
        if compose_nodes(self.text, self.file) is None:
            return {}
        content = parse_document(self.text, self.file).content
        if not isinstance(content, dict):
            raise ProblemsFound([Problem("the file is no list of keys", "keys and values", file=self.file)])
        return content

    def _position(self, entries: list[Any], list_key: str, entry_id: str) -> int:
        ids = _ids(entries)
        if entry_id not in ids:
            allowed = ", ".join(str(one) for one in ids if one is not None) or "none is there yet"
            found = f"there is no entry {entry_id!r} under {list_key}"
            raise ProblemsFound([Problem(found, allowed, file=self.file)])
        return ids.index(entry_id)

    def _text_with(self, list_key: str, entry: Mapping[str, Any]) -> str:
        found = _value_under(compose_nodes(self.text, self.file), list_key)
        if found is None:
            joint = "" if self.text == "" or self.text.endswith("\n") else "\n"
            return self._insert(len(self.text), f"{joint}{list_key}:\n{_dash_lines(entry, STEP)}\n")
        if isinstance(found, SequenceNode) and found.value:
            return self._appended(found, [entry])
        # An empty list: `[]`, `null` or nothing behind the key.
        start, end = found.start_mark.index, found.end_mark.index
        emptied = YamlText(self.file, self.text[:start].rstrip(" ") + self.text[end:])
        return emptied._insert(emptied._line_end(start - 1), f"\n{_dash_lines(entry, STEP)}")

    def _appended(self, found: SequenceNode, entries: Sequence[Any]) -> str:
        if found.flow_style:
            added = "".join(f", {_in_one_line(entry)}" for entry in entries)
            return self._insert(found.end_mark.index - 1, added)
        lines = "".join(f"\n{_dash_lines(entry, found.start_mark.column)}" for entry in entries)
        return self._insert(self._line_end(self._end(found)), lines)

    def _with_value(self, list_key: str, position: int, key: str, value: Any) -> "YamlText":
        entries = _value_under(compose_nodes(self.text, self.file), list_key)
        entry = entries.value[position] if isinstance(entries, SequenceNode) else None
        if not isinstance(entry, MappingNode):
            raise self._unusual()
        return YamlText(self.file, self._changed(entry, key, value))

    def _changed(self, entry: MappingNode, key: str, value: Any) -> str:
        found = _value_under(entry, key)
        if found is None:
            return self._with_key(entry, key, value)
        added = self._added_only(found, value)
        if added is not None and isinstance(found, SequenceNode):
            return self._appended(found, added)
        start, end = next(
            (name.start_mark.index, self._end(old)) for name, old in entry.value if name.value == key
        )
        new = f"{key}: {_in_one_line(value)}" if entry.flow_style else _key_lines(key, value, _column(entry))
        return self.text[:start] + self._native(new.lstrip(" ")) + self.text[end:]

    def _with_key(self, entry: MappingNode, key: str, value: Any) -> str:
        if entry.flow_style:
            return self._insert(entry.end_mark.index - 1, f", {key}: {_in_one_line(value)}")
        return self._insert(self._line_end(self._end(entry)), "\n" + _key_lines(key, value, _column(entry)))

    def _added_only(self, found: Node, value: Any) -> list[Any] | None:
        """What a list gained at its end; None where it is no list, or changed before its end."""
        if not isinstance(found, SequenceNode) or not found.value or not isinstance(value, list | tuple):
            return None
        piece = " " * found.start_mark.column + self.text[found.start_mark.index : self._end(found)]
        old = parse_document(piece, self.file).content
        return list(value[len(old) :]) if as_content(value[: len(old)]) == old else None

    def _end(self, node: Node) -> int:
        """The end of what a node says; a block's own mark lies behind comments that follow it."""
        if isinstance(node, CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        end = int(node.end_mark.index)
        if isinstance(node, ScalarNode) and node.style in {"|", ">"}:
            return len(self.text[:end].rstrip())
        return end

    def _line_end(self, index: int) -> int:
        end = self.text.find("\n", index)
        end = len(self.text) if end < 0 else end
        return end - 1 if self.text[end - 1 : end] == "\r" else end

    def _insert(self, index: int, new: str) -> str:
        return self.text[:index] + self._native(new) + self.text[index:]

    def _native(self, new: str) -> str:
        return new.replace("\n", "\r\n") if "\r\n" in self.text else new

    def _checked(self, text: str, expected: Mapping[str, Any]) -> "YamlText":
        try:
            said = parse_document(text, self.file).content
        except ProblemsFound as error:
            raise self._unusual() from error
        if said != expected:
            raise self._unusual()
        return YamlText(self.file, text)

    def _unusual(self) -> ProblemsFound:
        found = "the file is written in a form that a command cannot change safely"
        return ProblemsFound([Problem(found, remedy="Change it by hand, in an editor", file=self.file)])


def as_content(value: Any) -> Any:
    """Return `value` as a YAML file says it once read: dates, times and decimals as text."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): as_content(found) for key, found in value.items()}
    if isinstance(value, list | tuple):
        return [as_content(found) for found in value]
    return value


def _entries(content: Mapping[str, Any], list_key: str, file: str) -> list[Any]:
    found = content.get(list_key)
    if found is not None and not isinstance(found, list):
        raise ProblemsFound([Problem(f"what stands under {list_key} is no list", "a list", file=file)])
    return [] if found is None else list(found)


def _ids(entries: list[Any]) -> list[Any]:
    return [entry.get("id") if isinstance(entry, dict) else None for entry in entries]


def _value_under(node: Node | None, key: str) -> Node | None:
    if not isinstance(node, MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _column(entry: MappingNode) -> int:
    return int(entry.value[0][0].start_mark.column)


def _in_one_line(value: Any) -> str:
    # Every JSON text is YAML.
    return json.dumps(as_content(value), ensure_ascii=False)


def _dash_lines(entry: Any, column: int) -> str:
    return _moved(_dump([_as_written(entry)]), column - STEP)


def _key_lines(key: str, value: Any, column: int) -> str:
    return _moved(_dump({key: _as_written(value)}), column)


def _moved(lines: str, columns: int) -> str:
    if columns < 0:
        return "\n".join(line[-columns:] for line in lines.splitlines())
    return "\n".join(" " * columns + line if line else line for line in lines.splitlines())


def _dump(value: Any) -> str:
    writer = YAML(typ="rt", pure=True)
    writer.indent(mapping=STEP, sequence=2 * STEP, offset=STEP)
    writer.width = _NO_FOLDING
    written = io.StringIO()
    writer.dump(value, written)
    return written.getvalue()


def _as_written(value: Any) -> Any:
    """Return `value` for the writer: dates plain, times in quotes, short lists in one line."""
    if isinstance(value, datetime):
        return DoubleQuotedScalarString(value.isoformat())
    if isinstance(value, date):
        return value
    if isinstance(value, Mapping):
        return {str(key): _as_written(found) for key, found in value.items()}
    if isinstance(value, list | tuple):
        return _list_as_written(value)
    return as_content(value)


def _list_as_written(found: Sequence[Any]) -> CommentedSeq:
    written = CommentedSeq([_as_written(entry) for entry in found])
    if not any(isinstance(entry, Mapping | list | tuple) for entry in found):
        written.fa.set_flow_style()
    return written
