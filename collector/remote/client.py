"""One client for one system: it asks no other host, verifies, limits, waits and tries again."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx2
import stamina

from collector.errors import Problem, Severity, SourceUnreadable
from collector.remote.answer import Answer
from collector.remote.patience import LONGEST_WAIT, judged
from collector.remote.problems import TryLater, told, unreadable, without_query
from collector.remote.sending import Sender
from collector.remote.settings import Connection
from collector.remote.signing_in import SigningIn, signing_in
from collector.remote.surroundings import Surroundings

__all__ = ["Answer", "Client", "unreadable", "without_query"]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 3
_CLOCK_TOLERANCE = 60
"""Seconds that the clock of a system may differ from ours before it is told."""

# Without: at the first retry the library would load others in a thread of ours, and count into their metrics.
stamina.instrumentation.set_on_retry_hooks(())


class Client:
    """Asks one system during one run; not for several threads at once.

    Requests are verified, limited in size and time, and tried again where that helps.
    """

    def __init__(self, connection: Connection, surroundings: Surroundings) -> None:
        self._connection = connection
        self._surroundings = surroundings
        self._signing_in: SigningIn = signing_in(connection.sign_in, surroundings, self._fetch_token)
        self._sender = Sender(connection, surroundings)
        self._clock_is_checked = False
        self._remarks: list[Problem] = []

    def close(self) -> None:
        """Close the connections."""
        self._sender.close()

    def remarks(self) -> tuple[Problem, ...]:
        """Return what a person should know of the system, such as a wrong clock; each is told once."""
        found, self._remarks = tuple(self._remarks), []
        return found

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
        accepted: frozenset[int] = frozenset(),
    ) -> Answer:
        """Return the answer to a request; anything but 2xx and the statuses `accepted` is a problem.

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
                    answer = self._signed(method, address, query, body, headers or {})
                    return judged(answer, self._surroundings.now(), accepted=accepted)
        except TryLater as error:
            problem = error.problem
        raise SourceUnreadable(problem)

    @contextmanager
    def lines(self, path: str, body: object, seconds: float) -> Iterator[Iterator[str]]:
        """Yield the lines of an answer to a POST that goes on, for as long as `seconds`.

        What is sent after entering is not missed. The last line may be waited for as long again.
        Raises SourceUnreadable where the system refuses, or ends the answer itself.
        """
        address = self._address(path)
        with self._sender.listening(address, body, self._headers_once(), seconds) as lines:
            yield lines

    def _headers_once(self) -> Mapping[str, str]:
        try:
            return self._signing_in.headers()
        except TryLater as error:
            problem = error.problem
        raise SourceUnreadable(problem)

    def _wait_before_next(self, error: Exception) -> bool | float:
        if not isinstance(error, TryLater) or self._surroundings.is_time_up():
            return False
        if error.after is None:
            return True
        return error.after if error.after <= LONGEST_WAIT else False

    def _signed(
        self,
        method: str,
        address: str,
        query: Mapping[str, str] | None,
        body: object,
        headers: Mapping[str, str],
    ) -> Answer:
        answer = self._follow(method, address, query, body, {**headers, **self._signing_in.headers()})
        if answer.status == 401 and self._signing_in.forget():
            return self._follow(method, address, query, body, {**headers, **self._signing_in.headers()})
        return answer

    def _follow(
        self,
        method: str,
        address: str,
        query: Mapping[str, str] | None,
        body: object,
        headers: Mapping[str, str],
    ) -> Answer:
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._sender.send(method, address, query=query, body=body, headers=headers)
            self._check_clock(answer)
            if answer.status not in _REDIRECTS:
                return answer
            if method != "GET" and answer.status in (301, 302):
                raise unreadable(address, f"the system answered {answer.status} to a {method}", _MOVED)
            if answer.status == 303:
                method, body = "GET", None
            address, query = self._redirected(address, answer), None
        raise unreadable(address, f"it redirects more than {_MOST_REDIRECTS} times")

    def _redirected(self, address: str, answer: Answer) -> str:
        to = answer.headers.get("location", "")
        if to == "":
            raise unreadable(address, "it redirects, and does not say where to")
        return self._checked(_joined(address, to))

    def _address(self, path: str) -> str:
        base = self._connection.address + "/"
        return self._checked(_joined(base, path if "://" in path else path.lstrip("/")))

    def _checked(self, address: httpx2.URL) -> str:
        wanted = httpx2.URL(self._connection.address)
        if _place(address) != _place(wanted) or address.userinfo:
            # Where on that host is the system's word, and may hold what nobody should read.
            origin = f"{address.scheme}://{address.netloc.decode('ascii', 'replace')}"
            raise unreadable(origin, _OTHER_HOST, _MOVED)
        return str(address)

    def _check_clock(self, answer: Answer) -> None:
        if self._clock_is_checked or answer.sent_at is None:
            return
        self._clock_is_checked = True
        ahead = answer.sent_at - self._surroundings.now()
        if abs(ahead) > _CLOCK_TOLERANCE:
            self._remarks.append(_clock_differs(self._connection.address, ahead))

    def _fetch_token(self, address: str, form: Mapping[str, str]) -> Answer:
        answer = self._sender.send("POST", address, form=form)
        return judged(answer, self._surroundings.now())


_OTHER_HOST = "this is not the host that the sources file names"
_MOVED = "If the system really moved, name its new address in the sources file"
_USUAL_PORTS = {"https": 443, "http": 80}


def _joined(base: str, path: str) -> httpx2.URL:
    """Return the address of `path` as the library understands it, which will send there."""
    try:
        return httpx2.URL(base).join(path)
    except httpx2.InvalidURL:
        pass
    raise unreadable(base, "the system names an address that is none")


def _place(address: httpx2.URL) -> tuple[str, bytes, int | None]:
    # The host as it is asked for: of one name, letters beyond ASCII can be written in two ways.
    return address.scheme, address.raw_host, address.port or _USUAL_PORTS.get(address.scheme)


def _clock_differs(address: str, ahead: int) -> Problem:
    way = "ahead of" if ahead > 0 else "behind"
    problem = told(
        address,
        f"the clock of the system is {abs(ahead)} seconds {way} ours",
        "Set both by a time server: what changed just now may be collected late, and is compared wrongly",
    )
    return Problem(problem.found, remedy=problem.remedy, file=problem.file, severity=Severity.WARNING)
