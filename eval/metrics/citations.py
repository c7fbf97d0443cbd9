"""Citations of an answer: are they verbatim, do they point to gold, do they support it.

Only for what was answered; a refusal cites nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from eval.case import Case, Scores
from eval.metrics.judge import Judge

TextOf = Callable[[str], str | None]
"""The stored text of an article by its id; None if there is no such article."""

Quoted = Sequence[Mapping[str, Any]]


def verbatim(case: Case, text_of: TextOf) -> Scores:
    """`verbatim`: share of citations whose quote is the stored text from `start` to `end`."""
    cited = case.answer["citations"]
    if not case.is_answered or not cited:
        return {}
    right = [_stands(one, text_of(one["article_id"])) for one in cited]
    return {"verbatim": sum(right) / len(right)}


def places(case: Case) -> Scores:
    """Where citations point, and how many there are.

    `citations`: citations a sentence. For answerable questions with gold also `gold cited` and
    `first citation gold`: whether any, and the first, has a character of gold in it.
    """
    if not case.is_answered:
        return {}
    scores: dict[str, float] = {}
    sentences = case.answer["sentences"]
    if sentences:
        count = sum(len(sentence["citations"]) for sentence in sentences)
        scores["citations"] = count / len(sentences)
    if case.question.answerable and case.gold:
        meets = [_meets_gold(one, case) for one in case.answer["citations"]]
        scores["gold cited"] = float(any(meets))
        scores["first citation gold"] = float(any(meets[:1]))
    return scores


def attribution(case: Case, judge: Judge) -> Scores:
    """Citation recall and precision as in ALCE (Gao et al., EMNLP 2023, section 4.2).

    `supported`: share of sentences that their citations, taken together, support in the eyes of
    the judge. `needed`: share of citations that are of use. A citation is of use if its sentence
    is supported, and it supports the sentence alone or the others do not without it.
    """
    sentences = case.answer["sentences"]
    if not case.is_answered or not sentences:
        return {}
    by_number = {one["number"]: one for one in case.answer["citations"]}
    asked: dict[tuple[str, str], bool] = {}
    for sentence in sentences:
        cited = [by_number[number] for number in sentence["citations"]]
        for part in _parts(cited):
            asked[sentence["text"], _evidence(part)] = False
    asked = dict(zip(asked, judge.supported(list(asked)), strict=True))
    supported: list[bool] = []
    needed: list[bool] = []
    for sentence in sentences:
        text, cited = sentence["text"], [by_number[number] for number in sentence["citations"]]
        holds = bool(cited) and asked[text, _evidence(cited)]
        supported.append(holds)
        for place, one in enumerate(cited):
            rest = [*cited[:place], *cited[place + 1 :]]
            alone = asked[text, _evidence([one])]
            needed.append(holds and (alone or not asked[text, _evidence(rest)]))
    scores = {"supported": sum(supported) / len(supported)}
    return scores | ({"needed": sum(needed) / len(needed)} if needed else {})


def _parts(cited: Quoted) -> list[Quoted]:
    """All together, each alone, and all but each."""
    alone: list[Quoted] = [[one] for one in cited]
    rest: list[Quoted] = [[*cited[:at], *cited[at + 1 :]] for at in range(len(cited))]
    return [part for part in ([*cited], *alone, *rest) if part]


def _evidence(cited: Quoted) -> str:
    """What is cited as one text, with the title of each article before its quotations.

    ALCE's passages have their titles, too: a quotation may say "he".
    """
    lines: dict[str, None] = {}
    for one in cited:
        lines |= {one["title"]: None, one["quote"]: None}
    return "\n".join(line for line in lines if line)


def _stands(citation: Mapping[str, Any], text: str | None) -> bool:
    return text is not None and text[citation["start"] : citation["end"]] == citation["quote"]


def _meets_gold(citation: Mapping[str, Any], case: Case) -> bool:
    place = citation["article_id"], citation["start"], citation["end"]
    return any(span.meets(*place) for span in case.gold)
