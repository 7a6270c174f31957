"""The one place that speaks to Grafana: folders, dashboards, data sources and annotations over its HTTP API.

The library is grafana-api. It is archived, so what it leaves out is done here: addresses are quoted, answers
that are no JSON and addresses that lead elsewhere are told as what they are.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from collector.errors import SupplierwatchError
from dashboards.grafana.dashboard import TAG
from dashboards.grafana.marks import KEY, Mark

MOST_ANNOTATIONS = 20_000
"""How many annotations of one language are looked through for those that are there already."""

_SHOWN = 200
_EXTRA = (
    "pushing dashboards needs the library grafana-api, which is not installed. "
    "Install the program as supplierwatch[grafana]"
)
Answer = TypeVar("Answer")


class Grafana:
    """One organisation of one Grafana, as its token sees it.

    Every method raises SupplierwatchError where Grafana does not answer, refuses, or answers something else.
    """

    def __init__(self, address: str, token: str, timeout_seconds: int) -> None:
        """Prepare to speak to the Grafana at `address`; nothing is sent yet."""
        try:
            from grafana_api.grafana_face import GrafanaFace  # noqa: PLC0415 - optional
        except ImportError:
            raise SupplierwatchError(_EXTRA) from None
        parts = urlsplit(address)
        path = parts.path.strip("/")
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        self._address = address
        self._face = GrafanaFace(
            auth=token,
            host=host,
            port=parts.port,
            url_path_prefix=f"{path}/" if path else "",
            protocol=parts.scheme,
            timeout=float(timeout_seconds),
        )
        # Whoever redirects is not the Grafana that was named, and the token is not for it.
        self._face.api.s.max_redirects = 0

    def ensure_folder(self, uid: str, title: str) -> None:
        """Make the folder `uid`, called `title`, unless it is there."""
        known = self._ask(self._face.folder.get_all_folders)
        if uid not in {one.get("uid") for one in _rows(known)}:
            self._ask(lambda: self._face.folder.create_folder(title, uid=uid))

    def missing_data_sources(self, uids: Iterable[str]) -> list[str]:
        """Return which of the data sources `uids` Grafana does not have."""
        known = self._ask(self._face.datasource.list_datasources)
        there = {one.get("uid") for one in _rows(known)}
        return [uid for uid in uids if uid not in there]

    def put_dashboard(self, content: dict[str, Any], folder: str) -> str:
        """Write a dashboard into the folder `folder`, over the one with its uid; return its path."""
        body = {"dashboard": {**content, "id": None}, "folderUid": folder, "overwrite": True}
        answer = self._ask(lambda: self._face.dashboard.update_dashboard(body))
        return str(answer.get("url", "")) if isinstance(answer, dict) else ""

    def annotate(self, marks: Iterable[Mark], language: str) -> int:
        """Write those of `marks` (all in `language`) that are not there yet; return how many were written."""
        present = self._keys(language)
        written = 0
        for mark in marks:
            if mark.key not in present:
                self._ask(lambda mark=mark: self._add(mark))  # type: ignore[misc]  # the default binds the loop's mark
                written += 1
        return written

    def _add(self, mark: Mark) -> Any:
        instant = mark.at * 1000
        return self._face.annotations.add_annotation(
            time_from=instant, time_to=instant, tags=list(mark.tags), text=mark.text
        )

    def _keys(self, language: str) -> set[str]:
        tags = [quote(tag, safe="") for tag in (TAG, language)]
        find = self._face.annotations.get_annotation
        found = _rows(self._ask(lambda: find(tags=tags, limit=MOST_ANNOTATIONS)))
        if len(found) >= MOST_ANNOTATIONS:
            raise SupplierwatchError(
                f"Grafana at {self._address} has {MOST_ANNOTATIONS} annotations tagged {TAG} and {language}, "
                "more than are looked through. Remove old ones, or nobody can tell which are there already"
            )
        tagged = (str(tag) for one in found for tag in one.get("tags") or ())
        return {tag.removeprefix(KEY) for tag in tagged if tag.startswith(KEY)}

    def _ask(self, question: Callable[[], Answer]) -> Answer:
        from grafana_api.grafana_api import GrafanaException  # noqa: PLC0415 - as above
        from requests import JSONDecodeError, RequestException, TooManyRedirects  # noqa: PLC0415 - as above

        try:
            return question()
        except GrafanaException as error:
            raise SupplierwatchError(self._told(error.status_code, error.response)) from None
        except TooManyRedirects:
            raise SupplierwatchError(
                f"{self._address} leads to another address. Name that one, if it is Grafana"
            ) from None
        except JSONDecodeError:
            raise SupplierwatchError(self._no_json()) from None
        except RequestException as error:
            kind = type(error).__name__
            raise SupplierwatchError(f"Grafana at {self._address} does not answer ({kind})") from None
        except TypeError:
            # The library looks for a message inside an answer that is text.
            raise SupplierwatchError(self._no_json()) from None

    def _no_json(self) -> str:
        return (
            f"{self._address} answers with something that is no JSON, such as a page to sign in. "
            "Check the address, and the path Grafana is served below"
        )

    def _told(self, status: int, response: Any) -> str:
        message = response.get("message", "") if isinstance(response, dict) else ""
        said = f": {str(message)[:_SHOWN]}" if message else ""
        return f"Grafana at {self._address} answers {status}{said}. {_REMEDIES.get(status, _OTHER)}"


_OTHER = "Its log says more"
_REMEDIES = {
    400: "It may hold a dashboard of the same uid from files, which it does not overwrite",
    401: "The token is wrong or has run out; make a new one for a service account",
    403: "The token's service account needs the role Editor",
    404: "Check the address, and the path Grafana is served below",
    412: "Somebody changed the dashboard meanwhile, or its title is taken in the folder; push again",
}


def _rows(answer: Any) -> list[dict[str, Any]]:
    """The objects of an answer that is a list; nothing else of it means anything here."""
    if not isinstance(answer, list):
        raise SupplierwatchError("Grafana answers with something else than the list that was asked for")
    return [one for one in answer if isinstance(one, dict)]
