"""What every page of HTML stands on: templates that escape, and one style, allowed by its hash."""

import base64
import hashlib
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


@cache
def page_environment(package: str) -> Environment:
    """Return the templates of a package; all values are escaped, and one that is missing is an error."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def page_style(*files: tuple[str, str]) -> Markup:
    """Return the style in files, each a package and a name, one after another."""
    parts = [page_environment(package).get_template(name).render() for package, name in files]
    return Markup("".join(parts))  # noqa: S704 - our own files, no values


def style_hash(style: str) -> str:
    """Return the hash by which a content security policy allows `style`."""
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
