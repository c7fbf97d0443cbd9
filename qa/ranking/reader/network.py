"""The reader in onnxruntime: a question and passages in, readings out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from index.models import ModelFile
from index.onnx_backend import open_session
from index.sentences import sentence_spans
from qa.cross_encoder.layout import inputs_of, whole_tokenizer, windows
from qa.cross_encoder.weights import packaged_weights
from qa.ranking.reader.decode import Logits, decode
from qa.types import PassageReading

GRAPH, ABOUT = "reader.onnx", "reader.json"
BATCH = 8
"""Inputs read together; sorted by length, so that little of a batch is padding."""


class OnnxReader:
    """Reads with an exported network; safe to use from several threads."""

    def __init__(self, graph: Path) -> None:
        """Loads the graph; a fifth of a second.

        Raises:
            ModelError: the file is damaged.
        """
        self._session = open_session(graph)
        self._tokenizer = whole_tokenizer()

    def read(
        self, question: str, headings: Sequence[str], texts: Sequence[str]
    ) -> list[PassageReading]:
        """One reading for each passage, in order."""
        if not texts:
            return []
        made = windows(self._tokenizer, question, headings, texts)
        order = sorted(range(len(made)), key=lambda i: len(made[i].ids))
        relevance = np.zeros(len(made), dtype=np.float32)
        tokens: list[Logits] = [np.zeros((0, 3), dtype=np.float32)] * len(made)
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            relevant, own = self._session.run(
                ["relevance", "tokens"], inputs_of([made[i] for i in batch])
            )
            for i, one, row in zip(batch, relevant, own, strict=True):
                relevance[i], tokens[i] = one, row
        return decode(made, relevance, tokens, [sentence_spans(text) for text in texts])


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
