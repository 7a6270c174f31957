"""The command `version`."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version

from supplierwatch.cli.session import write_text


def version() -> None:
    """Say which version of supplierwatch this is."""
    write_text(f"supplierwatch {find_version()}")


def find_version() -> str:
    """Return the version that is installed; a plain checkout has none."""
    try:
        return installed_version("supplierwatch")
    except PackageNotFoundError:
        return "(not installed)"
