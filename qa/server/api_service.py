"""What the APIs have in common: requests for answers and passages, and how they are served.

Programs reach it by Gradio's API (`gradio_api`), MCP (`mcp_api`) or OpenAI's (`openai_api`). Their
fields are those of the commands `ask` and `search`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

import qa.pipeline
from index import Filters, Store
from index.errors import StoreMissing, UsageError
from qa.generation.pool import AnswererPool
from qa.question import InterpretationKind, Question, QuestionKind, Turn
from qa.server.schema import FoundJson
from qa.server.stores import NO_ARTICLES, OpenStores
from qa.settings import AnswererChoice
from qa.text.filters import read_day
from qa.types import Answer

AT_ONCE = 8
"""Questions that are answered side by side by Gradio's API, whose threads the page needs, too."""
ANY_PROGRAM = "programs"
"""The asker of programs that nobody signed in for: together they have one place in a queue."""
PACE_SECONDS = 0.2
"""Between two states of an answer in which nothing new is to be read."""

Fields = TypeVar("Fields", bound=BaseModel)
Streaming = Callable[..., Iterator[Answer]]
"""`qa.pipeline.stream`, or what a test puts in its place."""


class FilterFields(BaseModel):
    """Which articles may be used."""

    model_config = ConfigDict(extra="forbid")

    after: str | None = Field(None, description="Only articles of this day or later, YYYY-MM-DD.")
    before: str | None = Field(None, description="Only articles of this day or earlier.")
    source: str | None = Field(None, description="Only articles of this source.")
    tag: str | None = Field(None, description="Only articles with this tag.")
    as_of: str | None = Field(
        None, description="The question's today: later articles are not used."
    )
    story: str | None = Field(
        None, description="Only articles of this story: its id, or that of an article in it."
    )

    def to_filters(self) -> Filters:
        """The filters that are meant.

        Raises:
            UsageError: a day is none, or the days contradict each other.
        """
        days = [read_day(name, getattr(self, name)) for name in ("after", "before", "as_of")]
        tags = (self.tag,) if self.tag else ()
        story = self.story or None
        return Filters(days[0], days[1], self.source or None, days[2], tags=tags, story=story)


class AskRequest(FilterFields):
    """The fields of `article-qa ask`."""

    question: str = Field(description="The question, at most 2,000 characters.")
    history: list[Turn] = Field([], description="What was said before, oldest first.")
    ignore: list[InterpretationKind] = Field(
        [], description="What is not to be read from the question's words."
    )
    kind: QuestionKind | None = Field(
        None, description="The kind of answer that is wanted; default: as the question's words say."
    )
    answerer: AnswererChoice | None = Field(
        None, description="Who writes the answer; default: as the program's settings say."
    )

    def to_question(self, asker: str = "") -> Question:
        """The question that is meant.

        Raises:
            UsageError: it is empty or too long, or as `to_filters`.
        """
        said, ignored = tuple(self.history), frozenset(self.ignore)
        return Question(self.question, said, self.to_filters(), ignored, asker, self.kind)


class SearchRequest(FilterFields):
    """The fields of `article-qa search`."""

    text: str = Field(description="What to look for.")
    k: int = Field(10, ge=1, le=100, description="How many passages.")


class ApiService:
    """Answers requests from the store in use; safe to use from several threads."""

    def __init__(
        self, stores: OpenStores, answerers: AnswererPool, stream: Streaming = qa.pipeline.stream
    ) -> None:
        """Nothing is opened yet; `stream` answers instead of `qa.pipeline.stream`."""
        self.stores = stores
        self.answerers = answerers
        self._stream = stream

    def ask(self, request: AskRequest, asker: str | None = None) -> Generator[Answer, None, None]:
        """The answer as it grows, the last one whole; closing the iterator stops the answering.

        Args:
            asker: The name of who is signed in, if somebody is.

        Raises:
            ArticleQAError: as `qa.api.ask`.
        """
        question, store = request.to_question(asker or ANY_PROGRAM), self._store()
        answerer = self.answerers.choose(request.answerer, question.asker)
        answers = self._stream(question, store, self.stores.settings, answerer=answerer)
        with ExitStack() as at_the_end:
            if isinstance(answers, Generator):
                at_the_end.callback(answers.close)  # at once, not when it is collected
            yield from paced(answers)

    def search(self, request: SearchRequest) -> FoundJson:
        """The passages that fit best.

        Raises:
            ArticleQAError: as `Store.search`.
        """
        filters, store = request.to_filters(), self._store()
        hits = store.search(request.text, request.k, filters)
        found = {"query": request.text, "passages": [hit.to_json() for hit in hits]}
        return cast(FoundJson, found)

    def _store(self) -> Store:
        store = self.stores.store()
        if store is None:
            raise StoreMissing(NO_ARTICLES)
        return store


def paced(
    answers: Iterator[Answer], now: Callable[[], float] = time.monotonic
) -> Generator[Answer, None, None]:
    """The states in which more of the checked text is there, and one each `PACE_SECONDS`.

    The last is always handed out. What comes in between only changes what nobody has
    checked; still it is handed out now and then, for only then can the answering be stopped.
    """
    last: Answer | None = None
    answer: Answer | None = None
    at = 0.0
    for answer in answers:
        if last is None or answer.text != last.text or now() - at >= PACE_SECONDS:
            yield answer
            last, at = answer, now()
    if answer is not None and answer is not last:
        yield answer


def parse_request(kind: type[Fields], content: Any) -> Fields:
    """What a program sent, as a request of this kind.

    Raises:
        UsageError: names the field that is wrong, and how.
    """
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "body"
        raise UsageError(f"{name}: {first['msg']}.") from error
