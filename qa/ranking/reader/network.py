"""The reader in onnxruntime: a question and passages in, readings out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.models import ModelFile
from index.onnx_backend import open_session
from index.sentences import sentence_spans
from qa.ranking.reader.decode import Logits, Reading, decode
from qa.ranking.reader.layout import Window, whole_tokenizer, windows

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

    def read(self, question: str, headings: Sequence[str], texts: Sequence[str]) -> list[Reading]:
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


def inputs_of(batch: Sequence[Window]) -> dict[str, NDArray[np.int64]]:
    """What the network is fed: ids, segments, mask, each (inputs, tokens)."""
    shape = (len(batch), max(len(one.ids) for one in batch))
    fed = {name: np.zeros(shape, dtype=np.int64) for name in ("ids", "segments", "mask")}
    for row, one in enumerate(batch):
        fed["ids"][row, : len(one.ids)] = one.ids
        fed["segments"][row, one.question_end : len(one.ids)] = 1
        fed["mask"][row, : len(one.ids)] = 1
    return fed


def shipped_file(name: str, use: str, module: str, about: Mapping[str, Any]) -> ModelFile:
    """A file of weights that ships in `module`; `about` is what was written when it was packed."""
    return ModelFile(
        name=name,
        use=use,
        file=about["file"],
        size=about["size"],
        sha256=about["sha256"],
        licence="CC BY-SA 4.0",
        package="article-qa",
        module=module,
        folder="",
    )


@cache
def packaged_file() -> ModelFile:
    """The file that ships with the package, as it was packed."""
    about = json.loads(files("qa.ranking.reader").joinpath(ABOUT).read_text(encoding="utf-8"))
    return shipped_file("article-qa-reader", "reading", "qa.ranking.reader", about)


def packaged() -> OnnxReader:
    """The reader that ships with the package; `qa.ranking.reader.load_reader` keeps it.

    Raises:
        ModelError: its file is missing or not the right one.
    """
    return OnnxReader(packaged_file().directory() / GRAPH)
