"""What a user can choose for an answer: who writes it, and how sure the program must be."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import get_args
from urllib.parse import urlsplit

from index.errors import ArticleQAError, UsageError
from qa.generation.pool import is_preferred
from qa.i18n import say
from qa.llm.catalog import find_model
from qa.llm.models import is_named
from qa.settings import AnswererChoice, QASettings, Strictness


@dataclass(frozen=True, slots=True)
class AnswererOption:
    """An answerer to choose: in the pill, as it is headed, and what to know of it."""

    name: AnswererChoice
    short: str
    title: str
    about: str
    is_quoting: bool = False
    """Whether to choose automatically is to quote, and so no choice beside the quotations."""


def answerer_options(settings: QASettings) -> list[AnswererOption]:
    """The answerers to choose from, each with its speed and where the question is sent.

    Quotations are always among them; a language model, where the settings leave the choice open
    or name it, and it is there.
    """
    quoting, modelled = say("answerer.quotations"), say("answerer.model")
    quotes = AnswererOption("extractive", quoting, quoting, say("answerer.quotations_about"))
    found = [quotes]
    wanted = settings.answerer
    if wanted in ("auto", "local") and (name := _local_name(settings)):
        found.append(AnswererOption("local", modelled, name, say("answerer.local_about")))
    if wanted == "hosted" or (wanted == "auto" and is_named(settings)):
        host = urlsplit(settings.hosted_url or "").hostname or say("answerer.its_server")
        about = say("answerer.hosted_about", host=host)
        found.append(AnswererOption("hosted", modelled, str(settings.hosted_model), about))
    if wanted == "auto":
        is_model, why = _automatic({one.name for one in found}, settings)
        short = modelled if is_model else quoting
        automatic = say("answerer.automatic")
        return [AnswererOption("auto", short, automatic, why, is_quoting=not is_model), *found]
    return found


def answerer_facts(settings: QASettings) -> list[dict[str, str | bool]]:
    """The answerers to choose from, as the page's script takes them."""
    return [asdict(one) for one in answerer_options(settings)]


def chosen_answerer(settings: QASettings, wanted: str) -> AnswererChoice | None:
    """The answerer of that name, the settings' own for ""; None where it cannot be chosen."""
    names = [one.name for one in answerer_options(settings)]
    return next((one for one in names if one == (wanted or settings.answerer)), None)


def with_options(settings: QASettings, answerer: str, strictness: str) -> QASettings:
    """The settings with what was chosen on the page.

    Raises:
        UsageError: there is no such choice, or not any more.
    """
    chosen = chosen_answerer(settings, answerer)
    degree = next((one for one in get_args(Strictness) if one == strictness), None)
    if chosen is None or degree is None:
        raise UsageError(say("composer.gone"))
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


def _automatic(found: Collection[AnswererChoice], settings: QASettings) -> tuple[bool, str]:
    """Whether a language model answers where nothing else is chosen, and in words who does."""
    if "hosted" in found or ("local" in found and is_preferred(settings)):
        return True, say("answerer.auto_model")
    if "local" in found:
        return False, say("answerer.auto_small")
    return False, say("answerer.auto_none")
