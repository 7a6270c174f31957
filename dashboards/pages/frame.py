"""What stands around every page: the contract, the way to the other pages, month and language."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboards.pages.addresses import Addresses
from dashboards.viewers import Viewer
from dashboards.wording import Wording
from dashboards.wording.words import LANGUAGES, marked

_PAGES = (
    ("", marked("Overview")),
    ("units", marked("Units")),
    ("reports", marked("Reports")),
    ("decision", marked("Decision")),
    ("health", marked("Data health")),
)
_LANGUAGE_NAMES = {"sv": "Svenska", "en": "English"}


@dataclass(frozen=True)
class Way:
    """A way to another page; `is_here` where it is the one shown."""

    text: str
    address: str
    is_here: bool = False
    language: str = ""


@dataclass(frozen=True)
class MonthChoice:
    """One month to choose."""

    name: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Frame:
    """What stands around a page; `viewer` is empty where nobody signed in, `kept` what the forms send on."""

    language: str
    contract: str
    ways: tuple[Way, ...]
    languages: tuple[Way, ...]
    months: tuple[MonthChoice, ...]
    path: str
    kept: tuple[tuple[str, str], ...]
    viewer: str
    signs_out: bool
    home: str
    form_token: str = ""


@dataclass(frozen=True)
class Asked:
    """How a page was asked for: its path, and what was chosen beside language and month."""

    path: str
    chosen: tuple[tuple[str, str], ...] = ()
    has_months: bool = True
    signs_out: bool = False
    form_token: str = ""


def build_frame(
    contract: str,
    months: Sequence[str],
    month: str,
    addresses: Addresses,
    viewer: Viewer,
    asked: Asked,
    words: Wording,
) -> Frame:
    """Return the frame of the page at `asked`, which shows `month` of `months`."""
    here = asked.path.strip("/").split("/")[0]
    return Frame(
        language=words.language,
        contract=contract,
        ways=tuple(
            Way(words.text(label), addresses.to(name), is_here=name == here)
            for name, label in _PAGES
            if _is_open(name, viewer)
        ),
        languages=tuple(_language(name, words, addresses, asked) for name in LANGUAGES),
        months=tuple(
            MonthChoice(one, words.month(one), one == month)
            for one in sorted(months, reverse=True)
            if asked.has_months
        ),
        path=asked.path,
        kept=(*asked.chosen, *([("language", addresses.language)] if addresses.language else [])),
        viewer=viewer.name if asked.signs_out else "",
        signs_out=asked.signs_out,
        home=addresses.to(""),
        form_token=asked.form_token,
    )


def _is_open(page: str, viewer: Viewer) -> bool:
    """Whether the way to `page` is shown; the page itself is guarded whoever asks for it."""
    if page == "decision":
        return viewer.sees_decisions
    return page != "health" or viewer.sees_unsealed


def _language(name: str, words: Wording, addresses: Addresses, asked: Asked) -> Way:
    chosen = dict(asked.chosen)
    kept = replace(addresses, language=name)
    path = asked.path.strip("/").split("/")
    return Way(_LANGUAGE_NAMES[name], kept.to(*path, **chosen), name == words.language, name)
