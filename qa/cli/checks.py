"""What the program needs, looked at piece by piece, with what to do where something is wrong."""

from __future__ import annotations

import platform
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from index.embedding import load_embedder
from index.errors import ArticleQAError, ModelError
from index.extras import MODULES, is_installed
from index.follow.subscriptions import Subscriptions
from index.integrity import examine_store
from index.models import MODELS
from index.places import local_folder
from index.store import open_store
from qa.cli.followed import examine_followed
from qa.cli.model_files import packaged_files
from qa.generation.generative import Generative
from qa.generation.pool import AnswererPool
from qa.history.conversations import conversations_of
from qa.llm.suggestion import Machine, suggestion
from qa.llm.trial import Trial, try_model
from qa.settings import QASettings
from qa.text.wording import count

_PACKAGES = ("llama-index-core", "faiss-cpu", "gradio", "onnxruntime", "tantivy")
_LEAST_FREE = 500_000_000
_NAMED = 3
"""Articles that are named where there are more of a kind."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    ok: bool
    finding: str

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def examine(settings: QASettings, deep: bool = False) -> Iterator[Check]:
    """All checks, in the order in which they build on each other.

    Args:
        deep: Whether the store is looked at part by part, which reads all of it.
    """
    yield _check("Python and packages", _packages, settings)
    yield _check("model files", _models, settings)
    yield _check("embedding", _embedding, settings)
    yield _check("disk", _disk, settings)
    if deep:  # before the store is opened, which mends what it can
        yield from _deep(settings)
    yield _check("store", _store, settings)
    yield _check("followed", _followed, settings)
    yield _check("conversations", _conversations, settings)
    yield _check("answerer", _answerer, settings)


def _check(name: str, look: Callable[[QASettings], str], settings: QASettings) -> Check:
    try:
        return Check(name, True, look(settings))
    except ArticleQAError as error:
        return Check(name, False, str(error))


def _deep(settings: QASettings) -> Iterator[Check]:
    try:
        for found in examine_store(
            local_folder(settings.store, "doctor --deep examines"), load_embedder(settings)
        ):
            is_whole = found.problem is None
            yield Check(f"store, {found.name}", is_whole, found.problem or found.looked_at)
    except ArticleQAError as error:
        yield Check("store, part by part", False, str(error))


def _packages(settings: QASettings) -> str:
    try:
        versions = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    except PackageNotFoundError as error:
        raise ArticleQAError(f"{error.name} is missing. Run: pip install {error.name}") from error
    there = [extra for extra in MODULES if is_installed(extra)]
    extras = f"extras: {', '.join(there) or 'none'}"
    if missing := [extra for extra in MODULES if extra not in there]:
        extras += f"; not installed: {', '.join(missing)}"
    return f"Python {platform.python_version()}, {versions}; {extras}"


def _models(settings: QASettings) -> str:
    return ", ".join(f"{model.name} in {model.verify()}" for model in (*MODELS, *packaged_files()))


def _embedding(settings: QASettings) -> str:
    embedder = load_embedder(settings)
    embedder.embed(["a sentence to try"])
    return f"{embedder.model}, {embedder.dimension} dimensions, by {embedder.backend.name}"


def _followed(settings: QASettings) -> str:
    return examine_followed(Subscriptions(settings.folder).all(), time.time())


def _conversations(settings: QASettings) -> str:
    kept = conversations_of(settings)
    return (
        f"{kept.count():,} in {kept.database.name}"
        if kept
        else "none are kept (keep_conversations)"
    )


def _answerer(settings: QASettings) -> str:
    """Who would answer, after a few words with it where it is a language model."""
    with AnswererPool(settings) as answerers:
        try:
            answerer = answerers.choose()
        except ModelError as error:
            raise ModelError(_advised(str(error), answerers)) from error
        if not isinstance(answerer, Generative):
            return _advised("extractive", answerers)
        *_, trial = try_model(answerer.language_model)
        if not isinstance(trial, Trial):  # it comes last
            raise ArticleQAError(f"{answerer.model} gave no answer; try again")
        speed = f"{trial.first_word:.1f} s to the first word, {trial.rate:.1f} tokens a second"
        return f"{answerer.name}, {answerer.model}, says {trial.said[:40]!r} ({speed})"


def _advised(finding: str, answerers: AnswererPool) -> str:
    """A finding, and which local model is suggested instead of the settings' one, if one is."""
    suggested = suggestion(Machine.this(), answerers.local_model())
    return f"{finding.removesuffix('.')}. {suggested.why}" if suggested else finding


def _disk(settings: QASettings) -> str:
    place = settings.folder.absolute()
    place = next(folder for folder in (place, *place.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    if free < _LEAST_FREE:
        raise ArticleQAError(f"only {free // 1_000_000} MB are free at {place}; free some space")
    return f"{free / 1e9:.1f} GB free at {place}"


def _store(settings: QASettings) -> str:
    with open_store(settings=settings) as store:
        articles, passages = store.counts()
        if passages:
            store.search("a question to try", 1)
        if altered := store.altered():
            names = ", ".join(altered[:_NAMED]) + (" …" if len(altered) > _NAMED else "")
            raise ArticleQAError(
                f"{count(len(altered), 'article')} of {settings.store} changed by another hand "
                f"since indexed: {names}. Restore the folder from a copy, or move it away and "
                "index your articles again"
            )
    return f"{settings.store}: {articles:,} articles, {passages:,} passages"
