"""What the figures were measured on: processor, cores, versions; no name of a host, no path."""

import os
import platform
import shutil
import sqlite3
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tests.databases import postgresql_programs

_PACKAGES = (
    "numpy",
    "pandas",
    "pyarrow",
    "SQLAlchemy",
    "adbc-driver-sqlite",
    "adbc-driver-postgresql",
    "duckdb",
    "bizdurr",
    "business-duration",
)


def machine_line() -> str:
    """One paragraph: machine, versions, and how busy it was before anything was timed."""
    versions = ", ".join(f"{name} {_version(name)}" for name in _PACKAGES)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB; "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {versions}, "
        f"SQLite {sqlite3.sqlite_version}, PostgreSQL {_postgresql()}, Prometheus {_prometheus()}; "
        f"load before the run {os.getloadavg()[0]:.1f}."
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _postgresql() -> str:
    programs = postgresql_programs()
    if programs is None:
        return "missing"
    answer = subprocess.run([programs / "postgres", "--version"], check=True, capture_output=True, text=True)
    return answer.stdout.split()[2]


def _prometheus() -> str:
    program = shutil.which("prometheus")
    if program is None:
        return "missing"
    answer = subprocess.run([program, "--version"], check=True, capture_output=True, text=True)
    return (answer.stdout or answer.stderr).split()[2]
