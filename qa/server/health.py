"""For whoever runs the server: /healthz, /readyz and, where the settings say so, /metrics.

The first two are open to all, since they tell nothing but whether the server is in order. The
third is guarded like the rest: on this machine alone nobody needs to sign in, elsewhere programs
send a token. However many ask, none of them takes a thread that the page or the APIs need.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from anyio import CapacityLimiter, Lock, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from index.errors import ArticleQAError
from qa.server.metrics import Metrics

ALIVE, READY, METRICS = "/healthz", "/readyz", "/metrics"
KEPT_S = 2.0
"""Seconds for which what was found is told to whoever asks next."""
_NOT_KEPT = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Health:
    """What can be asked about the server."""

    needed: Mapping[str, Callable[[], object]] = field(default_factory=dict)
    """What it needs, by name; each looks whether it is there, and raises where it is not."""
    metrics: Metrics | None = None


class Readiness:
    """Looks whether what the server needs is there: for all who ask at once, a single time."""

    def __init__(
        self,
        needed: Mapping[str, Callable[[], object]],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`needed` as of `Health`; `now` tells the seconds."""
        self._needed = needed
        self._now = now
        self._lock = Lock()
        self._looking = CapacityLimiter(1)  # not the threads that all else shares
        self._found: dict[str, bool] = {}
        self._until: float | None = None

    async def found(self) -> dict[str, bool]:
        """What is there, by name; looked at anew after `KEPT_S`."""
        async with self._lock:
            if self._until is None or self._now() >= self._until:
                self._found = await to_thread.run_sync(_look, self._needed, limiter=self._looking)
                self._until = self._now() + KEPT_S
            return self._found


def health_routes(health: Health) -> list[Route]:
    """The routes, to be served beside the page."""

    readiness = Readiness(health.needed)

    async def alive(_: Request) -> Response:
        return PlainTextResponse("ok", headers=_NOT_KEPT)

    async def ready(_: Request) -> Response:
        found = await readiness.found()
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
