"""How the page is served: nothing shared, nothing reported, nothing fetched from elsewhere."""

from __future__ import annotations

import os
from importlib import resources
from typing import Any

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

LARGEST_UPLOAD = "50mb"
_LOOPBACK = ("127.0.0.1", "localhost")
_HEAD = '<meta name="referrer" content="no-referrer"><style>{}</style>'
"""Gradio's own `css` would prefix every selector, and lose those of media queries."""


def launch_options(host: str, port: int) -> dict[str, Any]:
    """What gradio is told when it launches the page."""
    return {
        "server_name": host,
        "server_port": port,
        "prevent_thread_lock": True,
        "quiet": True,
        "share": False,
        "ssr_mode": False,
        "pwa": False,
        "mcp_server": False,
        "enable_monitoring": False,
        "run_history": False,
        "footer_links": [],
        "allowed_paths": [],
        "max_file_size": LARGEST_UPLOAD,
        "state_session_capacity": 500,
        "app_kwargs": _server_options(host),
        "head": _HEAD.format(resource("style.css")),
    }


def resource(name: str) -> str:
    """A file of the page: its style, its scripts."""
    return resources.files("qa.web").joinpath(name).read_text(encoding="utf-8")


def reach_ourselves() -> None:
    """Gradio asks its own server whether it is up; that must not go through a proxy."""
    known = os.environ.get("NO_PROXY") or os.environ.get("no_proxy") or ""
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = ",".join(filter(None, [known, *_LOOPBACK]))


def _server_options(host: str) -> dict[str, Any]:
    """No pages about the server itself; on this machine alone, only under its own names.

    The last keeps a page elsewhere from reading the articles by giving its own
    name the address of this machine.
    """
    options: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": None}
    if host in _LOOPBACK:
        options["middleware"] = [Middleware(TrustedHostMiddleware, allowed_hosts=_LOOPBACK)]
    return options
