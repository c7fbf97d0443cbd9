"""OpenAI's API for chat completions: /v1/models, /v1/chat/completions.

The last message of the user is the question, earlier ones are its conversation. A system
message is passed over: it changes neither what is quoted nor what is checked.
The answer comes whole or sentence by sentence, never before it was checked, and with it,
as `article_qa`, the Answer of docs/formats.md.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from index.errors import ArticleQAError, UsageError
from qa.llm.models import is_named
from qa.question import InterpretationKind, QuestionKind, Turn
from qa.server.answer_threads import AnswerThreads, cancel_on_disconnect
from qa.server.api_service import ApiService, AskRequest, FilterFields, parse_request
from qa.server.login import signed_in_name
from qa.server.openai_errors import error_json, error_response
from qa.server.pictures import without_pictures
from qa.settings import AnswererChoice
from qa.types import Answer

MODEL = "article-qa"
MODELS: dict[str, AnswererChoice | None] = {
    MODEL: None,
    f"{MODEL}-extractive": "extractive",
    f"{MODEL}-local": "local",
    f"{MODEL}-hosted": "hosted",
}
"""The names that can be asked for, with who then writes; None: as the settings say."""
WRITTEN_ANEW = "\n\nThe answer had to be written anew:\n\n"
"""Stands in a stream between what can no longer be taken back and what takes its place."""


class _Part(BaseModel):
    type: str
    text: str | None = None


class _Message(BaseModel):
    role: str
    content: str | list[_Part] | None = None

    def text(self) -> str:
        """What it says; parts that are not text are left out."""
        if isinstance(self.content, list):
            return "\n".join(part.text or "" for part in self.content if part.type == "text")
        return self.content or ""


class _StreamOptions(BaseModel):
    include_usage: bool | None = None


class _Extension(FilterFields):
    """What OpenAI has no field for."""

    ignore: list[InterpretationKind] = Field([])
    kind: QuestionKind | None = None


class _ChatRequest(BaseModel):
    """A request; fields that are not named here are passed over."""

    model: str
    messages: list[_Message] = Field(min_length=1)
    stream: bool | None = None
    stream_options: _StreamOptions | None = None
    article_qa: _Extension = Field(default_factory=lambda: _Extension.model_validate({}))

    def to_ask(self) -> AskRequest:
        """The question that is meant.

        Raises:
            UsageError: the last message is not the user's, or no text.
        """
        *earlier, last = [one for one in self.messages if one.role in ("user", "assistant")] or [
            _Message(role="assistant")
        ]
        if last.role != "user" or not last.text().strip():
            raise UsageError("messages: the last one must be the user's, with the question.")
        said = [turn for message in earlier if (turn := _turn(message))]
        return AskRequest(
            question=last.text(),
            history=said,
            answerer=MODELS[self.model],
            **self.article_qa.model_dump(),
        )


@dataclass(frozen=True, slots=True)
class _Reply:
    """What all parts of one reply have in common."""

    model: str
    id: str = field(default_factory=lambda: f"chatcmpl-{secrets.token_hex(12)}")
    created: int = field(default_factory=lambda: int(time.time()))

    def whole(self, answer: Answer) -> dict[str, Any]:
        content = without_pictures(answer.text)
        message = {"role": "assistant", "content": content, "refusal": None}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return {
            **self._head("chat.completion"),
            "choices": [choice],
            "usage": _usage(answer),
            "article_qa": answer.to_json(),
        }

    def chunk(self, delta: dict[str, Any], finish: str | None = None, **more: Any) -> str:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return _event({**self._head("chat.completion.chunk"), "choices": [choice], **more})

    def usage(self, answer: Answer) -> str:
        head = self._head("chat.completion.chunk")
        return _event({**head, "choices": [], "usage": _usage(answer)})

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": self.id, "object": kind, "created": self.created, "model": self.model}


class OpenAIApi:
    """Answers OpenAI's requests from `api`."""

    def __init__(self, api: ApiService, threads: AnswerThreads) -> None:
        self._api = api
        self._threads = threads
        self._since = int(time.time())

    def routes(self) -> list[Route]:
        """The routes, to be served beside the page."""
        return [
            Route("/v1/models", self.list_models),
            Route("/v1/models/{name}", self.show_model),
            Route("/v1/chat/completions", self.complete, methods=["POST"]),
        ]

    async def list_models(self, request: Request) -> Response:
        """The names that can be asked for here and now."""
        data = [self._model(name) for name in MODELS if self._is_there(name)]
        return JSONResponse({"object": "list", "data": data})

    async def show_model(self, request: Request) -> Response:
        """One of the names."""
        name = request.path_params["name"]
        if name not in MODELS or not self._is_there(name):
            return _no_model(name)
        return JSONResponse(self._model(name))

    async def complete(self, request: Request) -> Response:
        """An answer, whole or as it grows."""
        try:
            body = parse_request(_ChatRequest, await request.json())
            if body.model not in MODELS:
                return _no_model(body.model)
            asked = body.to_ask()
        except UsageError as error:
            return error_response(400, str(error))
        except ValueError:
            return error_response(400, "The body is not JSON.")
        if body.stream:
            return await self._stream(asked, body, signed_in_name(request))
        work = self._threads.last(self._api.ask(asked, signed_in_name(request)))
        try:
            answer = await cancel_on_disconnect(request.receive, work)
        except ArticleQAError as error:
            return _failed(error)
        return (
            JSONResponse(_Reply(body.model).whole(answer)) if answer else Response(status_code=499)
        )

    async def _stream(self, asked: AskRequest, body: _ChatRequest, asker: str | None) -> Response:
        states = self._threads.stream(self._api.ask(asked, asker))
        try:
            first = await anext(states)
        except ArticleQAError as error:
            return _failed(error)
        with_usage = bool(body.stream_options and body.stream_options.include_usage)
        events = _events(first, states, _Reply(body.model), with_usage)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(events, headers=headers, media_type="text/event-stream")

    def _model(self, name: str) -> dict[str, Any]:
        return {"id": name, "object": "model", "created": self._since, "owned_by": MODEL}

    def _is_there(self, name: str) -> bool:
        answerers = self._api.answerers
        if name == f"{MODEL}-hosted":
            return is_named(answerers.settings)
        return name != f"{MODEL}-local" or answerers.local_model().is_there()


