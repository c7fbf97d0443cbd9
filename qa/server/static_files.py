"""Files of the page that a browser may keep, each at an address that changes with its content."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A text that is served at `path`."""

    path: str
    media_type: str
    text: str


def static_route(file: StaticFile) -> Route:
    """Where a file is served."""

    def serve(_: Request) -> Response:
        return Response(file.text, media_type=file.media_type, headers=_KEPT)

    return Route(file.path, serve)
