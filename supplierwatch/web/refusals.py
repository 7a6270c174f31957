"""Refusing a request: with which status, and what the person is told."""

from collections.abc import Mapping


class Refused(Exception):  # noqa: N818 - a decision about a request, named as one
    """A request that is not answered: `status` is the HTTP status, `detail` may be shown to anybody."""

    def __init__(self, status: int, detail: str = "", headers: Mapping[str, str] | None = None) -> None:
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        super().__init__(f"{status} {detail}")
