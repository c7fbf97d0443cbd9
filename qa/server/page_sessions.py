"""Whose a session of the page is: that of whoever signed in used it first, and nobody else's.

Gradio knows an open page by a `session_hash` that the page makes up and sends with each event; who
knows it would read and change the conversation of another. It comes in the JSON of a call, in the
address, or in a header. Each is looked at here, before gradio sees the request.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator
from itertools import pairwise

from starlette.datastructures import Headers, QueryParams
from starlette.types import Scope

NOT_YOURS = "This page was opened by somebody else. Load it anew."
MOST = 1_000
"""Sessions of one person that are remembered; of more, the one that was used longest ago is not."""
_FIELD = "session_hash"
_NAMED_AFTER = ("heartbeat", "stream")
"""Parts of a path behind which a session stands."""


_SESSION = re.compile(r"[A-Za-z0-9_-]{1,64}")


class PageSessions:
    """Remembers whose each session is; each person has room of their own."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._owners: dict[str, str] = {}
        self._used: dict[str, OrderedDict[str, None]] = {}

    def may_use(self, session: str, name: str) -> bool:
        """Whether it is that of `name`; one that is nobody's becomes it."""
        if self._owners.get(session, name) != name:
            return False
        self._owners[session] = name
        used = self._used.setdefault(name, OrderedDict())
        used[session] = None
        used.move_to_end(session)
        if len(used) > self._most:
            oldest, _ = used.popitem(last=False)
            del self._owners[oldest]
        return True

    def may_pass(self, scope: Scope, content: object, name: str) -> bool:
        """Whether all sessions that a request names, `content` its JSON, are those of `name`."""
        parts = scope["path"].split("/")
        return all(self.may_use(session, name) for session in _named(scope, content, parts))


def _named(scope: Scope, content: object, parts: list[str]) -> Iterator[str]:
    given = [
        content.get(_FIELD) if isinstance(content, dict) else None,
        Headers(scope=scope).get(_FIELD),
        *QueryParams(scope["query_string"]).getlist(_FIELD),
        *(session for before, session in pairwise(parts) if before in _NAMED_AFTER),
    ]
    return (one for one in given if isinstance(one, str) and _SESSION.fullmatch(one))
