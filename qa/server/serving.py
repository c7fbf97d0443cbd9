"""How gradio is told to serve the page, the APIs beside it, and the guard before both.

Nothing is shared through gradio's servers, reported to them or fetched from elsewhere.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from qa.server.answer_threads import AnswerThreads
from qa.server.api_service import ApiService
from qa.server.guard import Guard
from qa.server.health import Health, health_routes
from qa.server.limits import LARGEST_FILE, PROGRAMS, THREADS
from qa.server.login import Login, signed_in_name
from qa.server.mcp_api import McpApi
from qa.server.openai_api import OpenAIApi
from qa.server.origin import LOOPBACK
from qa.server.page_sessions import UPLOADS
from qa.server.static_files import StaticFile, static_route
from qa.server.users import Users

_COMPRESSED_FROM = 1_000
"""Bytes of a response from which on it is compressed."""


@dataclass(frozen=True, slots=True)
class Access:
    """Which APIs are served beside the page, who has to sign in (None: none, nobody), and what can
    be asked about the server."""

    api: ApiService | None = None
    users: Users | None = None
    health: Health = field(default_factory=Health)


def launch_options(
    host: str, port: int, access: Access, heads: Mapping[str, str], files: Sequence[StaticFile]
) -> dict[str, Any]:
    """What gradio is told when it launches the page.

    Args:
        heads: What stands in the page's `<head>` as it is sent, by language: gradio's own `head`
            comes late, and its `css` would prefix every selector.
        files: What the page needs besides.
    """
    return {
        "server_name": f"[{host}]" if ":" in host else host,
        "server_port": port,
        "prevent_thread_lock": True,
        "quiet": True,
        "share": False,
        "ssr_mode": False,
        "pwa": True,
        "mcp_server": False,
        "enable_monitoring": False,
        "run_history": False,
        "footer_links": [],
        "allowed_paths": [],
        "max_file_size": LARGEST_FILE,
        "max_threads": THREADS,
        "state_session_capacity": 500,
        "auth_dependency": signed_in_name if access.users else None,
        "app_kwargs": _server_options(host, access, heads, files),
    }


@contextmanager
def private_uploads() -> Iterator[Path]:
    """Has what is uploaded kept in a folder that only its owner can open, and that goes in the end.

    Without it gradio makes one in the system's folder for temporary files, which all can read.
    The page must be built within the block.
    """
    before = os.environ.get(UPLOADS)
    with tempfile.TemporaryDirectory(prefix="article-qa-", dir=before or None) as folder:
        os.environ[UPLOADS] = folder
        try:
            yield Path(folder)
        finally:
            if before is None:
                del os.environ[UPLOADS]
            else:
                os.environ[UPLOADS] = before


def bypass_proxy() -> None:
    """Has requests to this machine bypass a proxy: gradio asks its own server whether it is up."""
    known = os.environ.get("NO_PROXY") or os.environ.get("no_proxy") or ""
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = ",".join(filter(None, [known, *LOOPBACK]))


def _server_options(
    host: str, access: Access, heads: Mapping[str, str], files: Sequence[StaticFile]
) -> dict[str, Any]:
    """The guard and the APIs; no pages about the server itself.

    Where nobody has to sign in, only names of this machine are answered to.
    """
    login = Login(access.users) if access.users else None
    only_loopback = host in LOOPBACK and not login
    metrics = access.health.metrics
    guard = Middleware(
        Guard,
        only_loopback=only_loopback,
        login=login,
        heads=heads,
        responded=metrics.responded if metrics else None,
    )
    options: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": None}
    options["middleware"] = [Middleware(GZipMiddleware, minimum_size=_COMPRESSED_FROM), guard]
    options["routes"] = [*map(static_route, files), *health_routes(access.health)]
    if access.api:
        threads = AnswerThreads(PROGRAMS)
        mcp = McpApi(access.api, threads)
        options["routes"] += [*OpenAIApi(access.api, threads).routes(), *mcp.routes()]
        options["lifespan"] = mcp.running
    return options
