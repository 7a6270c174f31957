"""Putting printed tables into the documentation, between two markers."""

from pathlib import Path

BEGIN, END = "<!-- bench -->", "<!-- /bench -->"


def record(file: Path, tables: str) -> None:
    """Replace what stands between the markers in `file`; raises SystemExit where they are missing."""
    text = file.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{file} has no place for the tables: the lines {BEGIN} and {END}")
    file.write_text(f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}", encoding="utf-8")
