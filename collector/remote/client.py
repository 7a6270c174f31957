"""One client for one system: it asks no other host, verifies, limits, waits and tries again."""

import json
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx2
import stamina

from collector.errors import Problem, SourceUnreadable
from collector.identifiers import content_hash
from collector.instants import from_datetime
from collector.remote.settings import Connection
from collector.remote.signing_in import SigningIn, signing_in
from collector.remote.surroundings import Surroundings

_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers after which the same request may go well later."""

_LONGEST_WAIT = 120.0
"""Seconds that a run waits where a system asks for patience; for more it leaves it to the next run."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 3


@dataclass(frozen=True)
class Answer:
    """What a system answered: status, headers and body, unpacked."""

    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_hash(self) -> str:
        """The hash of the body."""
        return content_hash(self.body)

    @property
    def sent_at(self) -> int | None:
        """When the system's own clock says it answered; None where it does not say."""
        try:
            return from_datetime(parsedate_to_datetime(self.headers.get("date", "")))
        except ValueError:
            return None

    def text(self) -> str:
        """Return the body as text; raises SourceUnreadable where it is not UTF-8."""
        try:
            return self.body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise unreadable(self.address, "the answer is no UTF-8 text") from error

    def json(self) -> Any:
        """Return the body as JSON, numbers as they were written, as text; raises SourceUnreadable."""
        try:
            return json.loads(self.body, parse_float=str, parse_int=str, parse_constant=str)
        except (ValueError, RecursionError) as error:
            raise unreadable(self.address, "the answer is no JSON, or was cut off") from error


class _TryLater(Exception):  # noqa: N818 - what to do about it, named as that
    """A request that may go well later; `after` seconds if the system said so."""

    def __init__(self, problem: Problem, after: float | None = None) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.after = after


