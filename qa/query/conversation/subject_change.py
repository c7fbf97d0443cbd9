"""Words that only announce another question: "Something else: …", "One last thing, …"."""

from __future__ import annotations

import re

_ADVERB = r"(?:complete(?:ly)?|total(?:ly)?|entire(?:ly)?|quite|very|slightly)"
_SUBJECT = (
    r"(?:things?|topics?|subjects?|questions?|matters?|stor(?:y|ies)|angle|points?|notes?|one|news)"
)
_ANNOUNCED = re.compile(
    r"^\W*(?:(?:and|alright|but|cheers|now|ok|okay|please|right|so|thanks|well)\b[\s,.!–-]*)*"
    rf"(?:some?thin\w*(?: {_ADVERB})? (?:else|different|new|other)"
    rf"|(?:(?:a|an|on|to|just|my|one|{_ADVERB}) )*"
    r"(?:another|different|final|last|more|new|next|other|separate|unrelated)"
    rf"(?: (?-i:[a-z])\w*)? {_SUBJECT}"
    rf"|(?:{_ADVERB} )?(?:different|unrelated)"
    r"(?:(?: (?-i:[a-z])\w*)? (?-i:[a-z])\w*(?<!s)(?=[:.]|\s[–—-]))?"
    rf"|(?:switching|changing)(?:(?: of| the)* (?:{_SUBJECT}|gears|tracks?))?"
    rf"|(?:change|switch)(?: of| the)* (?:{_SUBJECT}|gears|tracks?)"
    r"|moving on)"
    r"(?: (?:now|then|please|again|i promise))?"
    r"\s*(?:[:.;,!]|\s[–—-])\s+(?P<asked>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)
_OF_ANOTHER = re.compile(
    r"\b(?:different|else|unrelated|separate|switch\w*|chang\w*|moving|angle"
    r"|(?:topic|subject|matter)s?|stor(?:y|ies))\b",
    re.IGNORECASE,
)


def without_announcement(text: str) -> tuple[str, bool]:
    """The question without words that announce another one, and whether that is of another subject:
    "one last thing: where does she live?" may be of the same."""
    found = _ANNOUNCED.match(text)
    if not found:
        return text, False
    return found["asked"], bool(_OF_ANOTHER.search(text, 0, found.start("asked")))
