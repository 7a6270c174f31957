"""Which keys and tags a model knows at some place of a file, read from its JSON Schema."""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]


def find_places(schema: Schema, content: Any, path: tuple[str | int, ...]) -> list[Schema]:
    """Return the schemas that what stands at `path` of `content` may follow."""
    places = list(_unfold(schema, schema, content))
    for step in path:
        places = [below for place in places for below in _below(place, step)]
        content = _part(content, step)
        places = [one for place in places for one in _unfold(place, schema, content)]
    return places


def known_keys(places: list[Schema]) -> list[str]:
    """Return the keys that may stand at `places`, in alphabetical order."""
    return sorted({key for place in places for key in place.get("properties", {})})


def known_tags(places: list[Schema]) -> list[str]:
    """Return the words that say which of several models an entry at `places` follows."""
    return sorted({tag for place in places for tag in place.get("discriminator", {}).get("mapping", {})})


def _unfold(place: Schema, root: Schema, content: Any) -> Iterator[Schema]:
    if "$ref" in place:
        yield from _unfold(root["$defs"][place["$ref"].rpartition("/")[2]], root, content)
        return
    if "discriminator" in place:
        yield from _tagged(place, root, content)
        return
    yield place
    for member in (*place.get("anyOf", ()), *place.get("oneOf", ()), *place.get("allOf", ())):
        yield from _unfold(member, root, content)


def _tagged(place: Schema, root: Schema, content: Any) -> Iterator[Schema]:
    discriminator = place["discriminator"]
    tag = content.get(discriminator["propertyName"]) if isinstance(content, dict) else None
    reference = discriminator["mapping"].get(tag) if isinstance(tag, str) else None
    if reference is None:
        yield place
    else:
        yield from _unfold({"$ref": reference}, root, content)


def _below(place: Schema, step: str | int) -> Iterator[Schema]:
    if isinstance(step, int):
        if "items" in place:
            yield place["items"]
        return
    if step in place.get("properties", {}):
        yield place["properties"][step]
    elif isinstance(place.get("additionalProperties"), dict):
        yield place["additionalProperties"]


def _part(content: Any, step: str | int) -> Any:
    if isinstance(content, dict):
        return content.get(str(step))
    if isinstance(content, list) and isinstance(step, int) and step < len(content):
        return content[step]
    return None
