"""Requests drawn at random: sound ones to the APIs, changed in a few places of body and headers.

The same seed draws the same ones. What they ask for is little, so that most cost nothing.
"""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from generated import TROUBLE, text_of

from qa.question import InterpretationKind, QuestionKind

DEEPEST = 100_000
"""Lists within lists; Python's reader of JSON gives up long before."""


@dataclass
class OddRequest:
    """A request as it is sent; the path has no slash at its beginning."""

    method: str
    path: str
    content: Any = None
    """What the body says; None: there is no body."""
    headers: dict[bytes, bytes] = field(default_factory=dict)
    changes: list[Callable[[bytes], bytes]] = field(default_factory=list)
    """What befalls the body once it is bytes."""

    def body(self) -> bytes:
        """The bytes of the body."""
        body = b"" if self.content is None else _json(self.content)
        for change in self.changes:
            body = change(body)
        return body


@dataclass(frozen=True)
class _Raw:
    """Stands in a body for JSON that no writer of JSON would write."""

    text: str


def request_of(rng: random.Random) -> OddRequest:
    """A request, mostly one that somebody could mean."""
    request = rng.choice(_SOUND)(rng)
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        request.content = _changed(rng, request.content)
    if rng.random() < 0.15:
        request.changes.append(_bytes_change(rng))
    for _ in range(rng.choice((0, 0, 1, 2))):
        name, value = rng.choice(_HEADERS)
        request.headers[name] = value
    if rng.random() < 0.05 and "/call/" not in request.path:  # there, GET waits for an event
        request.method = rng.choice(("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"))
    return request


def value_of(rng: random.Random) -> Any:
    """A value of a kind that nobody asked for."""
    return rng.choice(_VALUES)(rng)


def _json(content: Any) -> bytes:
    raw: list[str] = []

    def stand_in(value: _Raw) -> str:
        raw.append(value.text)
        return f"<raw {len(raw) - 1}>"

    text = json.dumps(content, default=stand_in)
    for number, inner in enumerate(raw):
        text = text.replace(f'"<raw {number}>"', inner)
    return text.encode()


def _nested(depth: int, opening: str, closing: str) -> _Raw:
    return _Raw(opening * depth + closing * depth)


# What is changed


_BRACKETS = (("[", "]"), ('{"a":[', "]}"))
_VALUES: tuple[Callable[[random.Random], Any], ...] = (
    lambda rng: None,
    lambda rng: rng.random() < 0.5,
    lambda rng: rng.choice((0, -1, 101, 2**31, 2**63, -(2**64), 10**400)),
    lambda rng: _Raw("9" * rng.choice((30, 4_400))),
    lambda rng: rng.choice((0.5, 1e308, -1e-300, float("inf"), float("nan"))),
    lambda rng: rng.choice(("", " ", "\ud800", "a\udfffb", "\x00", "2024-02-30", "x" * 2_001)),
    lambda rng: rng.choice(TROUBLE),
    lambda rng: text_of(rng, 5),
    lambda rng: [value_of(rng) for _ in range(rng.randrange(4))],
    lambda rng: {rng.choice(_NAMES): value_of(rng) for _ in range(rng.randrange(4))},
    lambda rng: _nested(rng.choice((3, 60, 900, DEEPEST)), *rng.choice(_BRACKETS)),
    lambda rng: ["x"] * 2_000,
)
_NAMES = (
    "question", "text", "k", "after", "before", "as_of", "source", "tag", "story", "history",
    "ignore", "kind", "answerer", "model", "messages", "role", "content", "stream", "data",
    "fn_index", "session_hash", "event_id", "__proto__", "$ref", "", "\ud800", "a" * 300,
)  # fmt: skip


def _changed(rng: random.Random, content: Any) -> Any:
    """The content with one value replaced, left out or added, somewhere within it."""
    if isinstance(content, dict) and content and rng.random() < 0.9:
        name = rng.choice(list(content))
        match rng.randrange(4):
            case 0:
                return {key: value for key, value in content.items() if key != name}
            case 1:
                return content | {rng.choice(_NAMES): value_of(rng)}
        return content | {name: _changed(rng, content[name])}
    if isinstance(content, list) and content and rng.random() < 0.9:
        place = rng.randrange(len(content))
        inner = [] if rng.random() < 0.2 else [_changed(rng, content[place])]
        return [*content[:place], *inner, *content[place + 1 :]]
    return value_of(rng)


def _bytes_change(rng: random.Random) -> Callable[[bytes], bytes]:
    cut, sign = rng.random(), rng.choice((b"\xff", b"\x00", b"{", b'"', b"\\", b",", b"NaN"))
    changes: tuple[Callable[[bytes], bytes], ...] = (
        lambda body: body[: int(cut * len(body))],
        lambda body: body[: int(cut * len(body))] + sign + body[int(cut * len(body)) :],
        lambda body: body + body,
        lambda body: b"\xef\xbb\xbf" + body,
        lambda body: body.decode("utf-8", "replace").encode("utf-16"),
        lambda body: b"",
        lambda body: b"a=1&b=2",
        lambda body: b" " * 1_200_000 + body,
    )
    return rng.choice(changes)


