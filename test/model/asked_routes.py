"""What a Starlette application answers: reads routes and requests as JSON, gives for each request the index of the route, or a status."""

import json
import sys
from typing import Any

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.testclient import TestClient


def endpoint(index: int) -> Any:
    async def answer(request: Any) -> PlainTextResponse:
        return PlainTextResponse(str(index))

    return answer


def built(routes: list[dict[str, Any]]) -> list[Route | Mount]:
    """Routes of what is mounted stand together, their paths with that of the mount."""
    made: list[Route | Mount] = []
    at = 0
    while at < len(routes):
        mounted = routes[at]["mounted"]
        if mounted is None:
            made.append(Route(routes[at]["path"], endpoint(at), methods=routes[at]["methods"]))
            at += 1
            continue
        inner = []
        while at < len(routes) and routes[at]["mounted"] == mounted:
            inner.append(Route(routes[at]["path"][len(mounted) :], endpoint(at), methods=routes[at]["methods"]))
            at += 1
        made.append(Mount(mounted, routes=inner))
    return made


routes, requests = json.load(sys.stdin)
client = TestClient(Starlette(routes=built(routes)))


def asked(method: str, path: str) -> int | str:
    response = client.request(method, path)
    return int(response.text) if response.status_code == 200 else str(response.status_code)


json.dump([asked(method, path) for method, path in requests], sys.stdout)
