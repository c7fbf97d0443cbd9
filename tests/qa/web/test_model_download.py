"""The offer of a language model: to whom it is made, how far it is, and what comes of it."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.errors import ModelError
from qa.generation.pool import AnswererPool
from qa.llm.catalog import DEFAULT_GGUF, GgufModel
from qa.llm.source import Progress
from qa.settings import QASettings
from qa.web import model_download
from qa.web.model_download import DownloadOffer, DownloadState, ModelDownloader
from qa.web.render.model_download import render_download, size_in_words

WAIT = 30


@pytest.fixture(autouse=True)
def nothing_fetched(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache without models, steps that take no time, and nothing that is warmed."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setattr(model_download, "POLL_INTERVAL_S", 0.01)
    monkeypatch.setattr(model_download, "warm", lambda answerers: None)


class FakePull:
    """Stands in for `pull`: tells of `done` bytes, then waits until it may end."""

    def __init__(self, end: Callable[[GgufModel], Path]) -> None:
        self.end = end
        self.calls = 0
        self.may_end = threading.Event()
        self.has_begun = threading.Event()

    def __call__(self, model: GgufModel, progress: Progress) -> Path:
        self.calls += 1
        progress("from the hub", 312_000_000, model.size)
        self.has_begun.set()
        assert self.may_end.wait(WAIT)
        return self.end(model)


def arrive(model: GgufModel) -> Path:
    """The file is there, as far as its size tells."""
    path = model.path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(model.size or 0)
    return path


def fail(model: GgufModel) -> Path:
    raise ModelError(f"{model.name} could not be fetched. Look at the network.")


def offered(pull: FakePull, **settings: object) -> ModelDownloader:
    known = {"answerer": "auto", "hosted_url": None, "hosted_model": None}
    return ModelDownloader(AnswererPool(QASettings(**{**known, **settings})), pull)  # type: ignore[arg-type]


def shown(downloader: ModelDownloader) -> str:
    """What the page shows that knows nothing yet."""
    return render_download(downloader.current())


def last(states: Iterator[DownloadState | DownloadOffer | None]) -> str:
    """What the page shows at the end."""
    *_, state = states
    return render_download(state)


def test_it_is_made_with_size_name_and_licence() -> None:
    html = shown(offered(FakePull(arrive)))
    assert (
        "Answers are quotations. A language model, Qwen2.5-Coder-1.5B-Instruct (1.1 GB, "
        "Apache-2.0), can phrase them on this machine; each of its sentences is then checked."
    ) in html
    assert "data-download" in html and "Download<" in html
    assert size_in_words(98_362_432) == "98 MB"


@pytest.mark.parametrize(
    "settings",
    [
        {"answerer": "extractive"},
        {"answerer": "hosted"},
        {"hosted_url": "http://127.0.0.1:1/v1"},
        {"hosted_model": "some-model"},
        {"local_model": "no such model"},
    ],
)
def test_it_is_not_made_to_who_does_not_want_it(settings: dict[str, str]) -> None:
    pull = FakePull(arrive)
    downloader = offered(pull, **settings)
    assert shown(downloader) == "" and list(downloader.follow()) == [None]
    downloader.start()
    assert not pull.has_begun.is_set()


def test_it_is_made_where_the_settings_ask_for_the_model() -> None:
    pull = FakePull(arrive)
    downloader = offered(pull, answerer="local")
    assert "is to answer, as the settings say, and is not on this machine yet." in shown(downloader)
    assert "Answers are quotations" not in shown(downloader)
    pull.may_end.set()
    assert "is ready" in last(downloader.start_and_follow()) and pull.calls == 1


def test_it_is_not_made_where_the_model_is_there() -> None:
    arrive(DEFAULT_GGUF)
    assert shown(offered(FakePull(arrive))) == ""


def test_a_download_is_made_once_and_seen_by_all() -> None:
    pull = FakePull(arrive)
    downloader = offered(pull)
    downloader.start()
    downloader.start()
    assert pull.has_begun.wait(WAIT)
    assert "Downloading the model: 312 of 1,117 MB" in shown(downloader)
    one, other = downloader.follow(), downloader.follow()
    assert '<progress aria-label="Download of the model" value="312000000"' in render_download(
        next(one)
    )
    assert "312 of" in render_download(next(other))
    pull.may_end.set()
    ready = "The model is ready; under the question you see who answers."
    assert ready in last(one) and ready in last(other)
    assert pull.calls == 1
    assert shown(downloader) == ""  # whoever comes later is told nothing


def test_a_download_that_failed_says_why_and_can_be_tried_again() -> None:
    pull = FakePull(fail)
    downloader = offered(pull)
    downloader.start()
    pull.may_end.set()
    state = last(downloader.follow())
    assert "could not be fetched. Look at the network." in state
    assert 'role="alert"' in state and "Try again" in state
    standing = shown(downloader)
    assert "Look at the network." in standing and "(1.1 GB" in standing
    assert "Try again" in standing and "is-standing" in standing
    pull.end = arrive
    assert "is ready" in last(downloader.start_and_follow())
    assert pull.calls == 2
    assert "is ready" in last(downloader.start_and_follow())  # asked for where it was still offered
    assert pull.calls == 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_download_that_breaks_does_not_go_on_for_ever() -> None:
    def breaks(model: GgufModel) -> Path:
        raise RuntimeError("unforeseen")

    pull = FakePull(breaks)
    downloader = offered(pull)
    downloader.start()
    pull.may_end.set()
    assert "It failed (RuntimeError)." in last(downloader.follow())


def test_how_far_it_is() -> None:
    assert "Downloading the model: 5 MB<" in render_download(DownloadState(5_000_000))
    assert "is being checked" in render_download(DownloadState(10, 10))
