"""What goes wrong at an endpoint, and what to do, in a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from index.errors import ArticleQAError
from qa.llm.asking.complaints import is_too_much
from qa.llm.asking.thoughts import ThoughtsShown
from qa.llm.proxy import ProxyUnusable

if TYPE_CHECKING:
    from qa.llm.endpoint import Endpoint


class LanguageModelError(ArticleQAError):
    """A language model could not write; the text says why, and what to do."""


class ContextTooSmall(LanguageModelError):
    """A language model cannot take in so much text at once; with less it may."""


class OnlyThoughts(Exception):
    """A model wrote thoughts and no answer.

    Args:
        is_cut_off: It reached its limit in them, or may have stopped at a word in them.
        is_unseen: Its thoughts were not sent.
    """

    def __init__(self, *, is_cut_off: bool, is_unseen: bool) -> None:
        super().__init__("only thoughts")
        self.is_cut_off = is_cut_off
        self.is_unseen = is_unseen


def explained(error: BaseException, endpoint: Endpoint) -> LanguageModelError:
    """What went wrong and what to do; the key never stands in it."""
    import httpx
    import openai

    name, key = endpoint.name, endpoint.key
    again = "Ask again: it is started anew where it has ended."
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        said = f"{name} refuses the key ({error.status_code}). Check it, and what it may use."
    elif isinstance(error, openai.NotFoundError):
        said = (
            f"{name} does not know the model {endpoint.model!r} or the address (404). Check "
            "hosted_model and hosted_url, which usually ends in /v1."
        )
    elif isinstance(error, openai.APIError) and is_too_much(error):
        return ContextTooSmall(
            f"{name} cannot take in so much text at once ({_reason(error, key)}). Name a model "
            "with a larger context, or serve it with one."
        )
    elif isinstance(error, openai.RateLimitError):
        is_spent = getattr(error, "code", None) == "insufficient_quota"
        refused = f"{name} refused the request (429: {_reason(error, key)})."
        said = refused if is_spent else f"{name} asks to wait (429). Ask again in a minute."
    elif isinstance(error, openai.APITimeoutError | httpx.TimeoutException | TimeoutError):
        longer = again if endpoint.is_ours else "Ask again, or raise hosted_timeout."
        said = f"{name} was silent for {endpoint.patience:g} seconds. {longer}"
    elif isinstance(error, openai.InternalServerError):
        said = f"{name} failed ({error.status_code}). Ask again in a minute."
    elif isinstance(error, openai.APIStatusError):
        said = f"{name} refused the request ({error.status_code}: {_reason(error, key)})."
    elif isinstance(error, openai.APIConnectionError):
        cause = error.__cause__
        look = "See whether its server runs, and whether hosted_url is its address."
        why = _clean(str(cause or error), key)
        said = f"{name} cannot be reached ({why}). {again if endpoint.is_ours else look}"
    elif isinstance(error, ConnectionError | httpx.TransportError):
        said = f"{name} broke off in the middle of the answer."
    elif isinstance(error, ProxyUnusable):
        said = f"{name} cannot be asked, because {error}."
    elif isinstance(error, ThoughtsShown):
        said = f"{name} wrote down thoughts as if they were the answer. Ask again."
    elif isinstance(error, OnlyThoughts):
        said = (
            f"{name} only thought and wrote no answer. Name a model that does not think, or "
            "have it think less."
        )
    elif isinstance(error, ValueError | TypeError | AttributeError | IndexError):
        look = "" if endpoint.is_ours else " Check hosted_url, which usually ends in /v1."
        said = f"{name} sent something that is not an answer.{look}"
    elif isinstance(error, openai.APIError):
        said = f"{name} reported an error ({_reason(error, key)})."
    else:
        said = f"{name} failed ({type(error).__name__})."
    return LanguageModelError(said)


def _reason(error: Any, key: str | None) -> str:
    body = error.body if isinstance(error.body, dict) else {}
    return _clean(str(body.get("message") or error.message), key)


def _clean(text: str, key: str | None) -> str:
    """At most 200 characters in a line, without the key."""
    if key:
        text = text.replace(key, "…")
    text = re.sub(r"\s+", " ", text).strip().rstrip(".")
    return text if len(text) <= 200 else text[:199] + "…"
