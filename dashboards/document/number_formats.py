"""How a spreadsheet shows a number as the document does: its decimals, and shares as percentages."""

import re

_NUMBER = re.compile(r"[-\u2212]?\d[\d \u00a0\u202f]*(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|\Z))")


def number_format(value: float, text: str, language: str) -> str:
    """Return the format of Excel that shows `value` with the decimals it has in `text`.

    A share of 1 that `text` tells as a percentage is shown as one.
    """
    told = _THOUSANDS.sub("", text) if language == "en" else text
    found = _NUMBER.search(told)
    if found is None:
        return "General"
    digits = re.sub(r"[ \u00a0\u202f]", "", found.group()).replace("\u2212", "-").replace(",", ".")
    decimals = len(digits.partition(".")[2])
    places = "." + "0" * decimals if decimals > 0 else ""
    if "%" in text and abs(value * 100 - float(digits)) <= 10**-decimals:
        return f"0{places}%"
    return f"#,##0{places}"
