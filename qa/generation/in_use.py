"""Which answerer answers now, why, and what is known of its model; nothing is asked of anyone."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from index.errors import ArticleQAError
from qa.generation.generative import Generative
from qa.generation.pool import AnswererPool, is_preferred
from qa.llm.catalog import GgufModel, find_model
from qa.llm.local_server import ServerState
from qa.llm.models import HostedModel, LanguageModel, LocalModel, is_named
from qa.settings import AnswererChoice, QASettings
from qa.types import AnswererName


@dataclass(frozen=True, slots=True)
class InUse:
    """Who answers now; `problem` says why it cannot."""

    name: AnswererName
    why: str
    problem: str = ""
    is_chosen: bool = False
    """In place of the one that the settings name."""
    language_model: LanguageModel | None = None
    file: GgufModel | None = None
    """Of a local model, there or not."""
    state: ServerState = "ended"
    """Of a local model's process …"""
    process: int | None = None
    """… and its number."""
    host: str = ""
    """Where a hosted model is asked."""
    has_key: bool = False


def in_use(answerers: AnswererPool, wanted: AnswererChoice | None = None, asker: str = "") -> InUse:
    """Who would answer a question of `asker` now; `wanted` instead of whom the settings name."""
    name = _name(answerers, wanted or answerers.settings.answerer)
    why = _why(answerers.settings, name)
    file = None
    try:
        file = answerers.local_model() if name == "local" else None
        answerer = answerers.choose(wanted, asker)
    except ArticleQAError as error:
        return InUse(name, why, str(error), file=file)
    model = answerer.language_model if isinstance(answerer, Generative) else None
    if isinstance(model, LocalModel):
        server = model.server
        return InUse(
            name, why, language_model=model, file=file, state=server.state, process=server.pid
        )
    if isinstance(model, HostedModel):
        has_key = model.endpoint.key is not None
        return InUse(name, why, language_model=model, host=model.host, has_key=has_key)
    return InUse(name, why)


def _name(answerers: AnswererPool, wanted: AnswererChoice) -> AnswererName:
    if wanted != "auto":
        return wanted
    if is_named(answerers.settings):
        return "hosted"
    try:
        return "local" if is_preferred(answerers.settings) else "extractive"
    except ArticleQAError:  # a name that is none
        return "local"


def _why(settings: QASettings, name: AnswererName) -> str:
    if settings.answerer != "auto":
        return f"The setting answerer says so: {settings.answerer}."
    if name == "hosted":
        return "The settings name it (hosted_url, hosted_model)."
    if name == "local":
        return "Its file is on this machine, and the settings name no hosted model."
    with suppress(ArticleQAError):
        if (model := find_model(settings.local_model)).is_there():
            return (
                f"{model.name} is on this machine, but quotation is right more often than a model "
                "of its size. The setting answerer = local lets it write."
            )
    return "The settings name no hosted model, and no local one is on this machine."
