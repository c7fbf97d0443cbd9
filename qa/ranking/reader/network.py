"""The reader in onnxruntime: a question and passages in, readings out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from pathlib import Path

from index.models import ModelFile
from index.onnx_backend import cores, open_session
from index.sentences import sentence_spans
from qa.cross_encoder.layout import Window, inputs_of, whole_tokenizer, windows
from qa.cross_encoder.weights import packaged_weights
from qa.ranking.reader.decode import Logits, decode
from qa.types import PassageReading

GRAPH, ABOUT = "reader.onnx", "reader.json"
INPUTS = ("ids", "segments")
"""What the graph is fed: no mask, since no input is padded."""


class OnnxReader:
    """Reads with an exported network; safe to use from several threads.

    Each input is read by itself, so that what is said of a passage depends on no other, and several
    side by side, each on one core: what passes between the layers then stays in a core's memory.
    """

    def __init__(self, graph: Path) -> None:
        """Loads the graph; a fifth of a second.

        Raises:
            ModelError: the file is damaged.
        """
        self._session = open_session(graph, one_core=True)
        self._tokenizer = whole_tokenizer()
        self._threads = ThreadPoolExecutor(cores(), "reading")

    def read(
        self, question: str, headings: Sequence[str], texts: Sequence[str]
    ) -> list[PassageReading]:
        """One reading for each passage, in order."""
        if not texts:
            return []
        made = windows(self._tokenizer, question, headings, texts)
        relevance, tokens = zip(*self._threads.map(self._logits, made), strict=True)
        return decode(made, relevance, tokens, [sentence_spans(text) for text in texts])

    def _logits(self, window: Window) -> tuple[float, Logits]:
        """The network's logits of one input: relevance, and of shape (tokens, 3)."""
        fed = inputs_of([window])
        relevance, tokens = self._session.run(
            ["relevance", "tokens"], {name: fed[name] for name in INPUTS}
        )
        return float(relevance[0]), tokens[0]


@cache
def packaged_file() -> ModelFile:
    """The file that ships with the package, as it was packed."""
    about = json.loads(files("qa.ranking.reader").joinpath(ABOUT).read_text(encoding="utf-8"))
    return packaged_weights("article-qa-reader", "reading", "qa.ranking.reader", about)


def packaged() -> OnnxReader:
    """The reader that ships with the package; `qa.ranking.reader.load_reader` keeps it.

    Raises:
        ModelError: its file is missing or not the right one.
    """
    return OnnxReader(packaged_file().directory() / GRAPH)
