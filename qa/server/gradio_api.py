"""Gradio's API: the endpoints /ask and /search.

The module does without `from __future__ import annotations`, since gradio reads the types of the
two functions and would not understand them as strings.
"""

from collections.abc import Iterator
from contextlib import closing
from typing import Any, Literal

import gradio as gr

from index.errors import ArticleQAError
from qa.question import Turn
from qa.server.api_service import (
    AT_ONCE,
    ApiService,
    AskRequest,
    SearchRequest,
    parse_request,
)
from qa.server.login import signed_in_name
from qa.server.schema import FoundJson, json_type
from qa.settings import AnswererChoice
from qa.types import Answer

InterpretationName = Literal["conversation", "dates", "newest", "sources", "comparison", "spelling"]
KindName = Literal[
    "fact",
    "explanation",
    "overview",
    "timeline",
    "list",
    "comparison",
    "yes_no",
    "collection",
    "talk",
]


def add_api(api: ApiService) -> None:
    """Adds the endpoints to the page that is being built."""

    def ask(
        request: gr.Request,
        question: str,
        after: str | None = None,
        before: str | None = None,
        source: str | None = None,
        as_of: str | None = None,
        history: list[dict[str, Any]] | None = None,
        ignore: list[InterpretationName] | None = None,
        answerer: AnswererChoice | None = None,
        kind: KindName | None = None,
        tag: str | None = None,
        story: str | None = None,
    ) -> Iterator[dict[str, Any]]:
        """Answers a question from the articles, with quotations as proof.

        Parameters:
            question: The question, at most 2,000 characters.
            after: Only articles of this day or later, YYYY-MM-DD.
            before: Only articles of this day or earlier.
            source: Only articles of this source.
            as_of: The question's today: later articles are not used.
            history: What was said before, oldest first: [{"role", "content"}].
            ignore: What is not to be read from the question's words.
            answerer: Who writes the answer; default: as the program's settings say.
            kind: The kind of answer that is wanted; default: as the question's words say.
            tag: Only articles with this tag.
            story: Only articles of this story: its id, or that of an article in it.

        Returns:
            The Answer of docs/formats.md; while it grows, what was checked so far.
        """
        narrowed = _narrowed(after, before, source, as_of, tag, story)
        said = {"history": history or [], "ignore": ignore or []}
        how = {"answerer": answerer, "kind": kind}
        yield from _growing(
            api, {"question": question, **narrowed, **said, **how}, signed_in_name(request)
        )

    def search(
        text: str,
        k: int = 10,
        after: str | None = None,
        before: str | None = None,
        source: str | None = None,
        as_of: str | None = None,
        tag: str | None = None,
        story: str | None = None,
    ) -> FoundJson:
        """Finds the passages of the articles that fit a text best.

        Parameters:
            text: What to look for.
            k: How many passages, at most 100.
            after: Only articles of this day or later, YYYY-MM-DD.
            before: Only articles of this day or earlier.
            source: Only articles of this source.
            as_of: Later articles are left out.
            tag: Only articles with this tag.
            story: Only articles of this story: its id, or that of an article in it.

        Returns:
            The passages, as docs/formats.md has them.
        """
        narrowed = _narrowed(after, before, source, as_of, tag, story)
        try:
            return api.search(parse_request(SearchRequest, {"text": text, "k": k, **narrowed}))
        except ArticleQAError as error:
            raise gr.Error(str(error), print_exception=False) from error

    # what Gradio's description of the endpoint shows: the entries of the history, and an answer
    # instead of the iterator of its states
    ask.__annotations__["history"] = list[json_type(Turn)] | None  # type: ignore[misc]
    ask.__annotations__["return"] = json_type(Answer)
    for endpoint in (ask, search):
        gr.api(endpoint, api_name=endpoint.__name__, concurrency_limit=AT_ONCE)


def _narrowed(
    after: str | None,
    before: str | None,
    source: str | None,
    as_of: str | None,
    tag: str | None,
    story: str | None,
) -> dict[str, str | None]:
    days = {"after": after, "before": before, "as_of": as_of}
    return {**days, "source": source, "tag": tag, "story": story}


def _growing(
    api: ApiService, fields: dict[str, Any], asker: str | None
) -> Iterator[dict[str, Any]]:
    try:
        with closing(api.ask(parse_request(AskRequest, fields), asker)) as answers:
            for answer in answers:
                yield answer.to_json()
    except ArticleQAError as error:
        raise gr.Error(str(error), print_exception=False) from error
