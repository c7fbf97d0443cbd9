"""One question with its answer, as it is kept: to JSON and back, so that it is shown as it was."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from index import ArticleQAError, Filters
from qa.database.base import storable
from qa.history.exchange import ChatExchange
from qa.question import InterpretationKind, QuestionKind

UNREADABLE = "This answer is kept, but cannot be read: it is damaged, or of a newer version."
_NOT_KEPT = {"is_done", "problem", "is_edited", "since"}
"""Fields of an exchange that only hold while the page shows it."""
_KINDS = [kind.value for kind in InterpretationKind]
_QUESTION_KINDS = [kind.value for kind in QuestionKind]


def to_json(exchange: ChatExchange) -> str:
    """The exchange with its whole answer and the passages that were read.

    An object with the fields of `ChatExchange`, the answer in the form of `Answer.to_json`, and
    beside it the filters under which it was searched.
    """
    content = _adapter().dump_python(exchange, mode="json", exclude=_NOT_KEPT)
    content["ignored"].sort()
    filters = exchange.answer and exchange.answer.filters
    content["searched"] = filters and _filters_adapter().dump_python(filters, mode="json")
    return storable(json.dumps(content, ensure_ascii=False))


def from_json(number: int, content: str) -> ChatExchange:
    """The exchange as it was kept; where it cannot be read, one whose `problem` says so."""
    try:
        return _adapter().validate_python(_in_this_version(json.loads(content)))
    except (ValueError, KeyError, TypeError, RecursionError, ArticleQAError):
        return ChatExchange(number, "", is_done=True, problem=UNREADABLE)


def _in_this_version(content: Any) -> Any:
    """What was kept, under the names of this version and without kinds that it does not know.

    An answer that has no kind of these, as before there were any, reads as a fact.

    Raises:
        KeyError, TypeError: it is damaged; what is not found here is found when it is validated.
    """
    if not isinstance(content, dict):
        return content
    kept = {"coverage": content.get("kept"), **content, "is_done": True}
    kept["ignored"] = [one for one in content.get("ignored", ()) if one in _KINDS]
    if kept.get("kind") not in _QUESTION_KINDS:
        kept["kind"] = None
    if isinstance(answer := content.get("answer"), dict):
        read: Any = answer.get("interpretations", answer.get("understood", ()))
        known = [one for one in read if one["kind"] in _KINDS]
        filters = content.get("searched") or {}
        found = dict.fromkeys(one["article_id"] for one in answer.get("passages", ()))
        kept["answer"] = {
            "nearest": [*found],
            **answer,
            "interpretations": known,
            "filters": filters,
        }
        if answer.get("kind") not in _QUESTION_KINDS:
            kept["answer"]["kind"] = QuestionKind.FACT
    return kept


@cache
def _adapter() -> TypeAdapter[ChatExchange]:
    return TypeAdapter(ChatExchange)


@cache
def _filters_adapter() -> TypeAdapter[Filters]:
    return TypeAdapter(Filters)
