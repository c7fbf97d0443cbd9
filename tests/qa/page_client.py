"""A page without a browser: what gradio's own page sends to the server, and what it is sent."""

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx

LONG = 60.0
"""Seconds without a word from the server after which one gives up."""
_ENCODED = re.compile(r";base64,([A-Za-z0-9+/=]+)")
"""Files that are sent in the page."""


@dataclass
class Person:
    """Somebody who is signed in, and a page of theirs."""

    client: httpx.Client
    session: str
    events: dict[int, dict[str, Any]]
    components: dict[int, dict[str, Any]]

    def join(self, event: int, data: list[Any], click: Any, session: str = "") -> httpx.Response:
        """Begins an event, as the page does."""
        trigger = next((one[0] for one in self.events[event]["targets"] if one[0]), None)
        body = {
            "data": data, "fn_index": event, "session_hash": session or self.session,
            "event_data": click, "trigger_id": trigger,
        }  # fmt: skip
        return self.client.post("queue/join", json=body)

    def listen(self, event_id: str) -> str:
        """All that the page is sent until an event is over."""
        return "\n".join(self.lines(event_id))

    def lines(self, event_id: str) -> Iterator[str]:
        """The same, line by line."""
        address = f"queue/data?session_hash={self.session}"
        with self.client.stream("GET", address) as response:
            for line in response.iter_lines():
                yield line
                is_own = event_id in line
                if (is_own and "process_completed" in line) or "unexpected_error" in line:
                    break

    def run(self, event: int, data: list[Any], click: Any = None) -> str:
        """What an event gives."""
        joined = self.join(event, data, click)
        if joined.status_code != 200:
            return joined.text
        told = self.listen(joined.json()["event_id"])
        return " ".join([told, *(b64decode(one).decode() for one in _ENCODED.findall(told))])

    def named(self, name: str) -> int:
        """The event of that handler."""
        return next(key for key, one in self.events.items() if one["api_name"] == name)

    def values(self, event: int, **given: Any) -> list[Any]:
        """What the page would send: the components as they are when it is opened, some filled."""
        parts = [self.components[key] for key in self.events[event]["inputs"]]
        return [
            given.get(one["props"].get("elem_id") or "", one["props"].get("value")) for one in parts
        ]


def signed_in(address: str, token: str, session: str) -> Person:
    """Opens the page, by a program's token; `session` is the name that the page gives itself."""
    client = httpx.Client(
        base_url=f"{address}gradio_api/", headers={"Authorization": f"Bearer {token}"}, timeout=LONG
    )
    config = client.get(f"{address}config").json()
    events = {one["id"]: one for one in config["dependencies"] if one["backend_fn"]}
    return Person(client, session, events, {one["id"]: one for one in config["components"]})
