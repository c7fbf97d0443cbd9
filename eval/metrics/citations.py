"""Citations of an answer: whether they are verbatim, overlap gold, and support the answer.

Only for answered questions; an unanswered one has no citations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from eval.case import Case, Scores
from eval.metrics.attribution import AttributionClassifier

TextOf = Callable[[str], str | None]
"""The stored text of an article by its id; None if there is no such article."""

Citations = Sequence[Mapping[str, Any]]
"""Citations as an answer's JSON has them."""


def verbatim(case: Case, text_of: TextOf) -> Scores:
    """`verbatim`: share of citations whose quote is the stored text from `start` to `end`."""
    cited = case.answer["citations"]
    if not case.is_answered or not cited:
        return {}
    right = [_is_verbatim(one, text_of(one["article_id"])) for one in cited]
    return {"verbatim": sum(right) / len(right)}


def gold_citations(case: Case) -> Scores:
    """How many citations there are, and whether they overlap gold.

    `citations_per_sentence`: a mean over the sentences. For answerable questions with gold also
    `citation_hit` and `citation_hit@1`, 0 or 1: any citation, and the first, has at least one
    character in common with a gold quotation.
    """
    if not case.is_answered:
        return {}
    scores: dict[str, float] = {}
    sentences = case.answer["sentences"]
    if sentences:
        count = sum(len(sentence["citations"]) for sentence in sentences)
        scores["citations_per_sentence"] = count / len(sentences)
    if case.question.answerable and case.gold:
        hits = [_overlaps_gold(one, case) for one in case.answer["citations"]]
        scores["citation_hit"] = float(any(hits))
        scores["citation_hit@1"] = float(any(hits[:1]))
    return scores


def citation_quality(case: Case, classifier: AttributionClassifier) -> Scores:
    """Citation recall and precision as in ALCE (Gao et al., EMNLP 2023, section 4.2), 0..1.

    `citation_recall`: share of the sentences that their citations, taken together, support.
    `citation_precision`: share of the citations that are needed. A citation is needed if its
    sentence is supported and either the citation supports it alone or the other citations of the
    sentence do not support it without this one.

    Args:
        classifier: Decides whether a text supports a sentence. ALCE uses an NLI model here.
    """
    sentences = case.answer["sentences"]
    if not case.is_answered or not sentences:
        return {}
    by_number = {one["number"]: one for one in case.answer["citations"]}
    pairs: dict[tuple[str, str], None] = {}
    for sentence in sentences:
        cited = [by_number[number] for number in sentence["citations"]]
        pairs |= {(sentence["text"], _evidence(part)): None for part in _subsets(cited)}
    supports = dict(zip(pairs, classifier.supported(list(pairs)), strict=True))
    supported: list[bool] = []
    needed: list[bool] = []
    for sentence in sentences:
        text, cited = sentence["text"], [by_number[number] for number in sentence["citations"]]
        is_supported = bool(cited) and supports[text, _evidence(cited)]
        supported.append(is_supported)
        for place, one in enumerate(cited):
            rest = [*cited[:place], *cited[place + 1 :]]
            alone = supports[text, _evidence([one])]
            needed.append(is_supported and (alone or not supports[text, _evidence(rest)]))
    scores = {"citation_recall": sum(supported) / len(supported)}
    return scores | ({"citation_precision": sum(needed) / len(needed)} if needed else {})


def _subsets(cited: Citations) -> list[Citations]:
    """All citations together, each alone, and all but each; without empty ones."""
    alone: list[Citations] = [[one] for one in cited]
    rest: list[Citations] = [[*cited[:at], *cited[at + 1 :]] for at in range(len(cited))]
    return [part for part in ([*cited], *alone, *rest) if part]


def _evidence(cited: Citations) -> str:
    """What is cited as one text, with the title of each article before its quotations.

    ALCE's passages have their titles, too: a quotation may say "he".
    """
    lines: dict[str, None] = {}
    for one in cited:
        lines |= {one["title"]: None, one["quote"]: None}
    return "\n".join(line for line in lines if line)


def _is_verbatim(citation: Mapping[str, Any], text: str | None) -> bool:
    return text is not None and text[citation["start"] : citation["end"]] == citation["quote"]


def _overlaps_gold(citation: Mapping[str, Any], case: Case) -> bool:
    place = citation["article_id"], citation["start"], citation["end"]
    return any(span.overlaps(*place) for span in case.gold)
