"""The form of a list: every sentence that brings an item which the others do not have."""

from __future__ import annotations

from dataclasses import replace

from index import Store
from index.sentences import ends_as_sentence, sentence_spans
from index.unseen import visible
from qa.generation.forms.neighbours import Neighbours
from qa.generation.forms.novelty import compared_words, likeness
from qa.generation.selection import nearly_likeliest, with_antecedents
from qa.text.injection import is_injection
from qa.types import Evidence, EvidenceSentence, QueryPlan

MOST = 8
"""Sentences of a list."""
ANNOUNCED = 10
"""The same where a sentence announces those that follow it."""
ENUMERATED, BEHIND = 10, 2_000
"""Lines of a list that is announced, at most, and within how many characters."""
SHARE = 0.003
"""Of the likeliest sentence's probability that the others must have."""
REPEATED = 0.8
"""Share of a sentence's words from which it says what another says."""


def items(plan: QueryPlan, evidence: Evidence) -> list[EvidenceSentence]:
    """See `qa.generation.forms.Form`."""
    best = evidence.sentences[0].probability
    neighbours = Neighbours(one.sentence for one in evidence.sentences)
    chosen: list[EvidenceSentence] = []
    words: list[set[str]] = []
    for one in evidence.sentences:
        if len(chosen) == MOST or one.probability < SHARE * best:
            break
        own = plan.store.terms(one.sentence.text)
        is_known = any(likeness(own, other) >= REPEATED for other in words)
        if not is_known and _brings_an_item(one.sentence, chosen):
            chosen.append(one.sentence)
            words.append(own)
    leading = nearly_likeliest(chosen, evidence)
    for lead in tuple(chosen):
        if lead.text.rstrip().endswith(":"):  # what it announces follows
            listed = _enumerated(plan.store, lead)
            room = max(0, ANNOUNCED - len(chosen))
            announced = listed if len(listed) > 1 else neighbours.following(lead, room)
            chosen += announced
            leading += announced if lead in leading else []
    told = list({one.place: one for one in chosen}.values())[: MOST + ENUMERATED]
    return with_antecedents(told, max(ANNOUNCED, len(told)), leading)


def _enumerated(store: Store, lead: EvidenceSentence) -> list[EvidenceSentence]:
    """The lines behind what announces them, also beyond its passage, up to one that ends as a
    sentence does or tells a program what to do."""
    article = store.article(lead.hit.article_id)
    whole = article.text if article else ""
    begin = whole.rfind("\n\n", 0, lead.start) + 1  # sentences are those of whole paragraphs
    text = whole[begin : lead.end + BEHIND]
    if len(whole) > lead.end + BEHIND:
        text = text[: text.rfind("\n") + 1]
    found: list[EvidenceSentence] = []
    for first, last in sentence_spans(text):
        start, end, line = begin + first, begin + last, text[first:last]
        if start < lead.end:
            continue
        if len(found) == ENUMERATED or ends_as_sentence(line) or is_injection(visible(line)):
            break
        found.append(replace(lead, start=start, end=end, text=line, before=None, reading=None))
    return found


def _brings_an_item(one: EvidenceSentence, chosen: list[EvidenceSentence]) -> bool:
    """Whether what the reader takes for the answer in it does not stand in the others."""
    item = compared_words(one.short)
    return not item or not item <= {word for other in chosen for word in compared_words(other.text)}
