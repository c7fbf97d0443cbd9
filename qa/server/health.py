"""For whoever runs the server: /healthz, /readyz and, where the settings say so, /metrics.

The first two are open to all, since they tell nothing but whether the server is in order. The
third is guarded like the rest: on this machine alone nobody needs to sign in, elsewhere programs
send a token.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from index.errors import ArticleQAError
from qa.server.metrics import Metrics

ALIVE, READY, METRICS = "/healthz", "/readyz", "/metrics"
_NOT_KEPT = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Health:
    """What can be asked about the server."""

    needed: Mapping[str, Callable[[], object]] = field(default_factory=dict)
    """What it needs, by name; each looks whether it is there, and raises where it is not."""
    metrics: Metrics | None = None


def health_routes(health: Health) -> list[Route]:
    """The routes, to be served beside the page."""

    def alive(_: Request) -> Response:
        return PlainTextResponse("ok", headers=_NOT_KEPT)

    async def ready(_: Request) -> Response:
        found = await to_thread.run_sync(_look, health.needed)
        return JSONResponse(found, 200 if all(found.values()) else 503, _NOT_KEPT)

    routes = [Route(ALIVE, alive), Route(READY, ready)]
    if metrics := health.metrics:

        def numbers(_: Request) -> Response:
            content, media_type = metrics.text()
            return Response(content, media_type=media_type, headers=_NOT_KEPT)

        routes.append(Route(METRICS, numbers))
    return routes


def _look(needed: Mapping[str, Callable[[], object]]) -> dict[str, bool]:
    return {name: _is_there(look) for name, look in needed.items()}


def _is_there(look: Callable[[], object]) -> bool:
    try:
        look()
    except ArticleQAError:
        return False
    return True
