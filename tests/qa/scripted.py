"""A language model that says what a test makes it say."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

from qa.llm.endpoint import Message
from qa.llm.endpoint import Piece as Said
from qa.types import AnswererName

Piece = Said | Exception


@dataclass
class Scripted:
    """A model that says its next script at each call; keeps what it was asked."""

    scripts: list[Sequence[Piece]]
    name: AnswererName = "local"
    model: str = "scripted"
    asked: list[list[Message]] = field(default_factory=list)
    kept: list[Generator[Said]] = field(default_factory=list)
    """So that none is closed only because nobody has it any more."""
    closed: int = 0

    def stream(
        self, messages: Sequence[Message], max_tokens: int, stop: Sequence[str] = ()
    ) -> Generator[Said]:
        self.asked.append(list(messages))
        self.kept.append(self._say(self.scripts[len(self.asked) - 1]))
        return self.kept[-1]

    def _say(self, script: Sequence[Piece]) -> Generator[Said]:
        try:
            for piece in script:
                if isinstance(piece, Exception):
                    raise piece
                yield piece
        finally:
            self.closed += 1
