"""What programs get, as types: answers and passages as docs/formats.md describes them."""

from __future__ import annotations

import datetime
from dataclasses import fields, is_dataclass
from functools import reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from typing_extensions import TypedDict

from qa.types import NOT_IN_JSON


class PassageJson(TypedDict):
    """A passage that was found; `Hit.to_json` makes it."""

    article_id: str
    start: int
    end: int
    score: float
    text: str
    title: str
    source: str | None
    date: str | None
    url: str | None


class FoundJson(TypedDict):
    """What a search found, best first."""

    query: str
    passages: list[PassageJson]


def json_type(kind: Any) -> Any:
    """The type that a value of `kind` has in JSON.

    Gradio describes an endpoint by the types of its function. It knows TypedDict, but neither
    days nor fields of a dataclass that are not part of its JSON.

    Args:
        kind: A plain type, a day, a dataclass, or a tuple or union of these.
    """
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind, include_extras=True)
        shown = [one.name for one in fields(kind) if NOT_IN_JSON not in get_args(hints[one.name])]
        named = {name: json_type(hints[name]) for name in shown}
        return TypedDict(f"{kind.__name__}Json", named)  # type: ignore[operator]
    if kind is datetime.date:
        return str
    parts = tuple(json_type(one) for one in get_args(kind) if one is not ...)
    if get_origin(kind) is Annotated:
        return parts[0]
    if get_origin(kind) is tuple:
        return list[parts[0]]  # type: ignore[valid-type]
    return reduce(or_, parts) if get_origin(kind) in (Union, UnionType) else kind
