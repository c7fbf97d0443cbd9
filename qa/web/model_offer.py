"""The offer to download a language model: who is made it, how far it is, and its HTML."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.errors import ArticleQAError
from qa.generation.pool import AnswererPool
from qa.llm.catalog import GgufModel
from qa.llm.endpoint import warm as warm_client
from qa.llm.models import is_named
from qa.llm.pull import pull
from qa.llm.source import Progress
from qa.text.html import NOTHING, Html

Pull = Callable[[GgufModel, Progress], Path]

STEP = 0.5
"""Seconds between two looks at how far a download is."""


@dataclass(frozen=True, slots=True)
class Download:
    """How far a download is: `done` of `total` bytes; `problem` says why it came to nothing."""

    done: int = 0
    total: int | None = None
    is_over: bool = False
    problem: str = ""


class Offer:
    """Offers the local model while it is not there, and downloads it once, whoever asks."""

    def __init__(self, answerers: AnswererPool, pull: Pull = pull) -> None:
        """Nothing is asked of anyone yet; `pull` stands in for `qa.llm.pull.pull`."""
        self.answerers = answerers
        self._pull = pull
        self._lock = threading.Lock()
        self._download: Download | None = None

    def start(self) -> None:
        """Begins the download unless that is under way or there is nothing to offer."""
        with self._lock:
            model = self._model()
            if model is None or self._is_under_way():
                return
            self._download = Download(total=model.size)
            # It goes on from where it was, so it may end with the chat.
            threading.Thread(target=self._fetch, args=(model,), daemon=True).start()

    def accept(self) -> Iterator[Html]:
        """What the page shows of a download that is asked for on it."""
        self.start()
        yield from self.follow(has_asked=True)

    def follow(self, *, has_asked: bool = False) -> Iterator[Html]:
        """What the page shows of it, as long as there is news."""
        was_under_way = has_asked
        while (download := self._download) and not download.is_over:
            was_under_way = True
            yield render_download(download)
            time.sleep(STEP)
        if not was_under_way:
            yield self.standing()
        elif download and download.problem:
            yield render_failed(download.problem)
        else:
            yield render_ready()

    def standing(self) -> Html:
        """What the page shows where it knows nothing yet."""
        download = self._download
        if download and not download.is_over:
            return render_download(download)
        model = self._model()
        if model is None:
            return NOTHING
        is_asked_for = self.answerers.settings.answerer == "local"
        return render_offer(model, download.problem if download else "", is_asked_for=is_asked_for)

    def _model(self) -> GgufModel | None:
        """The model to offer: one that would be used if it were there."""
        settings = self.answerers.settings
        is_open = settings.answerer == "auto" and not is_named(settings)
        if settings.answerer != "local" and not is_open:
            return None
        with suppress(ArticleQAError):  # a name that is none is told of with the first question
            model = self.answerers.local_model()
            if not model.own and not model.is_there():
                return model
        return None

    def _is_under_way(self) -> bool:
        return self._download is not None and not self._download.is_over

    def _fetch(self, model: GgufModel) -> None:
        def progress(stage: str, done: int, total: int | None) -> None:
            self._download = Download(done, total)

        try:
            self._pull(model, progress)
        except ArticleQAError as error:
            self._download = Download(is_over=True, problem=str(error))
        except Exception as error:  # told on the page, where else nobody would hear of it
            self._download = Download(is_over=True, problem=f"It failed ({type(error).__name__}).")
            raise
        else:
            self._download = Download(is_over=True)
            warm(self.answerers)


def warm(answerers: AnswererPool) -> None:
    """Begins to load what a model's first answer needs; what is wrong, that answer tells."""
    with suppress(ArticleQAError):
        answerers.warm()
        if answerers.choose().name != "extractive":
            warm_client()


def render_offer(model: GgufModel, problem: str = "", *, is_asked_for: bool = False) -> Html:
    """The offer itself, after what went wrong with it last; not shown beside a conversation.

    Args:
        is_asked_for: The settings ask for this model, so that nothing is answered without it.
    """
    size = f" of {size_in_words(model.size)}" if model.size else ""
    failed = Html('<p class="problem">{}</p>').format(problem) if problem else NOTHING
    said = f"A language model{size}, {model.name} ({model.licence}), "
    if is_asked_for:
        said += "is to answer, as the settings say, and is not on this machine yet."
    else:
        said = f"Answers are quotations. {said}can phrase them on this machine; each of its "
        said += "sentences is then checked."
    return Html(
        '<div class="offer is-standing">{}<p>{}</p>'
        '<button type="button" class="chip" data-download>{}</button></div>'
    ).format(failed, said, "Try again" if problem else "Download")


def render_download(download: Download) -> Html:
    """How far it is."""
    done, total = download.done, download.total
    if total and done >= total:
        said = "The model is there and is being checked …"
    elif total:
        said = f"Downloading the model: {_megabytes(done)} of {_megabytes(total)} MB"
    else:
        said = f"Downloading the model: {_megabytes(done)} MB"
    value = Html(' value="{}" max="{}"').format(done, total) if total else NOTHING
    return Html(
        '<div class="offer"><p>{}</p>'
        '<progress aria-label="Download of the model"{}></progress></div>'
    ).format(said, value)


def render_failed(problem: str) -> Html:
    """What went wrong just now."""
    return Html(
        '<div class="offer"><p class="problem" role="alert">{}</p>'
        '<button type="button" class="chip" data-download>Try again</button></div>'
    ).format(problem)


def render_ready() -> Html:
    """It is there."""
    return Html(
        '<div class="offer"><p role="status">The model is ready; the next answer is written with '
        "it.</p></div>"
    )


def size_in_words(size: int) -> str:
    """1.1 GB, 98 MB."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{_megabytes(size)} MB"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f}"
