"""Every message id that code and templates look up, found as a translator's tool finds them."""

from importlib.resources import files
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

KEYWORDS = {"text": None, "marked": None, "plural": (1, 2)}
METHODS = [
    ("**/wording/**.py", "python"),
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2.ext:babel_extract"),
]
OPTIONS = {"**/templates/**.html": {"silent": "false", "trimmed": "false"}}


def messages_in_use() -> Catalog:
    """Return the catalogue of the messages that the packages of pages and program use."""
    root = Path(str(files("dashboards"))).parent
    catalogue = Catalog(domain="supplierwatch")
    for package in ("dashboards", "supplierwatch"):
        for name, line, message, comments, context in extract_from_dir(
            root / package, METHODS, OPTIONS, KEYWORDS
        ):
            catalogue.add(
                message, locations=[(f"{package}/{name}", line)], auto_comments=comments, context=context
            )
    return catalogue
