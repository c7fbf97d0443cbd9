"""What a model writes, as it comes: its thoughts are kept back, and stop words end it.

Thoughts are text between tags at its beginning. Of some models the opening tag stands in the
prompt, and their text begins with thoughts that only a closing tag ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NAMES = ("think", "thinking", "thought", "reasoning", "seed:think")
_OPENINGS = (*(f"<{name}>" for name in _NAMES), "[think]")
_OPENING = re.compile("|".join(map(re.escape, _OPENINGS)), re.IGNORECASE)
_CLOSING = re.compile(rf"</(?:{'|'.join(_NAMES)})>|\[/think\]", re.IGNORECASE)
_LONGEST = max(map(len, _OPENINGS)) + 1
"""Characters of the longest closing tag."""


class ThoughtsShown(Exception):
    """What was taken for the answer until now were thoughts."""


class Heard:
    """Tells thoughts from the words for the reader in a text that comes in pieces."""

    def __init__(self, stop: Sequence[str] = (), *, opens_inside: bool = False) -> None:
        """Nothing is heard yet.

        Args:
            stop: Words before which the answer ends.
            opens_inside: The text may begin inside a thought. It is then kept back until the
                closing tag comes, or `rest` finds that there is none.
        """
        self.has_thought = False
        self.has_spoken = False
        self.has_ended = False
        """A stop word was reached; what follows is not for the reader."""
        self.was_mistaken = False
        """The text did not begin inside a thought, although it might have."""
        self._stop = tuple(word for word in stop if word)
        self._pending = ""
        self._tail = ""
        self._is_inside = self._is_guess = opens_inside

    @property
    def is_thinking(self) -> bool:
        """Whether only thoughts have come until now, or a thought is not at its end."""
        return self._is_inside or (self.has_thought and not self.has_spoken)

    def think(self) -> None:
        """A thought has come apart from the text, which so holds none."""
        self.has_thought = True
        self._end_guess()

    def take(self, piece: str) -> str:
        """The words for the reader that are certain with one more piece; often none.

        Raises:
            ThoughtsShown: a closing tag came after words that were given out.
        """
        before = len(self._pending)
        self._pending += piece
        if self._is_inside:
            closing = _CLOSING.search(self._pending, max(0, before - _LONGEST))
            if closing is None:
                return ""
            self._leave_thought(self._pending[closing.end() :])
        if not self.has_spoken:
            self._pending = self._pending.lstrip()
            if opening := _OPENING.match(self._pending):
                after, self._pending = self._pending[opening.end() :], ""
                self._is_inside = self.has_thought = True
                return self.take(after)
            if any(tag.startswith(self._pending.lower()) for tag in _OPENINGS):
                return ""
        if not self.has_thought and (closing := _CLOSING.search(self._tail + self._pending)):
            if self.has_spoken:
                raise ThoughtsShown
            self._leave_thought(self._pending[closing.end() :])
            return self.take("")
        return self._said()

    def rest(self, *, is_whole: bool) -> str:
        """The words that were kept back until the end of the text.

        Args:
            is_whole: The model ended by itself, so that what might have been a thought was none.
        """
        if self._is_inside and not (self._is_guess and is_whole):
            self.has_thought = True
            return ""
        self._end_guess()
        words = self.take("")
        if not self.has_ended:
            words, self._pending = words + self._pending, ""
        self.has_spoken = self.has_spoken or bool(words)
        return words

    def _said(self) -> str:
        """What is pending, up to a stop word or to what may become one."""
        text = self._pending
        found = [at for word in self._stop if (at := text.find(word)) >= 0]
        if found:
            self.has_ended, self._pending, text = True, "", text[: min(found)]
        else:
            kept = max((_overlap(text, word) for word in self._stop), default=0)
            self._pending = text[len(text) - kept :]
            text = text[: len(text) - kept]
        self.has_spoken = self.has_spoken or bool(text)
        self._tail = (self._tail + text)[-_LONGEST:]
        return text

    def _leave_thought(self, after: str) -> None:
        self._pending = after
        self.has_thought = True
        self._is_inside = self._is_guess = False

    def _end_guess(self) -> None:
        if self._is_guess:
            self.was_mistaken = True
            self._is_inside = self._is_guess = False


def _overlap(text: str, word: str) -> int:
    """Characters at the end of a text with which a word may begin."""
    sizes = range(min(len(text), len(word) - 1), 0, -1)
    return next((size for size in sizes if word.startswith(text[-size:])), 0)
