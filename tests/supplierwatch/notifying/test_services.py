"""Messages to services by Apprise: a webhook, Teams and Slack, as each of them wants it, on this machine."""

import logging
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from apprise.plugins.slack import NotifySlack
from pytest_httpserver import HTTPServer

from collector.store.database import Database
from supplierwatch.notifying.delivering import Delivered
from supplierwatch.notifying.messages import Message, Way
from supplierwatch.watch import Watch, load_watch
from tests.supplierwatch.notifying.mail_server import free_port
from tests.supplierwatch.notifying.outboxes import NOW, kept, put_all, sent_at, with_messages

# Apprise loads all of its plugins, one of which asks for a module that Python is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

LATER = NOW + 3600
TO_SERVICE = Message("alert/1", Way.SERVICE, "desk", "Burns: K01", "K01 burns *fast* & <b>.\n")


def telling_the_desk(folder: Path) -> Watch:
    return with_messages(load_watch(folder), services={"desk": {"url_env": "DESK_URL"}})


def test_a_webhook_gets_the_message_with_its_id(
    database: Database, watch_folder: Path, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/hook", method="POST").respond_with_data("ok")
    put_all(database, TO_SERVICE)
    url = f"json://127.0.0.1:{httpserver.port}/hook"
    found = sent_at(NOW, database, telling_the_desk(watch_folder), {"DESK_URL": url})
    assert found == Delivered(sent=1)
    [(request, _)] = httpserver.log
    told = request.get_json()
    assert told["title"] == "Burns: K01"
    assert told["message"] == f"K01 burns *fast* & <b>.\n\n[{kept(database)['alert/1']['message_id']}]"


def test_a_webhook_that_fails_gets_the_message_again_with_the_same_id(
    sqlite_database: Database, watch_folder: Path, httpserver: HTTPServer
) -> None:
    httpserver.expect_ordered_request("/hook").respond_with_data("no", status=503)
    httpserver.expect_ordered_request("/hook").respond_with_data("ok")
    put_all(sqlite_database, TO_SERVICE)
    secrets = {"DESK_URL": f"json://user:hidden@127.0.0.1:{httpserver.port}/hook"}
    watch = telling_the_desk(watch_folder)
    assert sent_at(NOW, sqlite_database, watch, secrets) == Delivered(postponed=1)
    assert kept(sqlite_database)["alert/1"]["problem"] == "the service desk did not take it: it answered 503"
    assert sent_at(LATER, sqlite_database, watch, secrets) == Delivered(sent=1)
    texts = [request.get_json()["message"] for request, _ in httpserver.log]
    assert texts[0] == texts[1]


def test_teams_gets_a_card(
    sqlite_database: Database,
    watch_folder: Path,
    tls_server: HTTPServer,
    certificates: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Teams is reached over TLS only; the authority of the tests takes the place of the public ones.
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificates / "ca.pem"))
    server = tls_server
    server.expect_request("/workflows/flow/triggers/manual/paths/invoke").respond_with_data("", status=202)
    put_all(sqlite_database, TO_SERVICE)
    secrets = {"DESK_URL": f"workflows://127.0.0.1:{server.port}/flow/signature"}
    found = sent_at(NOW, sqlite_database, telling_the_desk(watch_folder), secrets)
    assert found == Delivered(sent=1)
    [(request, _)] = server.log
    card = request.get_json()["attachments"][0]
    assert card["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert "Burns: K01" in str(card["content"]["body"])


@pytest.fixture
def tls_server(certificates: Path) -> Iterator[HTTPServer]:
    """A web server of this machine, with a certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates / "server.pem", certificates / "server.key")
    with HTTPServer(host="127.0.0.1", port=0, ssl_context=context) as server:
        yield server


def test_slack_gets_an_attachment(
    sqlite_database: Database,
    watch_folder: Path,
    httpserver: HTTPServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(NotifySlack, "webhook_url", httpserver.url_for("/services"))
    path = "/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
    httpserver.expect_request(path).respond_with_data("ok")
    put_all(sqlite_database, TO_SERVICE)
    secrets = {"DESK_URL": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#alerts"}
    found = sent_at(NOW, sqlite_database, telling_the_desk(watch_folder), secrets)
    assert found == Delivered(sent=1)
    [(request, _)] = httpserver.log
    assert request.get_json()["channel"] == "#alerts"
    assert "Burns: K01" in str(request.get_json())
    # Slack reads &, < and > as signs of its own.
    assert "&lt;b&gt;" in str(request.get_json())


class Heard(logging.Handler):
    """What reaches the logs of the program."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += f"{record.getMessage()}\n"


@pytest.fixture
def heard() -> Iterator[Heard]:
    """All that reaches the logs of the program; pytest's own fixture listens to each library by itself."""
    handler, root = Heard(), logging.getLogger()
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)


def test_an_address_is_in_no_problem_and_in_no_log(
    sqlite_database: Database, watch_folder: Path, heard: Heard
) -> None:
    put_all(sqlite_database, TO_SERVICE)
    watch = telling_the_desk(watch_folder)
    addresses = (f"json://user:hidden@127.0.0.1:{free_port()}/", "nonsense://hidden", "slack://hidden")
    for turn, url in enumerate(addresses):
        assert sent_at(NOW + turn * 3600, sqlite_database, watch, {"DESK_URL": url}).postponed == 1
        assert "hidden" not in kept(sqlite_database)["alert/1"]["problem"]
    assert "hidden" not in heard.text


def test_an_address_that_is_not_set_is_named_by_its_variable(
    sqlite_database: Database, watch_folder: Path
) -> None:
    put_all(sqlite_database, TO_SERVICE)
    assert sent_at(NOW, sqlite_database, telling_the_desk(watch_folder)) == Delivered(postponed=1)
    assert "DESK_URL" in kept(sqlite_database)["alert/1"]["problem"]


def test_a_service_that_the_settings_no_longer_name_is_told_of(
    sqlite_database: Database, watch_folder: Path
) -> None:
    put_all(sqlite_database, TO_SERVICE)
    watch = with_messages(load_watch(watch_folder))
    assert sent_at(NOW, sqlite_database, watch) == Delivered(postponed=1)
    assert "no service desk" in kept(sqlite_database)["alert/1"]["problem"]
