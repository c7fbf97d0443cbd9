"""The prompts: data in `prompts.toml`, checked when they are loaded.

A prompt opens with what never changes (instructions, examples), so that a server
that keeps what it has read needs to read only the end. Text of articles and of
persons goes into placeholders, without the marks that models take for control and without what
nobody sees, behind which such marks could hide.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from index.unseen import visible
from qa.llm.endpoint import Message
from qa.question import UNSEARCHED, QuestionKind

DECLINE = "NOT STATED"
"""What a model writes where the sentences do not contain the answer."""

DROP = "DROP"
"""What a model writes in the place of a sentence that it cannot mend."""

_PLACEHOLDERS = {
    "answer": {"evidence", "question"},
    "full_answer": {"today", "evidence", "question", "form"},
    "repair": {"evidence", "question", "failed"},
    "condense": {"conversation", "question"},
}
_CONTROL = re.compile(r"<\|?/?|\|?>|\[/?INST\]")


@dataclass(frozen=True, slots=True)
class Prompt:
    """Instructions and examples, and the form of what is asked."""

    opening: tuple[Message, ...]
    user: str

    def messages(self, **values: str) -> list[Message]:
        """The prompt with `values` in its placeholders, as data: control marks are defused."""
        safe = {name: _CONTROL.sub(" ", visible(value)) for name, value in values.items()}
        return [*self.opening, Message("user", self.user.format(**safe))]


@cache
def load_prompts() -> Mapping[str, Prompt]:
    """All prompts by name.

    Raises:
        ValueError: a prompt lacks a placeholder, or has one that nothing is put into.
    """
    content = {name: part for name, part in _content().items() if name != "forms"}
    if content.keys() != _PLACEHOLDERS.keys():
        raise ValueError(f"the prompts are {sorted(content)}, not {sorted(_PLACEHOLDERS)}")
    return {name: read_prompt(name, part) for name, part in content.items()}


@cache
def load_forms() -> Mapping[QuestionKind, str]:
    """For each kind of question that is searched, what a model is told of the answer's form.

    Raises:
        ValueError: a kind has none, or one that nobody asks for is there.
    """
    forms = {QuestionKind(name): text.strip() for name, text in _content()["forms"].items()}
    if forms.keys() | UNSEARCHED != set(QuestionKind) or forms.keys() & UNSEARCHED:
        raise ValueError(f"the forms are those of {sorted(forms)}")
    return forms


def _content() -> dict[str, Any]:
    return tomllib.loads(files("qa.llm").joinpath("prompts.toml").read_text(encoding="utf-8"))


def read_prompt(name: str, part: Mapping[str, Any]) -> Prompt:
    """One prompt, checked.

    Raises:
        ValueError: as `load_prompts`; or a part is missing, or one that nobody reads is there.
    """
    if part.keys() | {"examples"} != {"system", "user", "examples"}:
        raise ValueError(f"the prompt {name!r} has {sorted(part)}, not system, user and examples")
    user = part["user"].strip()
    found = {field for _, field, _, _ in Formatter().parse(user) if field is not None}
    if found != _PLACEHOLDERS[name]:
        raise ValueError(
            f"the prompt {name!r} has the placeholders {sorted(found)}; "
            f"{sorted(_PLACEHOLDERS[name])} are put into it"
        )
    opening = [
        Message(
            "system", part["system"].strip().replace("{decline}", DECLINE).replace("{drop}", DROP)
        )
    ]
    for example in part.get("examples", ()):
        if example.keys() != {*found, "answer"}:
            raise ValueError(
                f"an example of the prompt {name!r} has {sorted(example)}, "
                f"not {sorted({*found, 'answer'})}"
            )
        values = {key: text.strip() for key, text in example.items()}
        answer = values.pop("answer").replace("{decline}", DECLINE)
        opening += [Message("user", user.format(**values)), Message("assistant", answer)]
    return Prompt(tuple(opening), user)
