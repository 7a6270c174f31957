"""Calling Zabbix: a token in the header, or in the question for versions that know no header."""

from typing import TYPE_CHECKING, Any

from collector.connectors.answers import unexpected
from collector.connectors.options import HttpOptions
from collector.errors import Problem, SourceUnreadable
from collector.remote.settings import Bearer
from collector.remote.surroundings import Surroundings

if TYPE_CHECKING:
    from collector.remote.client import Client

_PATH = "api_jsonrpc.php"
_TAKES_HEADER = (6, 4)
"""The version from which a token stands in the header; the versions before read it in the question alone."""

_TAKES_TOKENS = (5, 4)
_KNOWS_HOST_GROUPS = (6, 2)


class ZabbixApi:
    """The API of one Zabbix for one run."""

    def __init__(self, options: HttpOptions, surroundings: Surroundings, client: "Client") -> None:
        # Only here: reading the registry needs no library for the network.
        from collector.remote.client import Client  # noqa: PLC0415 - see above

        self._options = options
        self._surroundings = surroundings
        self._signed = client
        self._unsigned = Client(options.model_copy(update={"sign_in": None}), surroundings)
        self._version: tuple[int, int] | None = None
        self._sent_at: int | None = None
        self.content_hash = ""

    @property
    def address(self) -> str:
        """Where it is asked, for people."""
        return f"{self._options.address}/{_PATH}"

    def close(self) -> None:
        """Close the connections."""
        self._unsigned.close()

    def now(self) -> int:
        """Return the instant of Zabbix's own clock at its last answer; ours where it does not say."""
        if self._version is None:
            self._read_version()
        return self._surroundings.now() if self._sent_at is None else self._sent_at

    def knows_host_groups(self) -> bool:
        """Return whether groups of hosts are named so; before 6.2 they are `groups`."""
        return self._read_version() >= _KNOWS_HOST_GROUPS

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """Return the result of `method`.

        Raises SourceUnreadable for an error of Zabbix, in our words: its own may quote what was asked.
        """
        if self._read_version() >= _TAKES_HEADER:
            return self._call(self._signed, method, params, {})
        sign_in = self._options.sign_in
        token = self._surroundings.secret(sign_in.token_env) if isinstance(sign_in, Bearer) else ""
        return self._call(self._unsigned, method, params, {"auth": token})

    def records(self, method: str, params: dict[str, Any]) -> list[Any]:
        """Return the result of `method`, a list; raises SourceUnreadable for anything else."""
        found = self.ask(method, params)
        if not isinstance(found, list):
            raise self.unexpected(f"the answer to {method} is no list")
        return found

    def _read_version(self) -> tuple[int, int]:
        if self._version is None:
            # Newer versions refuse this question where it is signed.
            told = str(self._call(self._unsigned, "apiinfo.version", {}, {}))
            parts = told.split(".")
            if len(parts) < 2 or not (parts[0].isdecimal() and parts[1].isdecimal()):
                raise self.unexpected("the version of Zabbix is not told as 6.0.14")
            self._version = (int(parts[0]), int(parts[1]))
            if self._version < _TAKES_TOKENS:
                raise self.unexpected("this Zabbix is older than 5.4 and knows no API tokens")
        return self._version

    def _call(self, client: "Client", method: str, params: dict[str, Any], more: dict[str, str]) -> Any:
        body = {"jsonrpc": "2.0", "method": method, "params": params, "id": 1, **more}
        answer = client.post(_PATH, body)
        self._sent_at = answer.sent_at
        self.content_hash = answer.content_hash
        content = answer.json()
        if not isinstance(content, dict):
            raise self.unexpected("the answer is no JSON-RPC")
        if "error" in content:
            raise self._refused(method, content["error"])
        if "result" not in content:
            raise self.unexpected(f"the answer to {method} holds no result")
        return content["result"]

    def _refused(self, method: str, error: Any) -> SourceUnreadable:
        code = str(error.get("code", "")) if isinstance(error, dict) else ""
        known = code if code.lstrip("-").isdecimal() else "no code"
        return SourceUnreadable(
            Problem(
                f"Zabbix refused {method} with error {known}",
                remedy="Check the token, what its role may ask, and that it has not expired",
                file=self.address,
            )
        )

    def unexpected(self, found: str) -> SourceUnreadable:
        """Return the error for an answer of another shape than the documented one."""
        return unexpected(self.address, found)
