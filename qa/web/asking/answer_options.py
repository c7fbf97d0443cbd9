"""What a user can choose for an answer: who writes it, and how sure the program must be."""

from __future__ import annotations

from contextlib import suppress
from typing import get_args
from urllib.parse import urlsplit

from index.errors import ArticleQAError, UsageError
from qa.generation.pool import is_preferred
from qa.llm.catalog import find_model
from qa.llm.models import is_named
from qa.settings import AnswererChoice, QASettings, Strictness

STRICTNESS: dict[Strictness, str] = {
    "strict": "Strict: rather no answer than a wrong one",
    "balanced": "Balanced",
    "eager": "Eager: rather a doubtful answer than none",
}
STRICTNESS_INFO = "How sure it must be before it answers. It takes no longer either way."


def answerer_choices(settings: QASettings) -> dict[AnswererChoice, str]:
    """The answerers to choose from, each with its speed and where the question is sent.

    Quotations are always among them; a language model, where the settings leave the choice open
    or name it, and it is there.
    """
    found: dict[AnswererChoice, str] = {
        "extractive": "Quotations: word for word, mostly in less than a second"
    }
    wanted = settings.answerer
    if wanted in ("auto", "local") and (name := _local_name(settings)):
        found["local"] = (
            f"{name}, on this machine: in its own words, checked; takes several seconds, "
            "and errs more often than quotations"
        )
    if wanted == "hosted" or (wanted == "auto" and is_named(settings)):
        host = urlsplit(settings.hosted_url or "").hostname or "its server"
        found["hosted"] = (
            f"{settings.hosted_model}, at {host}: in its own words, checked; takes as long as "
            "that server, and your question and the quotations are sent there"
        )
    if wanted == "auto":
        return {"auto": f"Automatic: {_automatic(found, settings)}", **found}
    return found


def with_options(settings: QASettings, answerer: str, strictness: str) -> QASettings:
    """The settings with what was chosen on the page.

    Raises:
        UsageError: there is no such choice, or not any more.
    """
    chosen = next((one for one in answerer_choices(settings) if one == answerer), None)
    degree = next((one for one in get_args(Strictness) if one == strictness), None)
    if chosen is None or degree is None:
        raise UsageError("That way of answering is no longer there; choose another.")
    changed: dict[str, object] = {"answerer": chosen, "strictness": degree}
    if degree != settings.strictness:  # a threshold of the settings no longer counts
        changed |= {"answer_threshold": None, "model_threshold": None}
    return settings.model_copy(update=changed)


def _local_name(settings: QASettings) -> str:
    """The local model's name, if it is there."""
    with suppress(ArticleQAError):
        model = find_model(settings.local_model)
        if model.is_there():
            return model.name
    return ""


def _automatic(found: dict[AnswererChoice, str], settings: QASettings) -> str:
    if "hosted" in found or ("local" in found and is_preferred(settings)):
        return "the language model"
    if "local" in found:
        return "quotations, which are right more often than a small model"
    return "quotations, as no language model is set up here"
