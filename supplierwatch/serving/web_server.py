"""The web server, in a thread of the service's own process."""

import logging
import socket
import threading

import uvicorn
from starlette.types import ASGIApp

from collector.errors import SupplierwatchError, name_of
from supplierwatch.serving.log import told
from supplierwatch.web.server import server_config

_log = logging.getLogger(__name__)


class WebServer:
    """Serves an ASGI application at one address."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        """Take the address; raises SupplierwatchError where it cannot be had."""
        self._socket = _bound(host, port)
        self.address = self._socket.getsockname()[:2]
        config = server_config(app, host, self.address[1])
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="web", daemon=True)

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()
        _log.info(told("web_serves", host=self.address[0], port=self.address[1]))

    @property
    def is_alive(self) -> bool:
        """Whether it still serves."""
        return self._thread.is_alive()

    def ask_to_stop(self) -> None:
        """Take no more requests; answers under way go on."""
        self._server.should_exit = True

    def wait_stopped(self, seconds: float) -> bool:
        """Wait for the last answers, so long at most; return whether nothing is left."""
        self._thread.join(max(seconds, 0))
        return not self._thread.is_alive()

    def _serve(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the outermost frame of the thread: told, not lost
            _log.error(told("web_ended", error=name_of(error)))


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=256)
    except OSError as error:
        raise SupplierwatchError(
            f"{host} port {port} cannot be served: {error.strerror or error}. Name another one with "
            "--host and --port, or under web in the settings"
        ) from error
