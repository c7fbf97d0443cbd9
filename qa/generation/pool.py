"""Which answerer writes: hosted if the settings name one; else local, if its model is there and
large enough to be right more often than quotation; else the quotations."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from types import TracebackType
from typing import Self, TypeVar

from qa.deadline import Allowance
from qa.generation.answerer import Answerer
from qa.generation.extractive import Extractive
from qa.generation.generative import Generative
from qa.llm.catalog import GgufModel, find_model
from qa.llm.local_server import LocalServer
from qa.llm.models import HostedModel, LocalModel, is_named
from qa.llm.profile import PROFILES, Profile, profile_of
from qa.llm.queue import FairQueue, Ticket
from qa.settings import AnswererChoice, QASettings

CONTEXT = 4096
"""Tokens that prompt and answer may have together; ours have fewer than half …"""
SMALL_CONTEXT = 2048
"""… so that this still is enough, on a machine with less than `SMALL_MEMORY` bytes."""
SMALL_MEMORY = 5e9

M = TypeVar("M", LocalModel, HostedModel)


class AnswererPool:
    """Hands out answerers, and keeps what they need: at most one process with a local model.

    Use it in a `with` block, or `close` it: that ends the process.
    """

    def __init__(self, settings: QASettings) -> None:
        """Nothing is loaded or started yet."""
        self.settings = settings
        self._lock = threading.Lock()
        self._local: LocalModel | None = None
        self._hosted: HostedModel | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the local model's process, if there is one."""
        with self._lock:
            if self._local:
                self._local.server.close()

    def choose(self, wanted: AnswererChoice | None = None, asker: str = "") -> Answerer:
        """The answerer for the next question; `wanted` instead of the one that the settings name.

        Args:
            asker: Who asks, where a language model is shared; see `qa.llm.queue`.

        Raises:
            UsageError: the settings ask for one that they do not describe.
            ModelError: the local model was asked for by name and is not there.
        """
        wanted = wanted or self.settings.answerer
        if wanted == "hosted" or (wanted == "auto" and is_named(self.settings)):
            return self._writing(self._for_one(self._hosted_model(), asker))
        if wanted == "local" or (wanted == "auto" and is_preferred(self.settings)):
            return self._writing(self._for_one(self._local_model(), asker))
        return Extractive()

    def generative(self) -> Generative:
        """The language model that the settings name or imply, even where they say to quote.

        Raises:
            ArticleQAError: as `choose`.
        """
        hosted = self.settings.answerer == "hosted" or is_named(self.settings)
        return self._writing(self._hosted_model() if hosted else self._local_model())

    def local_model(self) -> GgufModel:
        """The model that the settings name, fetched or not."""
        return find_model(self.settings.local_model)

    def local_pid(self) -> int | None:
        """The process that the local model runs in, where there is one."""
        return self._local.server.pid if self._local else None

    def waiting(self) -> int:
        """How many questions wait for a language model."""
        return sum(one.queue.waiting for one in (self._local, self._hosted) if one)

    def warm(self) -> None:
        """Begins to load what the first question will need; returns at once.

        Raises:
            ArticleQAError: as `choose`.
        """
        answerer = self.choose()
        if answerer.name == "local":
            self._local_model().server.start()

    def _for_one(self, model: M, asker: str) -> M:
        """The model for one question: with a place in its queue and the time that it may take."""
        allowance = Allowance(self.settings.model_deadline)
        return replace(model, ticket=Ticket(asker), allowance=allowance)

    def _writing(self, model: LocalModel | HostedModel) -> Generative:
        return Generative(model, self.profile_of(model))

    def profile_of(self, model: LocalModel | HostedModel) -> Profile:
        """What a model is shown: as the settings say, else by what is known of it."""
        settings = self.settings
        if settings.profile != "auto":
            found = PROFILES[settings.profile]
        elif isinstance(model, LocalModel):
            found = _of_file(self.local_model(), model.context)
        else:
            found = profile_of(model.model, context=settings.hosted_context)
        return replace(
            found,
            tokens=settings.answer_tokens or found.tokens,
            characters=settings.evidence_characters or found.characters,
        )

    def _local_model(self) -> LocalModel:
        with self._lock:
            if self._local is None:
                model = self.local_model()
                slots = self.settings.local_slots
                context = context_of_machine()
                server = LocalServer(model.located(), slots=slots, context=context)
                self._local = LocalModel(model.name, server, FairQueue(slots), context)
            return self._local

    def _hosted_model(self) -> HostedModel:
        with self._lock:
            if self._hosted is None:
                self._hosted = HostedModel.of(self.settings)
            return self._hosted


def is_preferred(settings: QASettings) -> bool:
    """Whether `auto` lets the local model write: its file is there, and it is not a small one.

    Raises:
        UsageError: the settings name a local model that cannot be one.
    """
    model = find_model(settings.local_model)
    if not model.is_there():
        return False
    is_trusted = settings.profile in ("medium", "strong")
    return is_trusted or _of_file(model, context_of_machine()).name != "small"


def _of_file(model: GgufModel, context: int) -> Profile:
    size = model.path().stat().st_size if model.is_there() else model.size
    return profile_of(model.name, size=size, context=context)


def context_of_machine() -> int:
    """Tokens of context that the machine's memory is large enough for."""
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # not told on every system
        return CONTEXT
    return CONTEXT if memory >= SMALL_MEMORY else SMALL_CONTEXT
