"""The tagger in onnxruntime: a question and a conversation in, a logit for each word out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

import numpy as np

from index.models import ModelFile
from qa.cross_encoder.layout import whole_tokenizer
from qa.cross_encoder.network import OnnxNetwork
from qa.cross_encoder.weights import packaged_weights
from qa.packaged import packaged_json
from qa.query.conversation.tagger.layout import tagger_input

GRAPH, ABOUT = "tagger.onnx", "tagger.json"
REMEMBERED = 256
"""Questions whose tags are kept: those of a conversation are read again with each that follows."""


class OnnxTagger:
    """Tags with an exported network; safe to use from several threads."""

    def __init__(self, graph: Path) -> None:
        """Loads the graph; a fifth of a second.

        Raises:
            ModelError: the file is damaged.
        """
        self._network = OnnxNetwork(graph, ("meant",))
        self._tokenizer = whole_tokenizer()
        self._kept = lru_cache(REMEMBERED)(self._tags)

    def tags(self, question: str, exchanges: Sequence[tuple[str, str]]) -> Mapping[str, float]:
        """How likely each word of a conversation is meant by a question, too: a logit.

        Args:
            exchanges: The questions before it with their answers, the latest first.

        Returns:
            For each word that says something, as `qa.query.conversation.tagger.layout.word_key`
            has it, the highest of its logits.
        """
        return self._kept(question, tuple(exchanges))

    def _tags(self, question: str, exchanges: tuple[tuple[str, str], ...]) -> Mapping[str, float]:
        fed = tagger_input(self._tokenizer, question, exchanges)
        if not fed.words:
            return MappingProxyType({})
        ((logits,),) = self._network.logits([fed])
        found: dict[str, float] = {}
        for word, place in fed.words:
            found[word] = max(found.get(word, -np.inf), float(logits[place]))
        return MappingProxyType(found)


@cache
def packaged_file() -> ModelFile:
    """The file that ships with the package, as it was packed."""
    about = packaged_json("qa.query.conversation.tagger", ABOUT)
    return packaged_weights(
        "article-qa-tagger", "conversations", "qa.query.conversation.tagger", about
    )


@cache
def packaged() -> OnnxTagger:
    """The tagger that ships with the package, loaded once.

    Raises:
        ModelError: its file is missing or not the right one.
    """
    return OnnxTagger(packaged_file().directory() / GRAPH)
