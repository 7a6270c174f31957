"""Programs of the system that read what was written: poppler's and LibreOffice."""

import shutil
import subprocess
from pathlib import Path

import pytest


def program(name: str, package: str) -> str:
    """Return the path of a program, or skip the test naming the package that has it."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed (Debian package {package})")
    return found


def pdf_text(pdf: Path, *options: str) -> str:
    """Return the text of a PDF."""
    done = subprocess.run(
        [program("pdftotext", "poppler-utils"), *options, str(pdf), "-"], capture_output=True, check=True
    )
    return done.stdout.decode()


def pdf_facts(pdf: Path) -> dict[str, str]:
    """Return what pdfinfo says of a PDF."""
    done = subprocess.run([program("pdfinfo", "poppler-utils"), str(pdf)], capture_output=True, check=True)
    lines = (line.partition(":") for line in done.stdout.decode().splitlines())
    return {name: value.strip() for name, _, value in lines}


def dark_shares(pdf: Path) -> list[float]:
    """Return of each page the share of it that is inked, drawn at 50 pixels an inch."""
    folder = pdf.parent / f"{pdf.stem}-pages"
    folder.mkdir()
    subprocess.run(
        [program("pdftoppm", "poppler-utils"), "-gray", "-r", "50", str(pdf), str(folder / "page")],
        check=True,
    )
    shares = []
    for page in sorted(folder.iterdir()):
        # A PGM is three lines of head and a byte for each pixel.
        pixels = page.read_bytes().split(b"\n", 3)[3]
        shares.append(sum(pixel < 128 for pixel in pixels) / len(pixels))
    return shares


def converted(path: Path, form: str, profile: Path) -> Path:
    """Return what LibreOffice makes of `path`: `pdf`, or `docx` written anew."""
    out = path.parent / "converted"
    subprocess.run(
        [
            program("soffice", "libreoffice-writer-nogui"),
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--convert-to",
            "docx:MS Word 2007 XML" if form == "docx" else form,
            "--outdir",
            str(out),
            str(path),
        ],
        capture_output=True,
        check=True,
        timeout=120,
    )
    return out / f"{path.stem}.{form}"
