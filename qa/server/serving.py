"""How the page is served: nothing shared, nothing reported, nothing fetched from elsewhere.

Beside the page, other programs are served; before all of it stands the guard.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from starlette.middleware import Middleware

from qa.server.answer_threads import AnswerThreads
from qa.server.api_service import AT_ONCE, ApiService
from qa.server.guard import Guard
from qa.server.limits import LARGEST_FILE, THREADS
from qa.server.login import Login, person
from qa.server.mcp_api import McpApi
from qa.server.openai_api import OpenAIApi
from qa.server.origin import LOOPBACK
from qa.server.users import Users

_HEAD = '<meta name="referrer" content="no-referrer"><style>{}</style>'
"""Gradio's own `css` would prefix every selector, and lose those of media queries."""


@dataclass(frozen=True, slots=True)
class Access:
    """What is served beside the page, and who has to sign in; None: nothing, nobody."""

    programs: ApiService | None = None
    people: Users | None = None


def launch_options(host: str, port: int, access: Access, style: str) -> dict[str, Any]:
    """What gradio is told when it launches the page; `style` is the page's style sheet."""
    return {
        "server_name": f"[{host}]" if ":" in host else host,
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
        "max_file_size": LARGEST_FILE,
        "max_threads": THREADS,
        "state_session_capacity": 500,
        "auth_dependency": person if access.people else None,
        "app_kwargs": _server_options(host, access),
        "head": _HEAD.format(style),
    }


def reach_ourselves() -> None:
    """Gradio asks its own server whether it is up; that must not go through a proxy."""
    known = os.environ.get("NO_PROXY") or os.environ.get("no_proxy") or ""
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = ",".join(filter(None, [known, *LOOPBACK]))


def _server_options(host: str, access: Access) -> dict[str, Any]:
    """No pages about the server itself; the guard, and the ways in for programs.

    Where nobody has to sign in, only names of this machine are answered to.
    """
    login = Login(access.people) if access.people else None
    guard = Middleware(Guard, only_loopback=host in LOOPBACK and not login, login=login)
    options: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": None}
    options["middleware"] = [guard]
    if access.programs:
        steps = AnswerThreads(AT_ONCE)
        tools = McpApi(access.programs, steps)
        options["routes"] = [*OpenAIApi(access.programs, steps).routes(), *tools.routes()]
        options["lifespan"] = tools.running
    return options
