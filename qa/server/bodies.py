"""The bodies of calls: JSON, read before the frameworks behind do it, which fail on some. And those
of responses that hand something out."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from starlette.types import Message, Receive, Scope, Send

NOT_JSON = "The body is not JSON that can be read."
NOT_TAKEN = "The body is not what this address takes; /gradio_api/info tells what is."
MISPLACED = (TypeError, ValueError, KeyError)
"""What gradio raises where the arguments of a call are not those of its endpoint. What an endpoint
itself raises comes by another way."""
_CALLS = ("/gradio_api/", "/v1/", "/mcp")
_UPLOADS = "/gradio_api/upload"
_HANDS_OUT = ("/gradio_api/queue/join", "/gradio_api/call/", _UPLOADS)


class NotJson(ValueError):
    """The body of a call is no JSON, or goes too deep."""


def is_call(scope: Scope) -> bool:
    """Whether a request has a body of JSON, if any."""
    path = scope["path"]
    return path.startswith(_CALLS) and not path.startswith(_UPLOADS)


def is_of_gradio(scope: Scope) -> bool:
    """Whether a request calls an endpoint of gradio's, the page's or a program's."""
    path: str = scope["path"]
    return scope["method"] == "POST" and path.startswith("/gradio_api/")


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
        content: object = json.loads(body, parse_constant=_refuse) if body.strip() else None
    except (ValueError, RecursionError) as error:
        raise NotJson from error

    async def again() -> Message:
        return messages.pop(0) if messages else await receive()

    return content, again


def _refuse(name: str) -> NoReturn:
    """NaN and Infinity, which Python's reader takes and JSON does not have."""
    raise ValueError(f"{name} is no JSON")


def hands_out(scope: Scope) -> bool:
    """Whether the response to a request says by what something can be asked for later."""
    path: str = scope["path"]
    return scope["method"] == "POST" and path.startswith(_HANDS_OUT)


def overheard(send: Send, hear: Callable[[object], None]) -> Send:
    """The same `send`; what a response says, where it is JSON, is heard before its end is sent."""
    parts: list[bytes] = []

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.body":
            parts.append(message.get("body", b""))
            if not message.get("more_body"):
                with suppress(ValueError):
                    hear(json.loads(b"".join(parts)))
        await send(message)

    return sent
