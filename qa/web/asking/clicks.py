"""Clicks in a conversation: the data that the page sends, checked against what it shows.

Nothing that a browser sends is trusted: a click that names no exchange of the conversation is
ignored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from index import Filters
from qa.history.exchange import ChatExchange, numbered
from qa.question import MAX_CHARACTERS, InterpretationKind, QuestionKind


def read_example(data: object) -> str:
    """The text of the example question that was clicked; empty where there is none."""
    text = data.get("text") if isinstance(data, Mapping) else None
    return text[:MAX_CHARACTERS] if isinstance(text, str) else ""


def read_number(data: object) -> int:
    """The number of the exchange that was clicked; 0 where there is none."""
    number: Any = data.get("number") if isinstance(data, Mapping) else None
    return number if type(number) is int else 0


def read_asked_again(data: object, exchanges: Sequence[ChatExchange]) -> ChatExchange | None:
    """The exchange to ask again, as it is to be asked; None where the click names none.

    Without an interpretation that was taken off; as another kind of question; or the same once
    more, without its filters if the click says so.
    """
    if isinstance(data, Mapping) and "kind" in data:
        return _without_interpretation(data, exchanges)
    if isinstance(data, Mapping) and "wanted" in data:
        return _as_another_kind(data, exchanges)
    asked = clicked(data, exchanges)
    if asked and isinstance(data, Mapping) and data.get("unfiltered") is True:
        return replace(asked, filters=Filters())
    return asked


def _without_interpretation(
    data: Mapping[Any, Any], exchanges: Sequence[ChatExchange]
) -> ChatExchange | None:
    kind, exchange = data.get("kind"), clicked(data, exchanges)
    if not isinstance(kind, str) or kind not in set(InterpretationKind):
        return None
    if exchange is None or exchange.problem is not None:
        return None
    return replace(exchange, ignored=exchange.ignored | {InterpretationKind(kind)})


def _as_another_kind(
    data: Mapping[Any, Any], exchanges: Sequence[ChatExchange]
) -> ChatExchange | None:
    """As the kind that was chosen; with "", as the one that the question's words tell."""
    wanted, exchange = data.get("wanted"), clicked(data, exchanges)
    if not isinstance(wanted, str) or wanted not in {"", *QuestionKind}:
        return None
    if exchange is None or exchange.problem is not None:
        return None
    return replace(exchange, kind=QuestionKind(wanted) if wanted else None)


def clicked(data: object, exchanges: Sequence[ChatExchange]) -> ChatExchange | None:
    """The exchange that was clicked; None where there is none."""
    return numbered(exchanges, read_number(data))