class Client:
    """Asks one system; requests are verified, limited in size and time, and tried again where that helps."""

    def __init__(self, connection: Connection, surroundings: Surroundings) -> None:
        self._connection = connection
        self._surroundings = surroundings
        self._signing_in: SigningIn = signing_in(connection.sign_in, surroundings, self._send_once)
        self._client = httpx2.Client(
            verify=_trusted(connection, surroundings),
            proxy=connection.proxy,
            timeout=connection.time_out,
            trust_env=False,
            follow_redirects=False,
        )
        self._asked_at = 0.0

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Answer:
        """Return the answer to a GET of `path` below the system's address, or of an address on its host."""
        return self.ask("GET", path, query=query)

    def post(self, path: str, body: object, query: Mapping[str, str] | None = None) -> Answer:
        """Return the answer to a POST of `body` as JSON."""
        return self.ask("POST", path, query=query, body=body)

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return the answer to a request; anything but 2xx is a problem.

        Raises SourceUnreadable, naming address and status but no secret, no query and nothing of the answer.
        """
        address = self._address(path)
        try:
            for attempt in stamina.retry_context(
                on=self._wait_before_next,
                attempts=self._connection.attempts,
                timeout=None,
                wait_initial=0.5,
                wait_max=30,
                wait_jitter=1,
            ):
                with attempt:
                    signed = {**(headers or {}), **self._signing_in.headers()}
                    return self._follow(method, address, query, body, signed)
        except _TryLater as error:
            raise SourceUnreadable(error.problem) from error
        raise unreadable(address, "no attempt was made")  # pragma: no cover - at least one attempt is made

    def _wait_before_next(self, error: Exception) -> bool | float:
        if not isinstance(error, _TryLater) or self._surroundings.is_time_up():
            return False
        if error.after is None:
            return True
        return error.after if error.after <= _LONGEST_WAIT else False

    def _address(self, path: str) -> str:
        base = self._connection.address + "/"
        address = urljoin(base, path.lstrip("/") if "://" not in path else path)
        self._refuse_other_hosts(address)
        return address

    def _refuse_other_hosts(self, address: str) -> None:
        wanted, named = urlsplit(self._connection.address), urlsplit(address)
        if (named.scheme, named.hostname, named.port) != (wanted.scheme, wanted.hostname, wanted.port):
            raise unreadable(
                without_query(address),
                "this is not the host that the sources file names",
                "If the system really moved, name its new address in the sources file",
            )

    def _follow(
        self,
        method: str,
        address: str,
        query: Mapping[str, str] | None,
        body: object,
        headers: Mapping[str, str],
    ) -> Answer:
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._send_once(method, address, query=query, body=body, headers=headers)
            if answer.status not in _REDIRECTS:
                return self._judged(answer)
            address, query = urljoin(address, answer.headers.get("location", "")), None
            self._refuse_other_hosts(address)
        raise unreadable(without_query(address), f"it redirects more than {_MOST_REDIRECTS} times")

    def _judged(self, answer: Answer) -> Answer:
        if 200 <= answer.status < 300:
            return answer
        if answer.status == 401:
            self._signing_in.forget()
        told = _problem(answer.address, f"the system answered {answer.status}", _remedy(answer.status))
        if answer.status in _BUSY:
            raise _TryLater(told, _retry_after(answer, self._surroundings.now()))
        raise SourceUnreadable(told)

    def _send_once(
        self,
        method: str,
        address: str,
        *,
        query: Mapping[str, str] | None = None,
        body: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        self._keep_pause()
        request = self._client.build_request(
            method,
            address,
            params=query,
            json=body,
            data=form,
            headers={"Accept": "application/json", **(headers or {})},
        )
        with _as_problems(without_query(address)):
            response = self._client.send(request, stream=True)
            try:
                content = self._body(response, without_query(address))
            finally:
                response.close()
        return Answer(
            without_query(address),
            response.status_code,
            {name.lower(): value for name, value in response.headers.items()},
            content,
        )

    def _body(self, response: httpx2.Response, address: str) -> bytes:
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > self._connection.largest_answer:
                raise unreadable(
                    address,
                    f"the answer is larger than {self._connection.largest_answer} bytes",
                    "Ask for fewer rows at once, or raise `largest_answer` if that is right",
                )
            parts.append(part)
        return b"".join(parts)

    def _keep_pause(self) -> None:
        rest = self._asked_at + self._connection.pause - time.monotonic()
        if rest > 0:
            self._surroundings.sleep(rest)
        self._asked_at = time.monotonic()


def unreadable(address: str, found: str, remedy: str = "") -> SourceUnreadable:
    """Return the error for an answer that cannot be used; `address` without query."""
    return SourceUnreadable(_problem(address, found, remedy))


def without_query(address: str) -> str:
    """Return an address without its query, which may hold what nobody should read."""
    return address.split("?", 1)[0].split("#", 1)[0]


def _problem(address: str, found: str, remedy: str = "") -> Problem:
    return Problem(found, remedy=remedy, file=address)


def _remedy(status: int) -> str:
    if status in (401, 403):
        return "Check `sign_in` and what the account may read"
    if status in (404, 410):
        return "Check `address` and the version of the system"
    return ""


def _retry_after(answer: Answer, now: int) -> float | None:
    """Return the seconds that `Retry-After` asks for: a number, or a moment (RFC 9110, 10.2.3)."""
    told = answer.headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return float(told)
    try:
        return float(max(0, from_datetime(parsedate_to_datetime(told)) - now))
    except ValueError:
        return None


@contextmanager
def _as_problems(address: str) -> Iterator[None]:
    """Turn what goes wrong on the way into an error that names the address, and not what was sent."""
    try:
        yield
    except httpx2.TransportError as error:
        # The text of the library may quote an address with its user and password.
        told = f"the system cannot be reached: {_kind(error)}"
        raise _TryLater(_problem(address, told)) from None
    except httpx2.DecodingError:
        raise _TryLater(_problem(address, "the answer cannot be unpacked, or was cut off")) from None
    except (httpx2.InvalidURL, httpx2.HTTPError) as error:
        raise unreadable(address, f"the request could not be made: {_kind(error)}") from None


def _kind(error: Exception) -> str:
    words = {
        httpx2.ConnectTimeout: "no connection in time",
        httpx2.ReadTimeout: "no answer in time",
        httpx2.ConnectError: "no connection (or its certificate is not trusted)",
        httpx2.RemoteProtocolError: "the answer was cut off or is no HTTP",
        httpx2.ProxyError: "the proxy refused",
    }
    return next((text for kind, text in words.items() if isinstance(error, kind)), type(error).__name__)


def _trusted(connection: Connection, surroundings: Surroundings) -> ssl.SSLContext:
    if connection.certificate_authority is None:
        return ssl.create_default_context()
    path = surroundings.folder / connection.certificate_authority
    try:
        return ssl.create_default_context(cafile=str(path))
    except (OSError, ssl.SSLError) as error:
        raise unreadable(str(path), "this is no readable PEM file of certificates") from error
