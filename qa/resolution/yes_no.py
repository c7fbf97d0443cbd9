"""The direct answer to a question that asks yes or no, where the evidence decides it.

The question is put as a claim, or as one for each of its parts, and the checker reads the
likeliest sentences beside it: all supported is yes, one contradicted is no. Where the articles
say neither, nothing is decided, and the sentences alone answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import Store
from qa.entailment import ClaimReader
from qa.ranking.ranker import Choice, Judged
from qa.resolution.comparison import Decided
from qa.entailment.antonyms import turned
from qa.ranking.reader.layout import heading_of
from qa.text.clauses import REPORT, has_substance, without_opening

SUPPORTED, CONTRADICTED = 0.6, 0.7
"""Probabilities from which a sentence is taken to say so, and to say the contrary."""
OF_NOW = 0.8
"""The first of them for "Is it open?": such a claim has lost its verb, and says less."""
LOOKED_AT = 3
"""Sentences of each part that the claim is held against."""

_OF_NOW = re.compile(r"^\W*(?:is|are)\b", re.IGNORECASE)
_SAYS = re.compile(
    r"^.{0,150}?\b(?:say|state|suggest|claim|report|indicate|argue|note|mention)(?:s|ed)?\s+that\s+"
)
_TOLD = re.compile(
    r"\b(?:sa(?:id|ys)|told|stat(?:ed|es)|claim(?:ed|s)|argue[ds]|suggest(?:ed|s)|not(?:ed|es)|"
    r"mention(?:ed|s)|indicate[ds]|report(?:ed|s)|wr(?:ote|ites)|added|according)\b"
)
_REPORT = re.compile(rf"\b{REPORT}\b", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:[A-Z][\w’'-]*\s+)+")
_EITHER = re.compile(r"\bor\b(?! not\b)", re.IGNORECASE)


def decide(
    asked: str,
    parts: Sequence[str],
    passages: Sequence[Sequence[int]],
    choice: Choice,
    store: Store,
    checker: ClaimReader,
    sources: Sequence[str] = (),
) -> Decided | None:
    """Yes or no with the sentences that decide it; None where they do not, and where the
    question asks which of two.

    Args:
        parts: As `qa.query` takes the question apart; empty where it is one.
        passages: The passages of each part, by number.
        sources: The words by which the question names who reported something.
    """
    if _EITHER.search(asked):
        return None
    sides = []
    for number, part in enumerate(parts or (asked,)):
        claim = claim_of(part, sources)
        own = passages[number] if number < len(passages) else None
        sides.append((claim, _nearest(claim, choice, own, store)))
    if not all(has_substance(claim) and near for claim, near in sides):
        return None
    read = [
        [
            (judged, supported * _may_say(claim, judged, store), contradicted)
            for judged, supported, contradicted in _read(claim, near, checker)
        ]
        for claim, near in sides
    ]
    supports = [max(found, key=lambda one: one[1]) for found in read]
    denials = [max(found, key=lambda one: one[2]) for found in read]
    least = OF_NOW if _OF_NOW.match(asked) else SUPPORTED
    if all(supported >= least for _, supported, _ in supports):
        return Decided("yes", tuple(judged for judged, *_ in supports))
    denial, (_, supported, _) = max(
        zip(denials, supports, strict=True), key=lambda pair: pair[0][2] - pair[1][1]
    )
    if denial[2] >= CONTRADICTED and supported < SUPPORTED:
        return Decided("no", (denial[0],))
    return None


def claim_of(part: str, sources: Sequence[str] = ()) -> str:
    """What the question asks to be confirmed, without the report that is asked for: the heading
    of a text tells whose it is. What a person is to have said stays theirs."""
    claim = without_opening(part.strip().rstrip("?. "))
    says = _SAYS.match(claim)
    if says and (_REPORT.search(says[0]) or any(name in says[0] for name in sources)):
        said = claim[says.end() :]
        claim = said if has_substance(said) else claim
    return f"{claim[:1].upper()}{claim[1:]}." if claim else ""


def _may_say(claim: str, judged: Judged, store: Store) -> bool:
    """Whether a sentence can support a claim: it speaks of whom the claim speaks of, and does
    not have the opposite of one of its words."""
    subject, told = _SUBJECT.match(claim), " ".join(judged.sentence.in_context)
    around = store.terms(f"{judged.sentence.hit.title} {told}")
    if subject and not store.terms(subject[0]) <= around:
        return False
    if _SAYS.match(claim) and not _TOLD.search(judged.sentence.text):  # beside it stands who
        return False
    return not turned(claim, told, store.terms)


def _nearest(
    claim: str, choice: Choice, passages: Sequence[int] | None, store: Store
) -> list[Judged]:
    """The sentences that hold most of the claim's words, of these passages where they are given;
    of several alike, the likeliest to answer."""
    weights = store.term_weights(claim)
    found = [
        judged
        for judged in choice.ranking
        if passages is None or judged.sentence.hit.passage in passages
    ]

    def held(judged: Judged) -> float:
        there = store.terms(judged.sentence.text)
        return sum(weight for word, weight in weights.items() if word in there)

    return sorted(found, key=held, reverse=True)[:LOOKED_AT]


def _read(
    claim: str, sentences: Sequence[Judged], checker: ClaimReader
) -> list[tuple[Judged, float, float]]:
    """Each sentence with how likely it supports the claim, and contradicts it."""
    texts = [" ".join(judged.sentence.in_context) for judged in sentences]
    headings = [heading_of(judged.sentence.hit) for judged in sentences]
    stances = checker.judge(claim, headings, texts)
    return [
        (judged, stance.supported, stance.contradicted)
        for judged, stance in zip(sentences, stances, strict=True)
    ]
