"""One request and its answer: verified, of limited size and time, every failure an error without secrets."""

import logging
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx2

from collector.errors import SourceUnreadable
from collector.remote.answer import Answer
from collector.remote.deadline import Deadline, kept_to
from collector.remote.listening import lines_of
from collector.remote.pacing import wait_for_turn
from collector.remote.patience import judged
from collector.remote.problems import TryLater, told, unreadable, without_query
from collector.remote.settings import Connection
from collector.remote.surroundings import Surroundings
from collector.remote.trust import trusted
from collector.remote.unpacking import ASKED_FOR, Damaged, unpacked


class Sender:
    """Sends requests as they are, once."""

    def __init__(self, connection: Connection, surroundings: Surroundings) -> None:
        _keep_library_silent()
        self._connection = connection
        self._surroundings = surroundings
        self._deadline = Deadline()
        authority = connection.certificate_authority
        self._client = httpx2.Client(
            transport=kept_to(
                self._deadline,
                httpx2.HTTPTransport(
                    verify=trusted(None if authority is None else surroundings.folder / authority),
                    proxy=connection.proxy,
                    trust_env=False,
                ),
            ),
            timeout=connection.time_out,
            # Neither proxies nor passwords come from the surroundings: only the sources file says.
            trust_env=False,
            follow_redirects=False,
            headers={"Accept": "application/json", "Accept-Encoding": ASKED_FOR},
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def send(
        self,
        method: str,
        address: str,
        *,
        query: Mapping[str, str] | None = None,
        body: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return the answer, whatever its status.

        Raises TryLater where the way there failed and SourceUnreadable where another try would not help.
        """
        failed: TryLater | SourceUnreadable
        try:
            request = self._client.build_request(
                method, address, params=query, json=body, data=form, headers=headers
            )
            wait_for_turn(request.url.netloc.decode(), self._connection.pause, self._surroundings.sleep)
            return self._received(request)
        except Damaged as error:
            failed = TryLater(told(address, str(error)))
        except httpx2.TransportError as error:
            failed = (
                self._too_slow(address)
                if self._deadline.is_over()
                else _failed(address, error, self._connection.proxy)
            )
        except (httpx2.InvalidURL, httpx2.HTTPError) as error:
            failed = unreadable(address, f"the request could not be made: {type(error).__name__}")
        # Outside: the library's errors hold the request with its headers, and would be kept as context.
        raise failed

    @contextmanager
    def listening(
        self, address: str, body: object, headers: Mapping[str, str], seconds: float
    ) -> Iterator[Iterator[str]]:
        """Yield the lines of an answer that goes on; see `Client.lines`."""
        failed: TryLater | SourceUnreadable
        self._deadline.ends_at = None
        try:
            timeout = httpx2.Timeout(self._connection.time_out, read=seconds)
            plain = {**headers, "Accept-Encoding": "identity"}
            with self._client.stream("POST", address, json=body, headers=plain, timeout=timeout) as response:
                answer = Answer(without_query(address), response.status_code, dict(response.headers), b"")
                judged(answer, self._surroundings.now())
                yield lines_of(response.iter_raw(), address, seconds, self._connection.largest_answer)
        except httpx2.TransportError as error:
            failed = _failed(address, error, self._connection.proxy)
        except TryLater as error:
            failed = error
        else:
            return
        raise SourceUnreadable(failed.problem)

    def _received(self, request: httpx2.Request) -> Answer:
        self._deadline.ends_at = time.monotonic() + self._connection.longest_time
        response = self._client.send(request, stream=True)
        try:
            body = self._body(response)
        finally:
            response.close()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(without_query(str(request.url)), response.status_code, headers, body)

    def _body(self, response: httpx2.Response) -> bytes:
        limit, body, came = self._connection.largest_answer, bytearray(), 0

        def parts() -> Iterator[bytes]:
            nonlocal came
            for part in response.iter_raw():
                came += len(part)
                if came > limit:
                    raise self._too_large(response)
                if self._deadline.is_over():
                    raise self._too_slow(str(response.url))
                yield part

        for piece in unpacked(parts(), response.headers.get("content-encoding", "")):
            body += piece
            if len(body) > limit:
                raise self._too_large(response)
        return bytes(body)

    def _too_large(self, response: httpx2.Response) -> SourceUnreadable:
        return unreadable(
            str(response.url),
            f"the answer is larger than {self._connection.largest_answer} bytes",
            "Ask for fewer rows at once, or raise `largest_answer` if that is right",
        )

    def _too_slow(self, address: str) -> SourceUnreadable:
        return unreadable(
            address,
            f"the answer did not end within {self._connection.longest_time} seconds",
            "Ask for fewer rows at once, or raise `longest_time` if that is right",
        )


def _keep_library_silent() -> None:
    """Keep the libraries from writing addresses with their queries, and headers, to the log."""
    for name in ("httpx2", "httpcore2"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _failed(address: str, error: httpx2.TransportError, proxy: str | None) -> TryLater | SourceUnreadable:
    refused = _certificate_error(error)
    if refused is not None:
        return unreadable(
            address,
            f"the system's certificate is not trusted: {refused.verify_message}",
            "Name the authority that signed it under `certificate_authority`, or mend the certificate",
        )
    way = "`address`" if proxy is None else "`address` and `proxy`, through which it is asked,"
    remedy = f"Check {way} and whether this machine may connect there"
    return TryLater(told(address, f"the system cannot be reached: {_kind(error)}", remedy))


def _certificate_error(error: BaseException) -> ssl.SSLCertVerificationError | None:
    found: BaseException | None = error
    while found is not None and not isinstance(found, ssl.SSLCertVerificationError):
        found = found.__cause__ or found.__context__
    return found


_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (httpx2.ConnectTimeout, "no connection in time"),
    (httpx2.TimeoutException, "no answer in time"),
    (httpx2.ConnectError, "no connection"),
    (httpx2.RemoteProtocolError, "the answer was cut off or is no HTTP"),
    (httpx2.ProxyError, "the proxy refused"),
)


def _kind(error: httpx2.TransportError) -> str:
    return next((text for kind, text in _WORDS if isinstance(error, kind)), type(error).__name__)
