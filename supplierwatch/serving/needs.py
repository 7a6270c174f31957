"""What the service needs beside the program: libraries of the extra `serve`."""

from importlib.util import find_spec

from collector.errors import SupplierwatchError

NEEDED = (
    "apscheduler",
    "apprise",
    "authlib",
    "fastapi",
    "httpx2",
    "itsdangerous",
    "prometheus_client",
    "uvicorn",
)


def check_extra() -> None:
    """Raise SupplierwatchError where a library of the extra is missing."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise SupplierwatchError(
            f"the service needs {', '.join(missing)}, which is not installed. "
            "Install supplierwatch with its extra: pip install 'supplierwatch[serve]'"
        )
