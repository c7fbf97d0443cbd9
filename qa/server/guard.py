"""The middleware that every request passes first, to the page and to the APIs alike.

It refuses requests of other web sites (`origin`), bodies that are too large (`limits`) or no JSON
(`bodies`) and, where a login is asked for, whoever is not signed in (`login`) or names a page of
another (`page_sessions`); it adds the security headers (`headers`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.console import err
from index.errors import ArticleQAError
from qa.i18n import language, language_for, speaking
from qa.i18n.translation import translated
from qa.server.bodies import (
    MISPLACED,
    NOT_JSON,
    NOT_TAKEN,
    NotJson,
    hands_out,
    is_call,
    is_of_gradio,
    overheard,
    read_call,
)
from qa.server.event_log import UNFORESEEN, unforeseen
from qa.server.headers import HeaderSender
from qa.server.health import ALIVE, READY
from qa.server.limits import RequestTooLarge, limit_body
from qa.server.login import SCOPE, Login
from qa.server.openai_errors import error_response
from qa.server.origin import refusal
from qa.server.page_sessions import NOT_YOURS, PageSessions

USERS_UNREAD = "Nobody can be signed in at the moment; the server's log tells why."
_FOR_ALL = (ALIVE, READY)
"""Paths for which nobody is looked up: they are answered whatever has become of the users."""


class Guard:
    """An ASGI middleware; every request passes it."""

    def __init__(
        self,
        app: ASGIApp,
        only_loopback: bool,
        login: Login | None,
        heads: Mapping[str, str],
        responded: Callable[[int], None] | None = None,
    ) -> None:
        """Without a `login` everybody may ask whom the address lets through; `heads` is
        what stands in the page's `<head>` besides gradio's own, by language; `responded` is
        told the status of each response."""
        self._app = app
        self._only_loopback = only_loopback
        self._login = login
        self._heads = heads
        self._responded = responded
        self._sessions = PageSessions()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers it."""
        if scope["type"] == "websocket":  # nothing here speaks it
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] != "http":
            await self._app(scope, receive, send)
        else:
            with speaking(language_for(Headers(scope=scope))):
                head = self._heads.get(language(), "")
                sender = HeaderSender(self._counted(send), scope["path"], head)
                try:
                    await self._pass(scope, receive, sender)
                except Exception as error:  # noqa: BLE001  # uvicorn would log whatever it says
                    err.print(unforeseen(error))
                    if not sender.has_begun:
                        await _refused(scope["path"], 500, UNFORESEEN)(scope, receive, sender)

    def _counted(self, send: Send) -> Send:
        if self._responded is None:
            return send
        responded = self._responded

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                responded(message["status"])
            await send(message)

        return counted

    async def _pass(self, scope: Scope, receive: Receive, send: HeaderSender) -> None:
        path, headers = scope["path"], Headers(scope=scope)
        why = refusal(scope["method"], path, headers, only_loopback=self._only_loopback)
        if why:
            await _refused(path, 403, why)(scope, receive, send)
            return
        try:
            receive = limit_body(receive, path, headers)
            passed_on: Send = send
            answer = await self._login_response(Request(scope, receive))
            if answer is None:
                content: object = None
                if is_call(scope):
                    content, receive = await read_call(receive)
                answer, passed_on = self._checked(scope, content, send)
            try:
                await (answer or self._app)(scope, receive, passed_on)
            except MISPLACED:
                if send.has_begun or not is_of_gradio(scope):
                    raise
                await _refused(path, 400, NOT_TAKEN)(scope, receive, send)
        except NotJson:
            await _refused(path, 400, NOT_JSON)(scope, receive, send)
        except RequestTooLarge as error:
            if not send.has_begun:
                await _refused(path, 413, str(error))(scope, receive, send)

    def _checked(
        self, scope: Scope, content: object, send: HeaderSender
    ) -> tuple[Response | None, Send]:
        """The refusal of a request that names what is another's; else None, and a `send` that
        notes what the response hands out."""
        name, path = scope[SCOPE], scope["path"]
        if not name:
            return None, send
        if not self._sessions.may_pass(scope, content, name):
            return _refused(path, 403, NOT_YOURS), send
        if not hands_out(scope):
            return None, send
        return None, overheard(send, lambda given: self._sessions.hand_out(given, name))

    async def _login_response(self, request: Request) -> Response | None:
        request.scope[SCOPE] = None
        if self._login is None or request.url.path.rstrip("/") in _FOR_ALL:
            return None
        try:
            request.scope[SCOPE] = await self._login.identify(request)
            return await self._login.respond(request)
        except ArticleQAError as error:  # names where the users are kept
            err.print(f"Nobody can be signed in: {error}")
            return _refused(request.url.path, 503, USERS_UNREAD)


def _refused(path: str, status: int, sentence: str) -> Response:
    if path.startswith("/v1/"):
        return error_response(status, sentence)
    if path.startswith("/gradio_api/upload"):
        return PlainTextResponse(translated(sentence, "trouble"), status)  # the page shows it so
    return JSONResponse({"detail": sentence}, status)
