"""The reader in onnxruntime: a question and passages in, readings out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from index.models import ModelFile
from index.sentences import sentence_spans
from qa.cross_encoder.layout import whole_tokenizer, windows
from qa.cross_encoder.network import OnnxNetwork
from qa.cross_encoder.weights import packaged_weights
from qa.packaged import packaged_json
from qa.ranking.reader.decode import decode
from qa.types import PassageReading

GRAPH, ABOUT = "reader.onnx", "reader.json"


class OnnxReader:
    """Reads with an exported network; safe to use from several threads. What is said of a passage
    depends on no other."""

    def __init__(self, graph: Path) -> None:
        """Loads the graph; a fifth of a second.

        Raises:
            ModelError: the file is damaged.
        """
        self._network = OnnxNetwork(graph, ("relevance", "tokens"))
        self._tokenizer = whole_tokenizer()

    def read(
        self, question: str, headings: Sequence[str], texts: Sequence[str]
    ) -> list[PassageReading]:
        """One reading for each passage, in order."""
        if not texts:
            return []
        made = windows(self._tokenizer, question, headings, texts)
        relevance, tokens = zip(*self._network.logits(made), strict=True)
        sentences = [sentence_spans(text) for text in texts]
        return decode(made, [float(one) for one in relevance], tokens, sentences)


@cache
def packaged_file() -> ModelFile:
    """The file that ships with the package, as it was packed."""
    about = packaged_json("qa.ranking.reader", ABOUT)
    return packaged_weights("article-qa-reader", "reading", "qa.ranking.reader", about)


def packaged() -> OnnxReader:
    """The reader that ships with the package; `qa.ranking.reader.load_reader` keeps it.

    Raises:
        ModelError: its file is missing or not the right one.
    """
    return OnnxReader(packaged_file().directory() / GRAPH)
