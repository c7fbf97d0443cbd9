"""A small web site under the tests' control: each path has what it holds now."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """What is served, and what was asked for: (path, status), in order."""

    address: str
    pages: dict[str, bytes | int | Answer] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)
    modified: float = 1_700_000_000.0

    def url(self, path: str) -> str:
        return f"{self.address}{path}"

    def statuses(self, path: str) -> list[int]:
        return [status for asked, status in self.asked if asked == path]


class _Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        what = self.site.pages.get(self.path, 404)
        if callable(what):
            self.site.asked.append((self.path, 0))
            what(self)
        elif isinstance(what, int):
            self.say(what, self.site.headers.get(self.path, {}), b"")
        else:
            self.conditionally(what)

    def conditionally(self, body: bytes) -> None:
        etag = f'"{sha256(body).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == etag:
            self.say(304, {"ETag": etag}, b"")
            return
        moment = formatdate(self.site.modified, usegmt=True)
        more = self.site.headers.get(self.path, {})
        self.say(200, {"ETag": etag, "Last-Modified": moment, **more}, body)

    def say(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.site.asked.append((self.path, status))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged."""


@contextmanager
def served() -> Iterator[Site]:
    """A site on a port of this machine, until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    site = Site(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = type("Handler", (_Handler,), {"site": site})
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def feed(title: str, *entries: tuple[str, str, str] | tuple[str, str, str, str]) -> bytes:
    """RSS: entries of guid, title, text and perhaps a date. An empty guid is left out."""
    items = []
    for guid, name, text, *day in entries:
        named = f"<guid isPermaLink='false'>{guid}</guid>" if guid else ""
        dated = f"<pubDate>{day[0]}</pubDate>" if day else ""
        items.append(
            f"<item>{named}<title>{name}</title>{dated}<description>{text}</description></item>"
        )
    head = f"<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title>"
    return f"{head}{''.join(items)}</channel></rss>".encode()


def page(title: str, *paragraphs: str) -> bytes:
    """A page with a heading and paragraphs."""
    text = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"{text}</article></body></html>"
    ).encode()
