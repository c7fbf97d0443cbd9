"""The download of the local language model: when it is offered, and how far it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.errors import ArticleQAError
from qa.generation.pool import AnswererPool
from qa.i18n import say
from qa.llm.catalog import GgufModel
from qa.llm.endpoint import warm as warm_client
from qa.llm.models import is_named
from qa.llm.pull import pull
from qa.llm.source import Progress

Pull = Callable[[GgufModel, Progress], Path]

POLL_INTERVAL_S = 0.5
"""Seconds between two looks at how far a download is."""


@dataclass(frozen=True, slots=True)
class DownloadState:
    """How far a download is: `done` of `total` bytes; `problem` says why it failed."""

    done: int = 0
    total: int | None = None
    is_over: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class DownloadOffer:
    """A model that may be downloaded.

    `problem` says what went wrong with the last download; `is_asked_for`, that the settings ask
    for this model, so that nothing is answered without it.
    """

    model: GgufModel
    problem: str = ""
    is_asked_for: bool = False


class ModelDownloader:
    """Offers the local model while it is not there, and downloads it once, whoever asks for it."""

    def __init__(self, answerers: AnswererPool, pull: Pull = pull) -> None:
        """Asks nobody for anything yet.

        Args:
            pull: What downloads a model file and tells its progress.
        """
        self.answerers = answerers
        self._pull = pull
        self._lock = threading.Lock()
        self._download: DownloadState | None = None

    def start(self) -> None:
        """Begins the download, unless it has begun or there is nothing to offer."""
        with self._lock:
            model = self._model()
            if model is None or self._is_under_way():
                return
            self._download = DownloadState(total=model.size)
            # A download that is broken off goes on from there, so it may end with the program.
            threading.Thread(target=self._fetch, args=(model,), daemon=True).start()

    def start_and_follow(self) -> Iterator[DownloadState | DownloadOffer | None]:
        """Begins the download, and then the same as `follow`."""
        self.start()
        yield from self.follow(has_asked=True)

    def follow(self, *, has_asked: bool = False) -> Iterator[DownloadState | DownloadOffer | None]:
        """How far the download is, each `POLL_INTERVAL_S`, until it is over; else `current`."""
        was_under_way = has_asked
        while (download := self._download) and not download.is_over:
            was_under_way = True
            yield download
            time.sleep(POLL_INTERVAL_S)
        yield (download or DownloadState(is_over=True)) if was_under_way else self.current()

    def current(self) -> DownloadState | DownloadOffer | None:
        """The download while it is under way, else what can be offered; None: nothing can."""
        download = self._download
        if download and not download.is_over:
            return download
        model = self._model()
        if model is None:
            return None
        is_asked_for = self.answerers.settings.answerer == "local"
        return DownloadOffer(model, download.problem if download else "", is_asked_for)

    def _model(self) -> GgufModel | None:
        """The model to offer: the local one, where it is not there, and the settings ask for it or
        leave the choice open and name no hosted one."""
        settings = self.answerers.settings
        is_open = settings.answerer == "auto" and not is_named(settings)
        if settings.answerer != "local" and not is_open:
            return None
        with suppress(ArticleQAError):  # the first question tells of a name that is none
            model = self.answerers.local_model()
            if not model.own and not model.is_there():
                return model
        return None

    def _is_under_way(self) -> bool:
        return self._download is not None and not self._download.is_over

    def _fetch(self, model: GgufModel) -> None:
        def progress(stage: str, done: int, total: int | None) -> None:
            self._download = DownloadState(done, total)

        try:
            self._pull(model, progress)
        except ArticleQAError as error:
            self._download = DownloadState(is_over=True, problem=str(error))
        except Exception as error:  # told on the page, where else nobody would hear of it
            problem = say("download.failed", error=type(error).__name__)
            self._download = DownloadState(is_over=True, problem=problem)
            raise
        else:
            self._download = DownloadState(is_over=True)
            warm(self.answerers)


def warm(answerers: AnswererPool) -> None:
    """Begins to load what a model's first answer needs; what is wrong, that answer tells."""
    with suppress(ArticleQAError):
        answerers.warm()
        if answerers.choose().name != "extractive":
            warm_client()
