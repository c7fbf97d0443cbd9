"""Whose a session of the page is, and what belongs to it: nobody else's than who used it first.

Gradio knows an open page by a `session_hash` that the page makes up and sends with each event, a
running event by an id, and an uploaded file by its path; who knows one of them would read and
change what is another's. They come in the JSON of a call, in the address, or in a header. Each is
looked at here, before gradio sees the request. What gradio hands out is noted before it is
passed on.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections import OrderedDict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers, QueryParams
from starlette.types import Scope

NOT_YOURS = "This page was opened by somebody else. Load it anew."
MOST = 1_000
"""Things of a kind that are remembered of one person; of more, the one that was used longest ago
is not."""
UPLOADS = "GRADIO_TEMP_DIR"
"""Environment variable of the folder of uploads."""
_NAMES = ("session_hash", "event_id", "upload_id")
_NAMED_AFTER = {"heartbeat": ("session_hash",), "stream": ("session_hash", "event_id")}
"""Parts of a path, and what may stand behind them."""
_CALL = re.compile(r"/gradio_api/call/(?:v2/)?[^/]+/([^/]+)/?")
_FILE = re.compile(r"/gradio_api/file[=/](.+)", re.DOTALL)
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Owners:
    """Remembers whose each of many things is; each person has room of their own."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._owners: dict[str, str] = {}
        self._used: dict[str, OrderedDict[str, None]] = {}

    def may_use(self, thing: str, name: str) -> bool:
        """Whether it is that of `name`; one that is nobody's becomes it."""
        if self._owners.get(thing, name) != name:
            return False
        self._owners[thing] = name
        used = self._used.setdefault(name, OrderedDict())
        used[thing] = None
        used.move_to_end(thing)
        if len(used) > self._most:
            oldest, _ = used.popitem(last=False)
            del self._owners[oldest]
        return True


class PageSessions:
    """Remembers whose each session, event and upload is."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._named = {name: Owners(most) for name in _NAMES}
        self._uploads: dict[str, OrderedDict[str, None]] = {}

    def may_use(self, session: str, name: str) -> bool:
        """Whether a session is that of `name`; one that is nobody's becomes it."""
        return self._named["session_hash"].may_use(session, name)

    def may_pass(self, scope: Scope, content: object, name: str) -> bool:
        """Whether all that a request names, `content` its JSON, belongs to `name`."""
        things = list(_things(scope, content))
        return all(self._named[kind].may_use(one, name) for kind, one in things) and all(
            self._may_read(path, name) for path in _paths(scope, content)
        )

    def hand_out(self, content: object, name: str) -> None:
        """Notes what a response gives to `name`, `content` its JSON: an event or uploaded files."""
        if isinstance(content, dict) and isinstance(event := content.get("event_id"), str):
            self._named["event_id"].may_use(event, name)
        own = self._uploads.setdefault(name, OrderedDict())
        for path in content if isinstance(content, list) else ():
            if isinstance(path, str):
                own[_plain(path)] = None
                own.move_to_end(_plain(path))
        while len(own) > self._most:
            own.popitem(last=False)

    def _may_read(self, path: str, name: str) -> bool:
        """Whether a path leads elsewhere than to the uploads of others; gradio guards the rest."""
        plain = _plain(path)
        is_upload = Path(plain).is_relative_to(_plain(uploads_folder()))
        return not is_upload or plain in self._uploads.get(name, ())


def uploads_folder() -> str:
    """Where gradio keeps what is uploaded."""
    return os.environ.get(UPLOADS) or str(Path(tempfile.gettempdir()) / "gradio")


def _plain(path: str) -> str:
    """A path without links and dots, so that it has one spelling; one that is none stays."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return path


def _things(scope: Scope, content: object) -> Iterator[tuple[str, str]]:
    """What a request names, each with its kind."""
    fields, headers = content if isinstance(content, dict) else {}, Headers(scope=scope)
    query, path = QueryParams(scope["query_string"]), scope["path"]
    named: list[tuple[str, Any]] = [
        (kind, value)
        for kind in _NAMES
        for value in (fields.get(kind), headers.get(kind), *query.getlist(kind))
    ]
    for before, one in pairwise(path.split("/")):
        named += [(kind, one) for kind in _NAMED_AFTER.get(before, ())]
    if call := _CALL.fullmatch(path):
        named.append(("event_id", call[1]))
    return ((k, one) for k, one in named if isinstance(one, str) and _NAME.fullmatch(one))


def _paths(scope: Scope, content: object) -> Iterator[str]:
    """The paths of files that a request names."""
    if file := _FILE.fullmatch(scope["path"]):
        yield file[1]
    left = [content]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            if isinstance(path := one.get("path"), str):
                yield path
            left += one.values()
        elif isinstance(one, list):
            left += one
