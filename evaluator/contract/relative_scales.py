"""A scale is fixed: what is scored against the best, the worst or the last of a group is refused."""

import re
from typing import Any

from pydantic_core import PydanticCustomError

from evaluator.contract.rule_names import RELATIVE_SCALE

_RELATIVE = re.compile(
    r"\b(best|worst|highest|lowest|mean|average|median|previous|relative|baseline"
    r"|bäst\w*|sämst\w*|högst\w*|lägst\w*|medel\w*|median\w*|föregående|förra|relativ\w*)\b",
    re.IGNORECASE,
)
# Worked with a price score of 60 * lowest / own and a quality score of 40 * share.
_ARITHMETIC = (
    "Of 300 and 340 with quality 70 % and 87 %, scored 60 x lowest price / price + 40 x quality, the first"
    " has 60 + 28 = 88 and the second 52.94 + 34.8 = 87.74. A third of 180 with quality 0 makes them"
    " 36 + 28 = 64 and 31.76 + 34.8 = 66.56: the second now leads, though nothing changed in either"
)


def refuse_relative(written: Any) -> Any:
    """Return the ends of a scale or target as `written`.

    Raises an error where a key or value speaks of others (`best`, `mean`, `föregående`): such a score changes
    when nobody's work does (arithmetic of a relative evaluation, and the same with absolute amounts).
    """
    for key, value in written.items() if isinstance(written, dict) else ():
        words = [word for word in (key, value) if isinstance(word, str) and _RELATIVE.search(word)]
        if words:
            told = {
                "found": f"{words[0]!r} makes the scale relative: its ends move with what others did",
                "path": (key,),
                "rule": RELATIVE_SCALE,
                "arithmetic": _ARITHMETIC,
                "remedy": "Write both ends as fixed values, such as zero_at: 50 and hundred_at: 80",
            }
            raise PydanticCustomError("at_path", "{found}", told)
    return written
