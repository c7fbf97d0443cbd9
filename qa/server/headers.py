"""What browsers are told with each response: what may run, load, and frame; and what the page has
in its head besides gradio's own.

Gradio's page needs scripts in the page, which are marked with a number that nobody can
guess, styles in the page and in attributes, and the making of functions from strings
(`unsafe-eval`), for its templates of HTML. All else is of this server alone.
"""

from __future__ import annotations

import re
import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

_PAGE = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'nonce-{nonce}' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "object-src 'none'",
        "frame-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
_NO_PAGE = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""For what is not to be looked at by itself, such as an uploaded file."""
_IN_A_LANGUAGE = ("/", "/manifest.json")
"""Paths whose answer is in the language of the browser that asks."""
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_SCRIPT = re.compile(rb"<script(?=[\s>])")


class HeaderSender:
    """Sends a response on, with the headers; of the page, with `head` and its scripts marked."""

    def __init__(self, send: Send, path: str, head: str = "") -> None:
        self._send = send
        self._head = head
        self._path = path
        self._nonce = secrets.token_urlsafe(16)
        self._start: Message | None = None
        self._body = b""
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        """Takes what an ASGI app sends."""
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._start and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)
        else:
            await self._send(message)

    async def _begin(self, message: Message) -> None:
        self.has_begun = True
        headers = MutableHeaders(scope=message)
        for name, value in _ALWAYS.items():
            headers.setdefault(name, value)
        is_html = headers.get("content-type", "").startswith("text/html")
        if self._path in _IN_A_LANGUAGE:
            headers.add_vary_header("Accept-Language, Cookie")
        if self._path == "/" and is_html and "content-security-policy" not in headers:
            headers["Content-Security-Policy"] = _PAGE.format(nonce=self._nonce)
            self._start = message
            return
        headers.setdefault("Content-Security-Policy", _NO_PAGE)
        await self._send(message)

    async def _finish(self, start: Message) -> None:
        self._start = None
        if self._body:  # none in the answer to a HEAD
            body = self._body.replace(b"</head>", self._head.encode() + b"</head>", 1)
            self._body = _SCRIPT.sub(b'<script nonce="%s"' % self._nonce.encode(), body)
            MutableHeaders(scope=start)["content-length"] = str(len(self._body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": self._body})
