"""Signing in: who is signed in, by a browser's session or a program's token, and the page for it.

Sessions are kept in memory alone, so they end with the server. The names and passwords are those of
`qa.server.users`.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from anyio import CapacityLimiter, to_thread
from jinja2 import Environment
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from qa.i18n import language, say
from qa.server.attempts import Attempts
from qa.server.openai_errors import error_response
from qa.server.users import Users
from qa.text.templates import template_environment

COOKIE = "article_qa_session"
SCOPE = "article_qa_user"
"""Key of the ASGI scope under which the name of who is signed in stands."""
SESSION_SECONDS = 12 * 3600
"""After these one has to sign in again."""
_OPENS = ("c", "v", "t", "a", "s")
"""What an address of the page may name: a conversation, a view, a story, an article and a place in
it."""
_FOR_ALL = (
    "/gradio_api/startup-events",
    "/manifest.json",
    "/pwa_icon",
    "/favicon.ico",
)
"""Paths that tell nothing of the articles. Browsers ask for the manifest without the session."""
UNKNOWN = "Sign in first: programs send a token (article-qa users token NAME) as Bearer."
_T = TypeVar("_T")

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)


def signed_in_name(request: Any) -> str | None:
    """The name of who is signed in, of a request as starlette or gradio hands it; None: nobody."""
    scope = getattr(getattr(request, "request", request), "scope", {})
    name = scope.get(SCOPE)
    return name if isinstance(name, str) else None


def asker(request: Any) -> str:
    """Who asks by the page, where several wait for one another: who is signed in, else the page."""
    return signed_in_name(request) or getattr(request, "session_hash", None) or ""


@dataclass(frozen=True, slots=True)
class _Session:
    name: str
    password_hash: str | None
    """When they signed in; another password ends the session."""
    until: float


class Login:
    """Lets in those users who sign in."""

    def __init__(self, users: Users, now: Callable[[], float] = time.monotonic) -> None:
        self._users = users
        self._now = now
        self._attempts = Attempts(now)
        self._sessions: dict[str, _Session] = {}
        self._looking = CapacityLimiter(16)
        self._hashing = CapacityLimiter(2)  # each takes 64 MiB for a moment

    async def identify(self, request: Request) -> str | None:
        """As `name_of`, beside the event loop: a database may be slow to answer."""
        return await to_thread.run_sync(self.name_of, request, limiter=self._looking)

    def name_of(self, request: Request) -> str | None:
        """The name of whoever sent a request, or None.

        Raises:
            ArticleQAError: the users cannot be read.
        """
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.casefold() == "bearer":
            return self._users.name_of_token(token.strip())
        session = self._sessions.get(_key(request))
        if session is None or self._now() >= session.until:
            return None
        password_hash = self._users.password_hash(session.name)
        is_same = password_hash is not None and password_hash == session.password_hash
        return session.name if is_same else None

    async def respond(self, request: Request) -> Response | None:
        """The response to one who is not signed in, or signs in or out; None: let it through."""
        path = request.url.path.rstrip("/")
        if path == "/login" and request.method == "POST":
            return await self._sign_in(request)
        if path == "/logout":
            return self._sign_out(request)
        if request.scope[SCOPE] is not None or path in _FOR_ALL:
            return None
        if path in ("", "/login") and request.method in ("GET", "HEAD"):
            return _page(_query(request))
        if path.startswith("/v1/"):
            return error_response(401, UNKNOWN, "invalid_api_key")
        return JSONResponse({"detail": UNKNOWN}, 401)

    async def _sign_in(self, request: Request) -> Response:
        try:
            form = await request.form(max_files=0, max_fields=10)
        except HTTPException as error:
            return _refused(request, error.status_code, say("sign_in.wrong"))
        name, password = _field(form, "username").strip(), _field(form, "password")
        address = request.client.host if request.client else ""
        if pause := self._attempts.pause(name, address):
            return _refused(request, 429, say("sign_in.too_many", n=ceil(pause / 60)))
        delay = self._attempts.begin(name, address)
        if not await self._in_thread(self._users.is_password, name, password):
            await asyncio.sleep(delay)
            return _refused(request, 401, say("sign_in.wrong"))
        self._attempts.succeeded(name, address)
        response: Response = JSONResponse({"success": True})
        if _is_browser(request):
            response = RedirectResponse(f"/{_query(request)}", 303)
        self._begin(name, await self._in_thread(self._users.password_hash, name), request, response)
        return response

    async def _in_thread(self, look: Callable[..., _T], *given: str) -> _T:
        """What takes long, beside other requests."""
        return await to_thread.run_sync(look, *given, limiter=self._hashing)

    def _begin(
        self, name: str, password_hash: str | None, request: Request, response: Response
    ) -> None:
        now = self._now()
        self._sessions = {key: one for key, one in self._sessions.items() if one.until > now}
        token = secrets.token_urlsafe(32)
        self._sessions[_digest(token)] = _Session(name, password_hash, now + SESSION_SECONDS)
        is_secure = request.url.scheme == "https"
        response.set_cookie(
            COOKIE, token, max_age=SESSION_SECONDS, httponly=True, samesite="lax", secure=is_secure
        )

    def _sign_out(self, request: Request) -> Response:
        self._sessions.pop(_key(request), None)
        response = RedirectResponse("/", 303)
        response.delete_cookie(COOKIE)
        return response


def _query(request: Request) -> str:
    """What the address says is open on the page, so that signing in leads there."""
    named = [(name, value) for name, value in request.query_params.items() if name in _OPENS]
    return f"?{urlencode(named)}" if named else ""


def _is_browser(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _page(query: str, refusal: str = "", status: int = 401) -> Response:
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}
    html = (
        _templates()
        .get_template("sign_in.html.j2")
        .render(query=query, refusal=refusal, say=say, language=language())
    )
    return HTMLResponse(html, status, headers)


@cache
def _templates() -> Environment:
    return template_environment(Path(__file__).parent / "templates")


def _refused(request: Request, status: int, sentence: str) -> Response:
    if _is_browser(request):
        return _page(_query(request), sentence, status)
    return JSONResponse({"detail": sentence}, status)


def _field(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _key(request: Request) -> str:
    return _digest(request.cookies.get(COOKIE, ""))


def _digest(token: str) -> str:
    """Sessions are kept by this, so that looking one up tells nothing of another."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
