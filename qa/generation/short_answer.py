"""The shortest answer that the written sentences bear out."""

from __future__ import annotations

from qa.text.clauses import stands_in
from qa.text.markers import as_sentence
from qa.types import Evidence, PartialAnswer

CLAIM_WORDS = 4
"""A sentence of fewer words may be the short answer itself: "In May."."""


def short_answer(partial: PartialAnswer, evidence: Evidence) -> str | None:
    """That of the evidence, if a sentence that has it is cited and it is said, too; or what is
    said, where that is no more than a name or a figure out of what is cited."""
    if evidence.is_verdict:
        deciding = {one.sentence.hit.article_id for one in evidence.sentences[: evidence.deciding]}
        is_cited = deciding <= {one.article_id for one in partial.citations}
        return evidence.short if is_cited else None
    if not evidence.short:
        return None
    cited = {one.place for one in partial.citations}
    said = " ".join(one.text for one in partial.sentences)
    for one in evidence.sentences:
        is_its = one.sentence.short == evidence.short and one.sentence.place in cited
        if is_its and stands_in(as_sentence(evidence.short), said):
            return evidence.short
    bare = said.rstrip(".")
    is_quoted = any(stands_in(bare, as_sentence(one.quote)) for one in partial.citations)
    return bare if len(bare.split()) < CLAIM_WORDS and is_quoted else None
