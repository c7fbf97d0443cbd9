"""Stands before the page and all other ways in: who may ask what, and how much of it."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from index.errors import ArticleQAError
from qa.server.headers import HeaderSender
from qa.server.limits import TooMuch, limited
from qa.server.login import SCOPE, Login
from qa.server.openai_errors import problem
from qa.server.origin import refusal


class Guard:
    """An ASGI middleware; every request passes it."""

    def __init__(self, app: ASGIApp, only_loopback: bool, login: Login | None) -> None:
        """Without a `login` everybody may ask whom the address lets through."""
        self._app = app
        self._only_loopback = only_loopback
        self._login = login

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers it."""
        if scope["type"] == "websocket":  # nothing here speaks it
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] != "http":
            await self._app(scope, receive, send)
        else:
            await self._pass(scope, receive, HeaderSender(send, scope["path"]))

    async def _pass(self, scope: Scope, receive: Receive, send: HeaderSender) -> None:
        path, headers = scope["path"], Headers(scope=scope)
        why = refusal(scope["method"], path, headers, only_loopback=self._only_loopback)
        if why:
            await _refused(path, 403, why)(scope, receive, send)
            return
        try:
            receive = limited(receive, path, headers)
            answer = await self._answer(Request(scope, receive))
            await (answer or self._app)(scope, receive, send)
        except TooMuch as error:
            if not send.has_begun:
                await _refused(path, 413, str(error))(scope, receive, send)

    async def _answer(self, request: Request) -> Response | None:
        request.scope[SCOPE] = None
        if self._login is None:
            return None
        try:
            request.scope[SCOPE] = self._login.who(request)
            return await self._login.answer(request)
        except ArticleQAError as error:  # the file of people
            return _refused(request.url.path, 503, str(error))


def _refused(path: str, status: int, sentence: str) -> Response:
    if path.startswith("/v1/"):
        return problem(status, sentence)
    if path.startswith("/gradio_api/upload"):
        return PlainTextResponse(sentence, status)  # the page shows it as it comes
    return JSONResponse({"detail": sentence}, status)
