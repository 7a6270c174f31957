"""Lines of the log: an event and what belongs to it, as key=value."""

import json
import logging
import sys
import time


def told(event: str, **fields: object) -> str:
    """Return the line `event=... key=value ...`; text with spaces, quotes or line breaks is quoted."""
    return " ".join(f"{name}={_quoted(str(value))}" for name, value in {"event": event, **fields}.items())


def _quoted(text: str) -> str:
    plain = text != "" and text.isprintable() and not any(sign in text for sign in " \"='\\")
    return text if plain else json.dumps(text)


def log_to_standard_error(*, quiet: bool) -> None:
    """Write what the program logs to standard error; `quiet` leaves warnings and errors."""
    formatter = logging.Formatter("time=%(asctime)s level=%(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    formatter.converter = time.gmtime
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logger = logging.getLogger("supplierwatch")
    logger.handlers = [handler]
    logger.setLevel(logging.WARNING if quiet else logging.INFO)
    logger.propagate = False
    # The ticker warns of each tick that finds its lane still at work, which is how lanes are meant to be.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
