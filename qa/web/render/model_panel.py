"""Which answerer answers, as HTML: why, what is known of its model, how a test of it went."""

from __future__ import annotations

from contextlib import suppress
from typing import Literal

from markupsafe import Markup

from qa.generation.in_use import InUse
from qa.i18n import decimal, say
from qa.llm.catalog import GgufModel
from qa.llm.memory import peak_mb, resident_mb
from qa.llm.trial import SENTENCE, Trial
from qa.settings import QASettings
from qa.web.render.jinja import render
from qa.web.render.model_download import size_in_words

_ENDPOINT = 'hosted_url = "http://127.0.0.1:11434/v1"\nhosted_model = "qwen3:8b"'
Advice = Literal["", "test", "choose", "setting", "install"]
"""What the panel ends with: what a test does, or how to get a language model."""


def render_in_use(used: InUse, settings: QASettings) -> Markup:
    """Who answers now, and what is known of it."""
    name, words = _heading(used)
    return render(
        "model_in_use.html.j2",
        name=name,
        words=words,
        why=used.why,
        problem=used.problem,
        facts=[*_facts(used), *_memory(used)],
        advice=_advice(used, settings),
        host=used.host,
        test_sentence=SENTENCE,
        endpoint_example=_ENDPOINT,
    )


def render_waiting(why: str) -> Markup:
    """What is waited for."""
    return render("model_status.html.j2", css="waiting", sentence=why)


def render_trial(trial: Trial) -> Markup:
    """What the model said, and how fast."""
    speed = say(
        "model.speed" if trial.is_counted else "model.speed_about",
        first=decimal(trial.first_word),
        rate=decimal(trial.rate),
        tokens=trial.tokens,
    )
    if trial.waited >= 0.1:
        speed += " " + say("model.waited", seconds=decimal(trial.waited))
    return render("model_trial.html.j2", said=trial.said, speed=speed)


def render_verified(model: GgufModel) -> Markup:
    """That the file is the right one."""
    said = say("model.right_file", file=model.path().name)
    if model.own:
        said = say("model.own_file", name=model.name)
    return render("model_status.html.j2", css="verified", sentence=said)


def size_of(model: GgufModel) -> str:
    """Such as 1.1 GB: of the file that is there, else as the catalogue says."""
    size = model.size
    with suppress(OSError):
        size = model.path().stat().st_size
    return size_in_words(size) if size else say("model.size_unknown")


def in_words(now: int | None, peak: int | None) -> str:
    """An amount of memory in MB, as far as the system tells it: 424 MB (612 MB at most)."""
    if peak is None:
        return say("model.memory_unknown")
    if now is None:
        return say("model.memory_most", peak=peak)
    if now >= peak:  # which may have been measured a moment before
        return say("model.memory_now", now=now)
    return say("model.memory_both", now=now, peak=peak)


def _heading(used: InUse) -> tuple[str, str]:
    """The name of the model that writes, if one does, and the key of what is said of it."""
    if used.name == "extractive":
        return "", "model.are_quotations"
    name = used.language_model.model if used.language_model else used.file and used.file.name
    words = "model.is_to_write" if used.problem else "model.writes"
    return name or say("model.hosted"), words


def _facts(used: InUse) -> list[tuple[str, str]]:
    if used.host:
        key = say("model.key_sent" if used.has_key else "model.key_none")
        return [
            (say("model.where"), used.host),
            (say("model.sent"), say("model.sent_what")),
            (say("model.key"), key),
        ]
    if used.file:
        model = used.file
        return [
            (say("model.where"), say("model.here")),
            (say("model.file"), model.path().name),
            (say("model.size"), size_of(model)),
            (say("model.licence"), model.licence),
            (say("model.state"), say("model.missing" if used.problem else f"model.{used.state}")),
        ]
    return []


def _memory(used: InUse) -> list[tuple[str, str]]:
    own = in_words(resident_mb(), peak_mb())
    if used.process is None:
        return [(say("model.own_memory"), own)]
    now = resident_mb(used.process)
    model = in_words(now, now)  # of another process the peak is not known
    return [(say("model.its_memory"), model), (say("model.own_memory"), own)]


def _advice(used: InUse, settings: QASettings) -> Advice:
    if used.name != "extractive":
        return "" if used.problem else "test"
    if used.is_chosen:
        return "choose"
    return "setting" if settings.answerer == "extractive" else "install"
