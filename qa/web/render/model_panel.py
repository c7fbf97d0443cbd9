"""Which answerer answers, as HTML: why, what is known of its model, how a test of it went."""

from __future__ import annotations

from contextlib import suppress
from typing import Literal

from markupsafe import Markup

from qa.generation.in_use import InUse
from qa.llm.catalog import GgufModel
from qa.llm.local_server import ServerState
from qa.llm.memory import peak_mb, resident_mb
from qa.llm.trial import SENTENCE, Trial
from qa.settings import QASettings
from qa.web.render.jinja import render
from qa.web.render.model_download import size_in_words

_STATES: dict[ServerState, str] = {
    "ended": "not loaded; the next question or test loads it",
    "loading": "being loaded",
    "loaded": "loaded",
}
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
    about = "" if trial.is_counted else "about "
    waited = ""
    if trial.waited >= 0.1:
        waited = f" Before that, loading and waiting took {trial.waited:.1f} s."
    speed = f"First word after {trial.first_word:.1f} s, then {about}{trial.rate:.1f} tokens a "
    speed += f"second ({trial.tokens} tokens).{waited}"
    return render("model_trial.html.j2", said=trial.said, speed=speed)


def render_verified(model: GgufModel) -> Markup:
    """That the file is the right one."""
    said = f"{model.path().name} is the right file: its SHA-256 is the expected one."
    if model.own:
        said = f"{model.name} is a GGUF file of your own; no hash of it is known to compare with."
    return render("model_status.html.j2", css="verified", sentence=said)


def size_of(model: GgufModel) -> str:
    """Such as 1.1 GB: of the file that is there, else as the catalogue says."""
    size = model.size
    with suppress(OSError):
        size = model.path().stat().st_size
    return size_in_words(size) if size else "not known beforehand"


def in_words(now: int | None, peak: int | None) -> str:
    """An amount of memory in MB, as far as the system tells it: 424 MB (612 MB at most)."""
    if peak is None:
        return "not known here"
    if now is None:
        return f"{peak:,} MB at most"
    return f"{now:,} MB" if now == peak else f"{now:,} MB ({peak:,} MB at most)"


def _heading(used: InUse) -> tuple[str, str]:
    """The name of the model that writes, if one does, and the words after it."""
    if used.name == "extractive":
        return "", "Answers are quotations"
    name = used.language_model.model if used.language_model else used.file and used.file.name
    verb = "is to write" if used.problem else "writes"
    return name or "A hosted model", f"{verb} the answers"


def _facts(used: InUse) -> list[tuple[str, str]]:
    if used.host:
        key = "one is sent along; it is never shown" if used.has_key else "none"
        return [
            ("Where", used.host),
            ("Sent there", "your question, and the quotations that may answer it"),
            ("Key", key),
        ]
    if used.file:
        model = used.file
        return [
            ("Where", "on this machine"),
            ("File", model.path().name),
            ("Size", size_of(model)),
            ("Licence", model.licence),
            ("State", "missing" if used.problem else _STATES[used.state]),
        ]
    return []


def _memory(used: InUse) -> list[tuple[str, str]]:
    own = in_words(resident_mb(), peak_mb())
    if used.process is None:
        return [("Program’s memory", own)]
    now = resident_mb(used.process)
    model = in_words(now, now)  # of another process the peak is not known
    return [("Model’s memory", model), ("Program’s memory", own)]


def _advice(used: InUse, settings: QASettings) -> Advice:
    if used.name != "extractive":
        return "" if used.problem else "test"
    if used.is_chosen:
        return "choose"
    return "setting" if settings.answerer == "extractive" else "install"
