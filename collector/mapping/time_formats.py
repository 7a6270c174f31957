"""Formats of times that a mapping may name, and the same format with day and month exchanged."""

import re

ISO = "iso"
UNIX = "unix"
_DIRECTIVE = re.compile(r"%(.)")
_ALLOWED = frozenset("YymdbBHIMSfpzj%T")


def check_time_formats(formats: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """Return `formats` unchanged, or raise ValueError naming what cannot be read by them."""
    listed = (formats,) if isinstance(formats, str) else formats
    if not listed:
        raise ValueError("time_format: the list is empty; name at least one format, such as iso")
    for text in listed:
        _check_format(text)
    return formats


def _check_format(text: str) -> None:
    if text in (ISO, UNIX):
        return
    directives = set(_DIRECTIVE.findall(text))
    unknown = sorted(directives - _ALLOWED)
    if unknown:
        raise ValueError(
            f"time_format {text!r}: %{unknown[0]} is not supported; write iso, unix or %Y-%m-%d %H:%M:%S"
        )
    if not directives & {"Y", "y"} or not directives & {"m", "b", "B", "j"}:
        raise ValueError(
            f"time_format {text!r} names no year or no month; write iso, unix or %Y-%m-%d %H:%M:%S"
        )


def names_offset(text: str) -> bool:
    """Return whether times in this format always carry their offset from UTC."""
    return text == UNIX or "%z" in text


def exchanged_day_and_month(text: str) -> str | None:
    """Return the format with day and month exchanged; None where it does not start with either of them.

    Year first (`%Y-%m-%d`) is written day last nowhere, so only `%d/%m` and `%m/%d` orders are in doubt.
    """
    positions = {directive: text.find(directive) for directive in ("%d", "%m", "%Y", "%y")}
    year = max(positions["%Y"], positions["%y"])
    if -1 in (positions["%d"], positions["%m"]) or year < min(positions["%d"], positions["%m"]):
        return None
    return text.replace("%d", "\0").replace("%m", "%d").replace("\0", "%m")
