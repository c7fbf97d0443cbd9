"""A cross-encoder of sentence-transformers in the reader's place.

It gives one number for a question and a text, so it reads passages and their sentences alike,
and names no short answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.errors import ModelError
from index.extras import need
from index.sentences import Span, sentence_spans
from qa.log_odds import log_odds
from qa.types import PassageReading, SentenceReading

LEAST = 1e-6
"""A probability below this, or as near to 1, says no more."""


class CrossEncoderReader:
    """Reads with a cross-encoder by its name on a hub, or its folder."""

    def __init__(self, name_or_folder: str) -> None:
        """Loads the model.

        Raises:
            ModelError: it cannot be loaded.
            ExtraMissing: sentence-transformers is not installed.
        """
        need("models")
        from sentence_transformers import CrossEncoder

        try:
            self._model: Any = CrossEncoder(
                name_or_folder, device="cpu", local_files_only=Path(name_or_folder).is_dir()
            )
        except (OSError, ValueError) as error:
            raise ModelError(
                f"The reader {name_or_folder!r} could not be loaded: {error}. Set reader to "
                "'packaged', to a folder, or to the name of a cross-encoder on a hub."
            ) from error

    def read(
        self, question: str, headings: Sequence[str], texts: Sequence[str]
    ) -> list[PassageReading]:
        """See `qa.ranking.reader.Reader`."""
        if not texts:
            return []
        whole = [f"{head} {text}".strip() for head, text in zip(headings, texts, strict=True)]
        spans = [sentence_spans(text) for text in texts]
        parts = [
            text[start:end] for text, own in zip(texts, spans, strict=True) for start, end in own
        ]
        pairs = [(question, text) for text in [*whole, *parts]]
        sigmoids = self._model.predict(pairs, show_progress_bar=False)  # with one label
        scores = [log_odds(float(one), LEAST) for one in sigmoids]
        of_sentences = iter(scores[len(texts) :])
        return [
            PassageReading(score, tuple(_sentence(span, next(of_sentences)) for span in own))
            for score, own in zip(scores, spans, strict=False)
        ]


def _sentence(span: Span, score: float) -> SentenceReading:
    return SentenceReading(span, inside=score, answer=score)
