"""In what the model behind an endpoint differs from others; remembered as long as the process.

An endpoint's answers tell it: the fields it refuses, that the model thinks before it answers, and
how. The first question pays for finding out, the next ones do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

LIMITS = ("max_tokens", "max_completion_tokens")
"""The names of the limit, in the order in which they are tried."""
THINKING_TOKENS = 4096
"""Room for thoughts, besides that for the answer."""
UNSEEN = 3
"""Times the usual silence is borne of a model whose thoughts are not sent."""

_MAY_OPEN_INSIDE = re.compile(r"(?<![a-z])(?:r1|qwq|thinking|reasoning)(?![a-z])", re.IGNORECASE)
"""Names of models in whose prompt "<think>" may stand already, so that only its end is written."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What is known of an endpoint's model.

    Args:
        refused: Fields of the request that it does not take.
        room: Tokens that it needs for thinking, besides those of the answer; 0: it does not think.
        is_unseen: It thinks without sending its thoughts.
        opens_inside: Its text begins with thoughts, and only their end is marked.
    """

    refused: frozenset[str] = frozenset()
    room: int = 0
    is_unseen: bool = False
    opens_inside: bool = False

    def fields(self, max_tokens: int, stop: Sequence[str]) -> dict[str, Any]:
        """The fields of a request that may be refused, without those that are.

        A model that thinks, or may, is sent no words to stop at: it would stop in its thoughts.
        """
        may_think = self.room or self.opens_inside
        limit = next((name for name in LIMITS if name not in self.refused), None)
        fields: dict[str, Any] = {
            "temperature": 0.0,
            "stream_options": {"include_usage": True},
            **({limit: max_tokens + self.room} if limit else {}),
            **({"stop": list(stop)} if stop and not may_think else {}),
        }
        return {name: value for name, value in fields.items() if name not in self.refused}

    def without(self, field: str) -> Dialect:
        """The same of an endpoint that refuses one field more."""
        return replace(self, refused=self.refused | {field})

    def thinking(self, *, is_unseen: bool, needs_more: bool = False) -> Dialect:
        """The same of a model that thinks, with room for it; full room where it needs more."""
        room = THINKING_TOKENS if needs_more or not self.room else self.room
        return replace(self, room=max(self.room, room), is_unseen=is_unseen)

    def with_half_the_room(self) -> Dialect:
        """The same of a model whose context is too small for so much room."""
        return replace(self, room=self.room // 2)

    def patience(self, timeout: float) -> float:
        """Seconds of silence that are borne, where `timeout` is usual."""
        return timeout * UNSEEN if self.is_unseen else timeout


_KNOWN: dict[tuple[str, str], Dialect] = {}


def known(url: str, model: str) -> Dialect:
    """What is known of a model at an address; at first, what its name tells."""
    from llama_index.llms.openai.utils import O1_MODELS

    if (url, model) in _KNOWN:
        return _KNOWN[url, model]
    if model in O1_MODELS:
        refused = frozenset({"max_tokens", "temperature"})
        return Dialect(refused, THINKING_TOKENS, is_unseen=True)
    return Dialect(opens_inside=bool(_MAY_OPEN_INSIDE.search(model)))


def learn(url: str, model: str, dialect: Dialect) -> None:
    """Remembers what was found out about a model, besides what others found to be refused."""
    refused = dialect.refused | known(url, model).refused
    _KNOWN[url, model] = replace(dialect, refused=refused)
