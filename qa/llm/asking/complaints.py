"""What an endpoint complains of, read from its errors: a field of the request, or too much text.

OpenAI names the field in `param`. Others name it in a sentence, in the place of a validation error
("loc": ["body", "stop"]), or in a list; some translate it to the name of the service behind them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openai import APIError

_INVALID = (400, 422)
_OTHER_CAUSES = (401, 403, 404, 408, 409, 429)
"""Of the key, the address, or the moment, whatever the words."""
_TOO_LARGE = 413

_NAMED = {
    "max_tokens": r"\bmax_tokens\b",
    "max_completion_tokens": r"\bmax_completion_tokens\b",
    "temperature": r"\btemperature\b",
    "stop": r"[`'\"]stop[`'\"]|\bstop[_ ]?(?:sequences?|words?|strings?|tokens?)\b|"
    r"(?:parameter|argument|field|option|property)s?:? stop\b|: stop\b(?=\W*$)|"
    r"\bstop(?::| is| are| must| may| cannot| parameter)\b",
    "stream_options": r"\bstream_options\b",
}
"""How a field stands in a sentence; "stop" is also a word of the language."""
_TOO_MUCH_CODES = re.compile(r"context_(?:length|size|window)|string_above_max_length", re.I)
_TOO_MUCH = re.compile(
    r"\b(?:maximum|available|model'?s?) (?:context|prompt|input) (?:length|size|window)|"
    r"\bcontext[ _]?(?:length|size|window)|"
    r"\bexceeds?\b.{0,40}\b(?:tokens|context)\b|"
    r"\btoo many (?:input |prompt )?tokens|"
    r"\b(?:prompt|input|inputs|request|messages?)\b.{0,60}\btoo (?:long|large)\b|"
    r"\btokens?\b.{0,40}\bmust be <=|"
    r"\breduce the length\b|"
    r"\bmax_tokens must be at least \d+, got -",
    re.IGNORECASE | re.DOTALL,
)
"""In a sentence of OpenAI's, vLLM's, llama.cpp's, TGI's, Ollama's, Anthropic's, Mistral's …"""
_LIMIT_TOO_LARGE = re.compile(
    r"\b(?:max_tokens|max_completion_tokens)\b.{0,60}(?:too large|at most|exceed|less than|<=)",
    re.IGNORECASE | re.DOTALL,
)


def refused_field(error: APIError, sent: Collection[str]) -> str | None:
    """Which of the fields that were sent an endpoint does not take; None where it is none."""
    if getattr(error, "status_code", None) not in _INVALID:
        return None
    places: list[str] = re.findall(r"\w+", error.param) if isinstance(error.param, str) else []
    if named := next((place for place in places if place in sent), None):
        return named
    said = _said(error)
    mentions = [(found.start(), name) for name in sent if (found := _mention(name, said))]
    return min(mentions)[1] if mentions else None


def is_too_much(error: APIError) -> bool:
    """Whether an endpoint says that its model cannot take in so much text at once."""
    status = getattr(error, "status_code", None)
    if any(_TOO_MUCH_CODES.search(str(kind)) for kind in (error.code, error.type) if kind):
        return True
    return status == _TOO_LARGE or (
        status not in _OTHER_CAUSES and bool(_TOO_MUCH.search(_said(error)))
    )


def is_limit_too_large(error: APIError) -> bool:
    """Whether an endpoint says that its model cannot write as much as it was let."""
    invalid = getattr(error, "status_code", None) in _INVALID
    return invalid and bool(_LIMIT_TOO_LARGE.search(_said(error)))


def _mention(name: str, said: str) -> re.Match[str] | None:
    pattern = _NAMED.get(name)
    return re.search(pattern, said, re.IGNORECASE) if pattern else None


def _said(error: APIError) -> str:
    """The message; where the body is not of OpenAI's form, all of it stands there."""
    return f"{error.message} {error.body if isinstance(error.body, str) else ''}".strip()