_HEADERS: tuple[tuple[bytes, bytes], ...] = tuple(
    (name, value)
    for name, values in {
        b"Content-Type": (
            b"", b"text/plain", b"application/json; charset=utf-7", b"multipart/form-data",
            b"multipart/form-data; boundary=", b"application/x-www-form-urlencoded", b"\xff/\xfe",
        ),
        b"Accept": (b"", b"text/html", b"*/*;q=nan", b"," * 5_000, b"\xff"),
        b"Accept-Language": (b"de", b"de;q=x,en;q=1e999", b"\xff", b"a-" * 9_000, b"*"),
        b"Content-Encoding": (b"gzip", b"br", b"\xff"),
        b"Origin": (b"null", b"", b"http://[", b"https://evil.example", b"\xff", b"http://a:b"),
        b"Host": (b"evil.example", b"[::1", b"localhost:x", b"127.0.0.1:99999", b"\xff", b"a b"),
        b"Sec-Fetch-Site": (b"cross-site", b"\xff", b""),
        b"Authorization": (b"Bearer", b"Bearer \xff", b"Basic Og==", b"Bearer " + b"a" * 9_000),
        b"Cookie": (b"article_qa_language=\xff", b"=;=;;", b"a=" + b"b" * 9_000, b'a="\\777"'),
        b"X-Forwarded-For": (b"", b"\xff", b"1.2.3.4, evil", b"::1"),
        b"X-Forwarded-Proto": (b"ftp", b"\xff", b"https"),
        b"X-Forwarded-Host": (b"evil.example", b"\xff"),
        b"If-None-Match": (b"*", b"\xff"),
        b"Range": (b"bytes=9-1", b"bytes=-", b"\xff"),
        b"Expect": (b"100-continue",),
        b"session_hash": (b"\xff", b"a" * 9_000),
    }.items()
    for value in values
)  # fmt: skip


# What is sound


def _narrowed(rng: random.Random) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "after": "2024-01-01", "before": "2026-12-31", "as_of": "2025-06-30",
        "source": "The Aldry Courier", "tag": "tram", "story": "1",
    }  # fmt: skip
    return {name: fields[name] for name in rng.sample(list(fields), rng.choice((0, 0, 1, 2)))}


def _asked(rng: random.Random) -> dict[str, Any]:
    turn = {"role": rng.choice(("user", "assistant", "system")), "content": text_of(rng, 6)}
    more: dict[str, Any] = {
        "history": [turn], "ignore": [rng.choice([*InterpretationKind]).value],
        "kind": rng.choice([*QuestionKind]).value, "answerer": "extractive",
    }  # fmt: skip
    chosen = {name: more[name] for name in rng.sample(list(more), rng.choice((0, 0, 1, 2)))}
    return {"question": f"Who {text_of(rng, 5)}", **_narrowed(rng), **chosen}


def _searched(rng: random.Random) -> dict[str, Any]:
    return {"text": text_of(rng, 5), "k": rng.randrange(1, 5), **_narrowed(rng)}


def _chat(rng: random.Random) -> OddRequest:
    said = [{"role": "user", "content": text_of(rng, 6)} for _ in range(rng.choice((1, 1, 2, 3)))]
    for message in said[1::2]:
        message["role"] = "assistant"
    asked = _asked(rng)
    parts = [{"type": "text", "text": asked.pop("question")}]
    said.append({"role": "user", "content": rng.choice((parts[0]["text"], parts))})
    own = {name: value for name, value in asked.items() if name not in ("history", "answerer")}
    content = {"model": "article-qa", "messages": said, "article_qa": own, "temperature": 0}
    if rng.random() < 0.4:
        content |= {"stream": True, "stream_options": {"include_usage": True}}
    return OddRequest("POST", "v1/chat/completions", content)


def _models(rng: random.Random) -> OddRequest:
    name = rng.choice(("", "/article-qa", "/none", "/%00", "/%ff", "/..%2f..", "/" + "a" * 3_000))
    return OddRequest("GET", f"v1/models{name}")


def _call(rng: random.Random) -> OddRequest:
    """A call of Gradio's API, its fields by name, or by their places."""
    name, fields = rng.choice((("ask", _asked(rng)), ("search", _searched(rng))))
    if rng.random() < 0.6:
        return OddRequest("POST", f"gradio_api/call/v2/{name}", fields)
    return OddRequest("POST", f"gradio_api/call/{name}", {"data": list(fields.values())})


def _event(rng: random.Random) -> OddRequest:
    """An event of the page, or a look at what comes of one."""
    session = rng.choice(("abc", "\ud800", "../x", "a" * 4_000))
    body = {"data": [], "fn_index": rng.randrange(-3, 60), "session_hash": session}
    ended = {"session_hash": session, "fn_index": 0, "event_id": "x"}
    return rng.choice(
        (
            OddRequest("POST", "gradio_api/queue/join", body),
            OddRequest("POST", "gradio_api/cancel", ended),
            OddRequest("POST", "gradio_api/reset", ended),
            OddRequest("GET", "gradio_api/info"),
        )
    )


_SOUND: tuple[Callable[[random.Random], OddRequest], ...] = (
    _chat, _chat, _chat, _call, _call, _call, _models, _event
)  # fmt: skip
