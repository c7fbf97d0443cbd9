"""A trial of a language model with one short sentence: whether it answers, and how fast."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass

from qa.llm.asking.request import THINKING
from qa.llm.endpoint import LanguageModelError, Message, warm
from qa.llm.models import LanguageModel
from qa.types import Usage, Waiting

SENTENCE = "Write one short sentence about the sea."
"""What a model is asked; nothing of the articles."""
TOKENS = 160
"""As many as an answer of a small model may have."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a model said, and how long that took, in seconds."""

    said: str
    waited: float
    """Until it was loaded and it was this one's turn."""
    first_word: float
    """From then to the first word."""
    tokens: int
    is_counted: bool
    """Whether its server told the tokens; else they are the pieces that came."""
    rate: float
    """Tokens a second."""


def try_model(model: LanguageModel) -> Generator[Waiting | Trial]:
    """Asks for a sentence: what is waited for, several times a second, then the trial.

    The time to load our own libraries is not counted. Closing the iterator ends the request.

    Raises:
        LanguageModelError: the model does not answer; the text says what to do.
    """
    warm()
    words: list[str] = []
    usage: Usage | None = None
    began = ready = first = last = time.perf_counter()
    messages = [Message("user", SENTENCE)]
    with closing(model.stream(messages, TOKENS)) as pieces:  # as many as an answer has
        for piece in pieces:
            if isinstance(piece, Waiting):
                is_before = piece.why and piece.why != THINKING  # thinking is work, not waiting
                ready = time.perf_counter() if is_before else ready
                yield piece
            elif isinstance(piece, Usage):
                usage = piece
            else:
                last = time.perf_counter()
                first = first if words else last
                words.append(piece)
    said = " ".join("".join(words).split())
    if not said:
        raise LanguageModelError(f"{model.model} answers with nothing. Name another model.")
    tokens = usage.completion_tokens if usage else len(words)
    rate = _rate(tokens, len(words), first - ready, last - ready)
    yield Trial(said, ready - began, first - ready, tokens, usage is not None, rate)


def _rate(tokens: int, pieces: int, first: float, last: float) -> float:
    """Tokens a second after the first.

    Where all came at once, or many more than were seen, as by a model that thinks first, the
    whole time counts.
    """
    if tokens > 2 * pieces or last - first < 0.02:
        return tokens / max(last, 1e-3)
    return (tokens - 1) / (last - first)
