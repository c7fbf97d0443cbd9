"""What a question in a conversation says by itself, by the kind of answer that it wants."""

from __future__ import annotations

import re

from index import Store
from index.sentences import sentence_spans
from qa.query.conversation import ellipsis
from qa.query.kind import classify, probabilities
from qa.question import AT_LENGTH, DIGESTS, QuestionKind
from qa.text.lexicon import AUXILIARY, QUESTION_WORD, TELLING
from qa.text.topic import asks_for_top_news, topic_of

SAYS_ITS_KIND = 0.8
"""Probability of a kind from which a fragment is taken to say it."""
_OF_THAT = re.compile(
    r"(?:(?:oh|wow|well|ok(?:ay)?|hm+|no)\b[,!.\s]*)*(?:that|this)"
    r"(?:['’]?s| is| was| sounds| seems)\b[^?]*$",
    re.IGNORECASE,
)
"""A remark on what was answered."""
_ASKS = re.compile(
    rf"\b{QUESTION_WORD}\b|[,:;–—]\s*(?:(?:but|and|so|please)\s+)?(?:{AUXILIARY}|{TELLING}|not|the)\b"
    r"|\b(?:about|i (?:mean|meant|need|want|asked)|the one|not the)\b",
    re.IGNORECASE,
)
"""Words behind which a remark asks for something."""

_OF_ALL = re.compile(
    r"\b(?:in the (?:headlines|news|papers)|headlines|something (?:different|else)|everything"
    r"|(?:all|the|these|your) (?:articles|reports|stories)"
    r"|(?:latest|other|today['’]?s) (?:news|stories|topics))\b",
    re.IGNORECASE,
)
"""What a survey is of that is not of what was spoken of."""


def is_remark(text: str) -> bool:
    """Whether it says something of the last answer and asks nothing: "That's a lot of money"."""
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    is_said = bool(sentences) and all(_OF_THAT.fullmatch(one) for one in sentences)
    return is_said and not _ASKS.search(text)


def without_remarks(text: str, store: Store) -> str:
    """The question without what is said of the last answer: "That's sad. What caused it?"."""
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    while len(sentences) > 1 and (
        _OF_THAT.match(sentences[0]) or _likeliest(sentences[0], store)[0] is QuestionKind.TALK
    ):
        del sentences[0]
    return " ".join(sentences)


def says_its_kind(text: str, store: Store) -> bool:
    """Whether a fragment says what kind of answer it wants, so that it is a question of its own:
    "Timeline of the strike", "a summary". A correction is none, nor "the other ones"."""
    fragment = ellipsis.fragment_of(text)
    if not fragment or ellipsis.takes_up(text):
        return False
    kind, probability = _likeliest(fragment, store)
    return kind in AT_LENGTH and probability >= SAYS_ITS_KIND


def asks_of_collection(text: str, store: Store) -> bool:
    """Whether it is asked of the articles as a whole: "How many articles are there?"."""
    return classify(text, store) is QuestionKind.COLLECTION


def asks_for_survey(text: str, store: Store) -> bool:
    """Whether it asks for a summary or the news, and not of what: "Sum it up", "any updates?"."""
    return not topic_of(text) and classify(text, store) in DIGESTS


def is_of_all(text: str) -> bool:
    """Whether a survey is of whatever there is: "What's in the news?", "Any other news?"."""
    return bool(_OF_ALL.search(text)) or asks_for_top_news(text)


def _likeliest(text: str, store: Store) -> tuple[QuestionKind, float]:
    found = probabilities(text, store)
    return max(found.items(), key=lambda one: one[1])
