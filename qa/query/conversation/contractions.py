"""A question word or pronoun that is one word with its verb, apart: "what's", "why'd", "she's"."""

from __future__ import annotations

import re

_ASKING = r"(?:what|who|where|when|why|how|which)"
_CONTRACTED = re.compile(
    rf"(?<![\w’'])(?-i:(?!WHO|IT))(?P<before>(?P<asking>{_ASKING})|that|there|here|he|she|it|they|we|you|I)"
    r"[’'](?P<verb>s|d|re|ll|ve|m)(?![\w’'])",
    re.IGNORECASE,
)
_VERBS = {"re": "are", "ll": "will", "ve": "have", "m": "am"}
_HAS = re.compile(
    r"\s+(?:(?:not|also|already|ever|just|never|since|actually|really)\s+)*"
    r"(?:been|got|had|won|lost|left(?=\s+(?:the|h[ei][rs]|their|its)\b)|gone|happened|become|died"
    r"|resigned|said|done|taken|come|quit|changed)\b",
    re.IGNORECASE,
)
_WORDS = r"(?:(?!(?:if|when|that|who|which|i|you|we|they|to)\b)[\w-]+\s+){1,3}?"
_DOES = re.compile(
    r"\s+(?:(?:it|he|she|that|this)\s+(?:cost|mean|do|say|want|need|look|sound|live|work|stand|go)"
    rf"|(?:an?|one|each)\s+{_WORDS}(?:cost|mean|do|say)|the\s+{_WORDS}(?:mean|do|say))"
    r"(?=\W*$|\s+(?:for|to|by|in|at|on|like|about|from|now|if|when|per|it|that)\b)",
    re.IGNORECASE,
)
"""A subject and a verb that is not bent: "what's it cost", "what's a ticket cost"."""
_DID = re.compile(
    r"\s+(?:it|he|she|they|we|you|I|this|that|the|an?|his|her|its|their|(?-i:[A-Z])\w*)\b",
    re.IGNORECASE,
)
"""A subject: "why'd it", where "who'd replace" has none and means "would"."""


def uncontracted(text: str) -> str:
    """The text with "what is" for "what's", "who has won" for "who's won", "why did it" for "why'd
    it"; "he'd", which may be "had" or "would", stays."""
    return _CONTRACTED.sub(_apart, text)


def _apart(found: re.Match[str]) -> str:
    verb, behind = found["verb"].lower(), found.string[found.end() :]
    if verb == "d":
        if not found["asking"]:
            return found[0]
        written = "did" if _DID.match(behind) else "would"
    elif verb == "s":
        does = found["asking"] and _DOES.match(behind)
        written = "has" if _HAS.match(behind) else "does" if does else "is"
    else:
        written = _VERBS[verb]
    return f"{found['before']} {written}"
