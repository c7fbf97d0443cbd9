"""How much a language model is shown and how long it may write, by what is known of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

ProfileName = Literal["small", "medium", "strong"]


@dataclass(frozen=True, slots=True)
class Profile:
    """What a model can be trusted with."""

    name: ProfileName
    sentences: int
    """Sentences of evidence, at most …"""
    characters: int
    """… and characters of them together."""
    whole_passages: bool
    """Whether it is shown the passages of the sentences whole, with their neighbours."""
    tokens: int
    """Tokens that it may write."""
    caution: float
    """Of the confidence below which a question is refused, the share from which it is asked: a
    model that judges for itself whether the articles answer is asked sooner."""
    repairs: bool
    """Whether it gets back, once, what it wrote and was not verified."""

    @property
    def keeps_unverified(self) -> bool:
        """Whether what is not verified is told, marked; a small model's is left out."""
        return self.whole_passages

    def part(self, of: int) -> Profile:
        """With one part in `of` of the evidence, of one sentence at least."""
        sentences = max(1, self.sentences // of)
        return replace(self, sentences=sentences, characters=self.characters // of)


PROFILES: dict[ProfileName, Profile] = {
    "small": Profile("small", 4, 800, False, 160, 1.0, False),
    "medium": Profile("medium", 24, 4000, True, 320, 0.6, False),
    "strong": Profile("strong", 90, 11_000, True, 700, 0.25, True),
}
"""The smallest first. More than a few sentences distract a small model, and reading costs most of
its time."""
SMALL_BELOW, STRONG_FROM = 3e9, 12e9
"""Parameters below which a model is small, and from which it is strong …"""
SMALL_FILE, STRONG_FILE = 1.9e9, 7e9
"""… and the same in bytes of a quantised file."""
LEAST = 3e7
"""Fewer parameters than any language model has: "1m" in a name is a context."""
CHARACTERS_A_TOKEN = 3.0
"""Of evidence, at least; figures and names take more tokens than other words."""
INSTRUCTIONS = 1200
"""Tokens of a prompt beside the evidence, at most."""

_PARAMETERS = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s?([bm])(?![a-z])", re.IGNORECASE)
_SMALL_NAMES = re.compile(r"(?:^|[-_/:.])(?:tiny|nano|smollm\d*)(?:$|[-_/:.])", re.IGNORECASE)


def profile_of(model: str, *, size: int | None = None, context: int | None = None) -> Profile:
    """The profile of a model, by what is known of it.

    Args:
        model: Its name, which may tell its parameters ("Qwen3-4B", "llama3.2:3b").
        size: Bytes of its file, where it is local.
        context: Tokens of prompt and answer together, where they are known.
    """
    largest = PROFILES[_name(model, size)]
    fitting = (
        one
        for one in reversed(PROFILES.values())
        if one.characters <= largest.characters and (context is None or _fits(one, context))
    )
    return next(fitting)


def _name(model: str, size: int | None) -> ProfileName:
    for match in _PARAMETERS.finditer(re.sub("[-_:]", " ", model)):
        parameters = float(match[1]) * (1e9 if match[2].lower() == "b" else 1e6)
        if parameters < LEAST:
            continue
        if parameters < SMALL_BELOW:
            return "small"
        return "strong" if parameters >= STRONG_FROM else "medium"
    if size is not None:
        return "small" if size < SMALL_FILE else "strong" if size >= STRONG_FILE else "medium"
    return "small" if _SMALL_NAMES.search(model) else "strong"


def _fits(profile: Profile, context: int) -> bool:
    needed = profile.characters / CHARACTERS_A_TOKEN + profile.tokens + INSTRUCTIONS
    return profile.name == "small" or needed <= context
