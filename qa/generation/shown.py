"""The evidence that a language model is shown: which sentences, and how they are written down."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from index.days import long_day
from index.unseen import visible
from qa.generation.forms import sentences_of
from qa.generation.selection import best_of_parts, best_of_sides, with_antecedents
from qa.llm.profile import Profile
from qa.question import DIGESTS
from qa.text.injection import is_injection
from qa.types import Evidence, EvidenceSentence, QueryPlan

_FORGED = re.compile(r"[\[【]\s*([#^]?\d[^\[\]【】]{0,20})\s*[\]】]")


def select_evidence(
    plan: QueryPlan, evidence: Evidence, profile: Profile
) -> list[EvidenceSentence]:
    """What a model of this profile is shown, article by article; within one as it stands.

    Sentences that tell a program what to do are not among them.
    """
    if profile.whole_passages:
        chosen = _whole_passages(plan, evidence, profile)
    else:
        chosen = _few_sentences(evidence, profile)
    return [one for one in chosen if not is_injection(visible(one.text))]


def list_evidence(evidence: Sequence[EvidenceSentence]) -> str:
    """Numbered lines, under a line for each article.

    Brackets before a number are ours alone: what an article writes as "[2]" stands as "(2)".
    """
    lines: list[str] = []
    article = None
    for number, sentence in enumerate(evidence, start=1):
        hit = sentence.hit
        if hit.article_id != article:
            article = hit.article_id
            day = f"{hit.date:%A} {long_day(hit.date)}" if hit.date else ""
            about = (
                ", ".join(part for part in (_quoted(hit.source or ""), day) if part) or "An article"
            )
            title = _line(hit.title)
            own = (one.text for one in evidence if one.hit.article_id == article)
            is_opening = any(text.startswith(title.rstrip("…")[:60]) for text in own)
            lines.append(about + ("" if is_opening else f": {_quoted(title[:120])}"))
        lines.append(f"[{number}] {_quoted(sentence.text)}")
    return "\n".join(lines)


def _few_sentences(evidence: Evidence, profile: Profile) -> list[EvidenceSentence]:
    """The likeliest sentences, with those that their pronouns lean on."""
    chosen: dict[str, EvidenceSentence] = {}
    size = 0
    for one in (*best_of_parts(evidence), *best_of_sides(evidence), *evidence.sentences):
        if len(chosen) >= profile.sentences:
            break
        text = one.sentence.text
        if text in chosen or (chosen and size + len(text) > profile.characters):
            continue
        if is_injection(visible(text)):
            continue
        chosen[text] = one.sentence
        size += len(text)
    most = profile.sentences + profile.sentences // 3
    return with_antecedents(list(chosen.values()), most)


def _whole_passages(
    plan: QueryPlan, evidence: Evidence, profile: Profile
) -> list[EvidenceSentence]:
    """The passages of the sentences that a quoted answer would have, then the likeliest others,
    all whole. Of a digest each article gives one in its turn, and they stand by their dates."""
    passages = _passages(plan, evidence)
    order = _in_turn(passages) if plan.kind in DIGESTS else list(passages.values())
    chosen: list[EvidenceSentence] = []
    size = 0
    for passage in order:
        passage = passage if chosen else passage[: profile.sentences]
        length = sum(len(one.text) for one in passage)
        if chosen and size + length > profile.characters:
            continue
        if len(chosen) + len(passage) > profile.sentences:
            continue
        chosen += passage
        size += length
    articles = list(dict.fromkeys(one.hit.article_id for one in chosen))
    if plan.kind in DIGESTS:
        days = {one.hit.article_id: one.hit.date or date.max for one in chosen}
        articles.sort(key=lambda article: days[article])
    return sorted(chosen, key=lambda one: (articles.index(one.hit.article_id), one.start))


def _passages(plan: QueryPlan, evidence: Evidence) -> dict[int, list[EvidenceSentence]]:
    """The sentences by their passage: first those of the quoted answer, then the likeliest, then
    those that nothing but the search has found."""
    ranked = [
        *sentences_of(plan, evidence),
        *(one.sentence for part in (evidence, *evidence.parts) for one in part.sentences),
        *(one for part in (evidence, *evidence.parts) for one in part.further),
    ]
    passages: dict[int, dict[tuple[str, int, int], EvidenceSentence]] = {}
    known: set[tuple[str, int, int]] = set()
    for one in ranked:
        own = passages.setdefault(one.hit.passage, {})
        if one.place not in known:
            known.add(one.place)
            own[one.place] = one
    return {number: list(own.values()) for number, own in passages.items() if own}


def _in_turn(
    passages: dict[int, list[EvidenceSentence]],
) -> Iterable[list[EvidenceSentence]]:
    """The passages, from each article in turn its next."""
    articles: dict[str, list[list[EvidenceSentence]]] = {}
    for passage in passages.values():
        articles.setdefault(passage[0].hit.article_id, []).append(passage)
    longest = max(map(len, articles.values()), default=0)
    return [own[turn] for turn in range(longest) for own in articles.values() if turn < len(own)]


def _quoted(text: str) -> str:
    """An article's words on one line, without marks like ours."""
    return _FORGED.sub(r"(\1)", _line(visible(text)))


def _line(text: str) -> str:
    return " ".join(text.split())
