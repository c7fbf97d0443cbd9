"""What a person said of an answer, with all that is needed to ask again; to JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, PlainSerializer, StrictInt, TypeAdapter
from typing_extensions import TypedDict

from index import Filters
from index.errors import UsageError
from qa.question import Turn

Verdict = Literal["right", "wrong"]


class _Quoted(TypedDict):
    article_id: str
    quote: str


class _Judged(TypedDict):
    """What is needed of an answer; it may have more."""

    status: str
    short: str | None
    citations: list[_Quoted]


def _has_what_is_needed(answer: dict[str, Any]) -> dict[str, Any]:
    _judged_adapter().validate_python(answer)
    return answer


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person said of an answer."""

    id: str
    when: Annotated[datetime, PlainSerializer(lambda when: when.isoformat(timespec="seconds"))]
    question: str
    history: tuple[Turn, ...]
    filters: Filters
    answer: Annotated[dict[str, Any], AfterValidator(_has_what_is_needed)]
    """As `Answer.to_json` gives it."""
    verdict: Verdict
    correction: str | None = None
    """What would be right; only where the verdict is "wrong"."""
    unanswerable: bool = False
    """The articles do not answer the question; only where the verdict is "wrong"."""
    wrong_sources: tuple[StrictInt, ...] = ()
    """Numbers of the citations that do not support the answer, be it right or wrong."""
    person: str | None = None
    """Who was signed in; None where nobody has to."""

    def wrong_quotes(self) -> dict[int, str]:
        """The quotations that do not support the answer, by the numbers of their citations."""
        quotes = {one.get("number"): str(one["quote"]) for one in self.answer["citations"]}
        return {number: quotes[number] for number in self.wrong_sources if number in quotes}

    def to_json(self) -> dict[str, Any]:
        """The judgement as docs/formats.md describes it; `filters` without `as_of`."""
        content: dict[str, Any] = _adapter().dump_python(self, mode="json")
        as_of = content["filters"].pop("as_of")
        for name in ("sources", "tags", "story"):  # as question sets have it
            if not content["filters"][name]:
                del content["filters"][name]
        return {**content, "as_of": as_of}


def from_json(content: Mapping[str, Any]) -> Judgement:
    """The judgement of which `to_json` gives this.

    Fields that earlier versions did not have may be missing, and others may be there.

    Raises:
        ValueError: it is no such content.
    """
    try:
        filters = {**content["filters"], "as_of": content["as_of"]}
        return _adapter().validate_python({**content, "filters": filters})
    except (KeyError, TypeError, UsageError) as error:
        raise ValueError("not a judgement") from error


@cache
def _adapter() -> TypeAdapter[Judgement]:
    return TypeAdapter(Judgement)


@cache
def _judged_adapter() -> TypeAdapter[_Judged]:
    return TypeAdapter(_Judged)
