"""Hashes that identify content, and keyed hashes that stand for people."""

import hashlib
import hmac
import json
from typing import Any


def content_hash(content: bytes) -> str:
    """Return the SHA-256 of `content` as hexadecimal text."""
    return hashlib.sha256(content).hexdigest()


def canonical_json(value: Any) -> bytes:
    """Return one and the same UTF-8 JSON for equal values: sorted keys, no spaces, no floats.

    Raises TypeError for a float or anything else that JSON text could render in two ways.
    """
    return json.dumps(
        _without_floats(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def _without_floats(value: Any) -> Any:
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a float; exact content holds integers, decimals as text")
    if isinstance(value, dict):
        return {str(key): _without_floats(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_floats(item) for item in value]
    return value


def keyed_hash(secret: bytes, text: str) -> str:
    """Return a pseudonym for `text`: the same for the same secret, of no use without it."""
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()[:24]
