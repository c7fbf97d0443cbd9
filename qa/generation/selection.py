"""What the forms of an answer share: the sentences of each part and side, of whom a pronoun speaks,
and the order in which sentences read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.sentences import ends_as_sentence
from qa.text.lexicon import CAPITAL
from qa.types import Evidence, EvidenceSentence, ScoredSentence

MAY_ANSWER = 0.2
"""Confidence of a part, below which none of its sentences is told before those of the whole."""
NEARLY = 0.8
"""Share of the likeliest sentence's probability from which another is nearly as likely."""
_PRONOUN = re.compile(
    r"^[\"“‘']?(?:But |And |Yet |Still, |Later, |Then )?"
    r"(?:He|She|It|They|His|Her|Its|Their|This|These|That|Those|Both|"
    r"The (?:two|three|pair|latter))\b"
)
_QUOTED = re.compile(r"[\"“][^\"“”]*(?:[\"”]|$)")
_SPEAKS = re.compile(
    r"(?<!\bwas )(?<!\bis )(?<!\bwere )"
    r"\b(?:said|says|told|added|wrote|tweeted|explained|argued|asked|according to)\b"
)
"""Beside a quotation it tells who says it."""
_ITEM = re.compile(r"\s*(?:[–—•◾▪*·]|-\s|\(?(?:\d{1,2}|[a-z])[.)])")


def best_of_parts(evidence: Evidence) -> list[ScoredSentence]:
    """For each part that is a question of its own the likeliest sentence, where that may answer."""
    likely = [part for part in evidence.parts if part.confidence >= MAY_ANSWER]
    return [one for part in likely for one in part.sentences[:1]]


def best_of_sides(evidence: Evidence) -> list[ScoredSentence]:
    """For each side of a comparison, or source that is asked for, the likeliest sentence of its
    passages."""
    return [
        found
        for side in evidence.sides
        if (found := next((s for s in evidence.sentences if s.sentence.hit.passage in side), None))
    ]


def is_heading(text: str) -> bool:
    """Whether a line is neither a sentence nor an item of a list."""
    return not (ends_as_sentence(text) or _ITEM.match(text))


def opens_with_pronoun(text: str) -> bool:
    """Whether a sentence speaks of somebody or something that the one before it names."""
    return bool(_PRONOUN.match(text))


def _leans(sentence: EvidenceSentence) -> bool:
    """Whether the one before it tells of whom it speaks, or who speaks in it."""
    if opens_with_pronoun(sentence.text):
        return True
    if sentence.before is None or _unquoted(sentence.text).strip(" ."):
        return False
    told = _unquoted(sentence.before.text)
    return bool(_SPEAKS.search(told) and re.search(CAPITAL, told))


def _unquoted(text: str) -> str:
    """A text without what stands in quotation marks."""
    return _QUOTED.sub(" ", text)


def with_antecedents(
    chosen: list[EvidenceSentence], most: int, leading: Sequence[EvidenceSentence] = ()
) -> list[EvidenceSentence]:
    """At most `most` sentences in reading order: those given, and where one of them leans on the
    one before it, that one, if it is no heading; where that leans on another, too, those before it
    up to one that does not, if there is room for all. What opens with a pronoun leans so, and a
    quotation behind who says it.

    Args:
        leading: Those of them that come before the others of their report, behind what they lean
            on.
    """
    result = {one.place: one for one in chosen}
    chains = [_antecedents(sentence) for sentence in chosen]
    for chain in (*(chain[:1] for chain in chains), *chains):
        more = {one.place: one for one in chain if one.place not in result}
        if len(result) + len(more) <= most:
            result |= more
    found = list(result.values())
    return _in_reading_order(found, _block(found, leading))


def _antecedents(sentence: EvidenceSentence) -> list[EvidenceSentence]:
    """The sentence before one that leans on it, if it is no heading, and those before that, the
    nearest first, up to one that leans on none; without such a one the first alone."""
    found: list[EvidenceSentence] = []
    while _leans(sentence):
        before = sentence.before
        if before is None or not ends_as_sentence(before.text):
            return found[:1]
        found.append(before)
        sentence = before
    return found


def nearly_likeliest(
    chosen: Iterable[EvidenceSentence], evidence: Evidence
) -> list[EvidenceSentence]:
    """Those chosen that are nearly as likely as the likeliest of all."""
    least = NEARLY * evidence.sentences[0].probability
    likely = {one.sentence.place for one in evidence.sentences if one.probability >= least}
    return [one for one in chosen if one.place in likely]


def _block(
    chosen: Sequence[EvidenceSentence], leading: Iterable[EvidenceSentence]
) -> set[tuple[str, int, int]]:
    """Where the leading sentences stand, with those that they lean on, and that lean on them."""
    at = {one.place: one for one in chosen}
    block = {one.place for one in leading}
    for first in leading:
        while _leans(first) and first.before and first.before.place in at:
            first = at[first.before.place]
            block.add(first.place)
    for one in sorted(chosen, key=lambda one: one.start):
        if _leans(one) and one.before and one.before.place in block:
            block.add(one.place)
    return block


def _in_reading_order(
    chosen: list[EvidenceSentence], leading: set[tuple[str, int, int]]
) -> list[EvidenceSentence]:
    """Article by article, the one of the best sentence first; within it as it is written, behind
    what stands at the `leading` places."""
    articles = list(dict.fromkeys(sentence.hit.article_id for sentence in chosen))

    def order(one: EvidenceSentence) -> tuple[int, bool, int]:
        return articles.index(one.hit.article_id), one.place not in leading, one.start

    return sorted(chosen, key=order)