async def _events(
    answer: Answer, states: AsyncGenerator[Answer, None], reply: _Reply, with_usage: bool
) -> AsyncGenerator[str, None]:
    """The events of a stream: the checked text as it grows, the Answer with the last."""
    sent = ""
    later: Answer | None = answer
    async with aclosing(states):
        yield reply.chunk({"role": "assistant", "content": ""})
        try:
            while later is not None:
                answer = later
                text = without_pictures(answer.text)
                more = _more(sent, text)
                yield reply.chunk({"content": more}) if more else ": still at work\n\n"
                sent = text or sent
                later = await anext(states, None)
        except ArticleQAError as error:
            yield _event(error_json(str(error), "server_error"))
            return
        yield reply.chunk({}, "stop", article_qa=answer.to_json())
        if with_usage:
            yield reply.usage(answer)
        yield "data: [DONE]\n\n"


def _more(sent: str, text: str) -> str:
    """What is to be sent so that all of `text` has been."""
    if not text or text == sent:
        return ""
    return text.removeprefix(sent) if text.startswith(sent) else f"{WRITTEN_ANEW}{text}"


def _turn(message: _Message) -> Turn | None:
    said = message.text()
    return Turn("user" if message.role == "user" else "assistant", said) if said.strip() else None


def _usage(answer: Answer) -> dict[str, int] | None:
    """Tokens, where a language model told them."""
    if answer.usage is None:
        return None
    read, written = answer.usage.prompt_tokens, answer.usage.completion_tokens
    return {
        "prompt_tokens": read,
        "completion_tokens": written,
        "total_tokens": read + written,
    }


def _event(content: dict[str, Any]) -> str:
    return f"data: {json.dumps(content, ensure_ascii=False)}\n\n"


def _failed(error: ArticleQAError) -> JSONResponse:
    return error_response(400 if isinstance(error, UsageError) else 503, str(error))


def _no_model(name: str) -> JSONResponse:
    message = f"There is no model {name[:80]!r} here; /v1/models lists those that are."
    return error_response(404, message, "model_not_found")
