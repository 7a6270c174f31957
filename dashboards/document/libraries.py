"""What is said where a library of the extra `reports` is missing."""

from collector.errors import SupplierwatchError


def extra_missing(library: str | None) -> SupplierwatchError:
    """Return the error for a library of the extra `reports` that is not installed."""
    return SupplierwatchError(
        f"writing a document in this form needs {library}, which is not installed. "
        "Install supplierwatch with its extra: pip install 'supplierwatch[reports]'"
    )
