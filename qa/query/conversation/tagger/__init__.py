"""Which words of a conversation a question leans on: a small network that ships with the package.

layout    question and conversation as one input of the network
network   the network in onnxruntime
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


class Tagger(Protocol):
    """Tags the words of a conversation beside a question."""

    def tags(self, question: str, exchanges: Sequence[tuple[str, str]]) -> Mapping[str, float]:
        """How likely each word of a conversation is meant by a question, too: a logit.

        Args:
            exchanges: The questions before it with their answers, the latest first.
        """
        ...


def load_tagger() -> Tagger:
    """The tagger that ships with the package; it is loaded once.

    Raises:
        ModelError: its file is missing or not the right one.
    """
    from qa.query.conversation.tagger.network import packaged

    return packaged()
