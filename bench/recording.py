"""Putting printed tables into the documentation, between two markers."""

from pathlib import Path

BEGIN, END = "<!-- bench -->", "<!-- /bench -->"


def record(file: Path, tables: str) -> None:
    """Replace what stands between the markers in `file`; raises SystemExit where they are missing."""
    before, after = around(file)
    file.write_text(f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}", encoding="utf-8")


def around(file: Path) -> tuple[str, str]:
    """Return what stands before and after the place for the tables; raises SystemExit where there is none."""
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{file} has no place for the tables: the lines {BEGIN} and {END}")
    return before, after
