"""What a request finds: the watch, the store, the clock, and who asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request

from collector.store.database import Database
from dashboards.viewers import Viewer
from supplierwatch.settings import Settings
from supplierwatch.watch import Watch
from supplierwatch.web.refusals import Refused


@dataclass(frozen=True)
class Site:
    """What is served: `watch` gives the watch as its files say now, `clock` the present instant."""

    watch: Callable[[], Watch]
    database: Database
    environment: Mapping[str, str]
    clock: Callable[[], int]

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        return self.watch().settings

    def now(self) -> int:
        """Return the present instant."""
        return self.clock()


def site_of(request: Request) -> Site:
    """Return what the request's application serves."""
    site = request.app.state.site
    if not isinstance(site, Site):
        raise TypeError("requests are answered inside the application, which makes their site")
    return site


def viewer_of(request: Request) -> Viewer:
    """Return who asks; raises Refused where nobody has been told to be (401)."""
    viewer = getattr(request.state, "viewer", None)
    if not isinstance(viewer, Viewer):
        raise Refused(401)
    return viewer
