"""Which answerer answers, as HTML: why, what is known of its model, how a test of it went."""

from __future__ import annotations

from contextlib import suppress

from qa.generation.in_use import InUse
from qa.llm import memory
from qa.llm.catalog import GgufModel
from qa.llm.local_server import ServerState
from qa.llm.trial import SENTENCE, Trial
from qa.settings import QASettings
from qa.text.html import NOTHING, Html, lines
from qa.web.model_offer import size_in_words

_STATES: dict[ServerState, str] = {
    "ended": "not loaded; the next question or test loads it",
    "loading": "being loaded",
    "loaded": "loaded",
}
_ENDPOINT = 'hosted_url = "http://127.0.0.1:11434/v1"\nhosted_model = "qwen3:8b"'


def render_in_use(used: InUse, settings: QASettings) -> Html:
    """Who answers now, and what is known of it."""
    rows = (
        Html("<div><dt>{}</dt><dd>{}</dd></div>").format(name, value)
        for name, value in (*_facts(used), *_memory(used))
    )
    problem = Html('<p class="problem">{}</p>').format(used.problem) if used.problem else NOTHING
    return Html(
        '<section class="in-use" aria-labelledby="in-use"><h2 id="in-use">{}</h2><p>{}</p>{}'
        "<dl>{}</dl>{}</section>"
    ).format(
        _heading(used),
        used.why,
        problem,
        lines(rows),
        _about_test(used) if used.name != "extractive" else _how_to_get_one(used, settings),
    )


def render_waiting(why: str) -> Html:
    """What is waited for."""
    return Html('<p class="waiting" role="status">{}</p>').format(why)


def render_trial(trial: Trial) -> Html:
    """What the model said, and how fast."""
    about = "" if trial.is_counted else "about "
    waited = ""
    if trial.waited >= 0.1:
        waited = f" Before that, loading and waiting took {trial.waited:.1f} s."
    speed = f"First word after {trial.first_word:.1f} s, then {about}{trial.rate:.1f} tokens a "
    return Html(
        '<div class="trial" role="status"><p>It answers: <q dir="auto">{}</q></p><p>{}</p></div>'
    ).format(trial.said, f"{speed}second ({trial.tokens} tokens).{waited}")


def render_verified(model: GgufModel) -> Html:
    """The file is the right one."""
    said = f"{model.path().name} is the right file: its SHA-256 is the expected one."
    if model.own:
        said = f"{model.name} is a GGUF file of your own; no hash of it is known to compare with."
    return Html('<p class="verified" role="status">{}</p>').format(said)


def size_of(model: GgufModel) -> str:
    """1.1 GB: of the file that is there, else as the catalogue says."""
    size = model.size
    with suppress(OSError):
        size = model.path().stat().st_size
    return size_in_words(size) if size else "not known beforehand"


def _heading(used: InUse) -> Html:
    if used.name == "extractive":
        return Html("Answers are quotations")
    name = used.language_model.model if used.language_model else used.file and used.file.name
    verb = "is to write" if used.problem else "writes"
    return Html("<bdi>{}</bdi> {} the answers").format(name or "A hosted model", verb)


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
    own = in_words(memory.now_of("self"), memory.own_peak())
    if used.process is None:
        return [("Program’s memory", own)]
    model = in_words(memory.now_of(used.process), memory.peak_of(used.process))
    return [("Model’s memory", model), ("Program’s memory", own)]


def in_words(now: int | None, peak: int | None) -> str:
    """424 MB (612 MB at most), as far as the system tells it."""
    if peak is None:
        return "not known here"
    if now is None:
        return f"{peak:,} MB at most"
    return f"{now:,} MB" if now == peak else f"{now:,} MB ({peak:,} MB at most)"


def _about_test(used: InUse) -> Html:
    if used.problem:
        return NOTHING
    where = "Nothing is sent there before you ask or test. " if used.host else ""
    return Html("<p>{}</p>").format(
        f"{where}A test asks it: “{SENTENCE}” It takes its turn like a question, and nothing of "
        "the articles is in it."
    )


def _how_to_get_one(used: InUse, settings: QASettings) -> Html:
    if used.is_chosen:
        return Html("<p>There a language model can be chosen again.</p>")
    if settings.answerer == "extractive":
        return Html(
            "<p>With the setting <code>answerer</code> as <code>auto</code> a language model may "
            "put answers in other words.</p>"
        )
    return Html(
        "<p>A language model can put them in other words. There are two ways to have one:</p><ul>"
        "<li>On this machine: download it here, or run <code>article-qa models pull</code>.</li>"
        "<li>Hosted, or a server of yours: name it in <code>article-qa.toml</code>, and start the "
        "chat again.<pre>{}</pre></li></ul>"
    ).format(_ENDPOINT)
