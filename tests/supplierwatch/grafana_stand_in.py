"""A stand-in for Grafana on 127.0.0.1: it behaves as Grafana's HTTP API documents, and is not Grafana.

Folders, dashboards (upserted by uid, with `overwrite`), data sources and annotations (found by all tags asked
for), as the pages "Folder", "Dashboard", "Data source" and "Annotations HTTP API" of its documentation say.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

TOKEN = "a-token"  # noqa: S105 - of the stand-in only


@dataclass
class StandIn:
    """What the stand-in holds."""

    folders: dict[str, str] = field(default_factory=dict)
    dashboards: dict[str, dict[str, Any]] = field(default_factory=dict)
    placed: dict[str, str] = field(default_factory=dict)
    annotations: list[dict[str, Any]] = field(default_factory=list)
    data_sources: list[str] = field(default_factory=list)
    saved: int = 0

    def serve(self, server: HTTPServer, prefix: str = "") -> None:
        """Answer on `server` below `prefix`."""
        answers: dict[tuple[str, str], Callable[[Request], Any]] = {
            ("/api/folders", "GET"): lambda _: [
                {"uid": uid, "title": self.folders[uid]} for uid in self.folders
            ],
            ("/api/folders", "POST"): self._folder,
            ("/api/datasources", "GET"): lambda _: [{"uid": uid} for uid in self.data_sources],
            ("/api/dashboards/db", "POST"): self._dashboard,
            ("/api/annotations", "GET"): self._found,
            ("/api/annotations", "POST"): self._annotation,
        }
        for (path, method), answer in answers.items():
            server.expect_request(prefix + path, method=method).respond_with_handler(_authorised(answer))

    def _folder(self, request: Request) -> dict[str, Any]:
        body = request.get_json()
        self.folders[body["uid"]] = body["title"]
        return {"uid": body["uid"], "title": body["title"]}

    def _dashboard(self, request: Request) -> Any:
        body = request.get_json()
        uid = body["dashboard"]["uid"]
        if uid in self.dashboards and not body["overwrite"]:
            return _refused(412, "The dashboard has been changed by someone else")
        if body["folderUid"] not in self.folders:
            return _refused(400, "folder not found")
        self.dashboards[uid], self.placed[uid] = body["dashboard"], body["folderUid"]
        self.saved += 1
        return {"uid": uid, "url": f"/d/{uid}/title", "status": "success", "version": self.saved}

    def _found(self, request: Request) -> list[dict[str, Any]]:
        wanted = set(request.args.getlist("tags"))
        limit = int(request.args.get("limit", 100))
        return [one for one in self.annotations if wanted <= set(one["tags"])][:limit]

    def _annotation(self, request: Request) -> dict[str, Any]:
        self.annotations.append(request.get_json())
        return {"message": "Annotation added", "id": len(self.annotations)}


def _refused(status: int, message: str) -> Response:
    return Response(json.dumps({"message": message}), status, content_type="application/json")


def _authorised(answer: Callable[[Request], Any]) -> Callable[[Request], Response]:
    def handle(request: Request) -> Response:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return _refused(401, "Invalid API key")
        found = answer(request)
        return (
            found
            if isinstance(found, Response)
            else Response(json.dumps(found), content_type="application/json")
        )

    return handle
