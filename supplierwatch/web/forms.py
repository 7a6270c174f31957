"""Forms that only our own pages can send: a signed token, and the browser's word for where they come from."""

import secrets
from urllib.parse import parse_qs, urlsplit

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import Request

from supplierwatch.web.refusals import Refused

FIELD = "form_token"
LONGEST_SECONDS = 12 * 3_600


class FormTokens:
    """Makes and checks tokens of forms; each is good for one person, for some hours."""

    def __init__(self, key: str) -> None:
        self._serializer = URLSafeTimedSerializer(key, salt="supplierwatch form")

    def make(self, name: str) -> str:
        """Return a token for the person called `name`."""
        return self._serializer.dumps(name)

    def is_good(self, token: str, name: str) -> bool:
        """Return whether `token` was made for the person called `name`, and lately."""
        try:
            found = self._serializer.loads(token, max_age=LONGEST_SECONDS)
        except BadData:
            return False
        return isinstance(found, str) and secrets.compare_digest(found.encode(), name.encode())


async def read_own_form(request: Request, tokens: FormTokens, name: str) -> dict[str, str]:
    """Return the fields of a form, each with its first value.

    Raises Refused (403) where it was not sent by a page of ours to the person called `name`.
    """
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise Refused(403, "the form was sent by another site")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers["host"]:
        raise Refused(403, "the form was sent by another site")
    fields = _fields(await request.body())
    if not tokens.is_good(fields.get(FIELD, ""), name):
        raise Refused(403, "the form is too old, or not ours; open the page again")
    return fields


def _fields(content: bytes) -> dict[str, str]:
    try:
        found = parse_qs(content.decode("utf-8"), max_num_fields=8)
    except ValueError:
        raise Refused(400) from None
    return {name: values[0] for name, values in found.items()}
