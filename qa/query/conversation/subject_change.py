"""Words that only announce another subject: "Something else: …", "Ok, different topic. …"."""

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
    rf"(?: \w+)? {_SUBJECT}"
    rf"|(?:{_ADVERB} )?(?:different|unrelated)(?:(?: \w+){{1,2}}(?=[:.]|\s[–—-]))?"
    rf"|(?:switching|changing|change|switch)(?:(?: of| the)* (?:{_SUBJECT}|gears|tracks?))?"
    r"|moving on)"
    r"(?: (?:now|then|please|again|i promise))?"
    r"\s*(?:[:.;,!]|\s[–—-])\s+(?P<asked>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)


_OF_THE_SAME = re.compile(r"\b(?:final|last|more|next|one)\b", re.IGNORECASE)


def without_announcement(text: str) -> tuple[str, bool]:
    """The question without words that announce another subject, and whether it leans on nothing
    that was said: "one last thing: where does she live?" may lean on it."""
    found = _ANNOUNCED.match(text)
    if not found:
        return text, False
    return found["asked"], not _OF_THE_SAME.search(text, 0, found.start("asked"))
