"""The bodies of calls: JSON, read before the frameworks behind do it, which fail on some."""

from __future__ import annotations

import json

from starlette.types import Message, Receive, Scope

NOT_JSON = "The body is not JSON that can be read."
_CALLS = ("/gradio_api/", "/v1/", "/mcp")
_UPLOADS = "/gradio_api/upload"


class NotJson(ValueError):
    """The body of a call is no JSON, or goes too deep."""


def is_call(scope: Scope) -> bool:
    """Whether a request has a body of JSON, if any."""
    path = scope["path"]
    return path.startswith(_CALLS) and not path.startswith(_UPLOADS)


async def read_call(receive: Receive) -> tuple[object, Receive]:
    """What a call says, None where it has no body, and a `receive` that hands it out again.

    Raises:
        NotJson: as it says.
    """
    messages, parts = [], []
    while True:
        message = await receive()
        messages.append(message)
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            break
    body = b"".join(parts)
    try:
        content: object = json.loads(body) if body.strip() else None
    except (ValueError, RecursionError) as error:
        raise NotJson from error

    async def again() -> Message:
        return messages.pop(0) if messages else await receive()

    return content, again
