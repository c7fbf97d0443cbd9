"""Prompt injection: sentences that speak to a program rather than to a reader.

A language model is not shown them, so that it can neither obey them nor, having obeyed, cite
them for what it says. The signs are those of English and of chat formats; what gets past them
still meets the prompt and the checker.
"""

from __future__ import annotations

import re

_SIGNS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b[^.!?]{0,30}"
    r"\b(?:above|instructions?|rules|prompts?|guidelines|(?:previous|earlier|prior) \w+)\b"
    r"|\b(?:say|reply|answer|respond|write|output|print|repeat)s?\b[^.!?]{0,30}"
    r"\b(?:nothing else|to (?:all|any|every) questions?|(?:only|just)\b(?: with)?\s*[:“\"'])"
    r"|\b(?:programs|assistants?|AIs?|bots?)\b[^.!?]{0,30}\bmust (?:answer|say|reply|replace)\b"
    r"|\banswers?\b[^.!?]{0,30}\bmust (?:begin|start|end|contain)\b"
    r"|\b(?:end|begin|start)\b (?:each|every|all) (?:answer|reply|response)s?\b"
    r"|\bin your (?:answer|reply|response)\b|\byou are (?:now )?an? (?:AI|assistant|\w*bot)\b"
    r"|^\W*(?:system|assistant|user|human|developer)(?: message)?\s*:"
    r"|</?tool_call\b|\"function_call\"|\"tool\"\s*:|<\|?im_start|\[/?INST\]|<</?SYS>>",
    re.IGNORECASE | re.MULTILINE,
)


def is_injection(sentence: str) -> bool:
    """Whether a sentence tells a program what to do or to say."""
    return bool(_SIGNS.search(sentence))
