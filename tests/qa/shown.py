"""An article that is hard to mark, and an answer that has everything an answer can have."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from index import Article, Store, build
from qa.question import REFUSAL, Question
from qa.settings import QASettings
from qa.types import Answer, AnswerSentence, Citation, RankedPassage

FIRST = "It is late 👩‍🚒."
SECOND = "The tram 🚋🇵🇹 opens in May 𝒳."
FAR = "The fare is 3 crowns 🪙."
ARTICLE = Article(
    "tram.txt",
    f"🌊𝒯 {FIRST} {SECOND}\n\n" + "So they say 🧭. " * 400 + FAR,
    "The tram",
    "Courier",
)
SENTENCES = (
    AnswerSentence(SECOND, (2,), 1.0),
    AnswerSentence("It opens in May.", (2,), 0.9, "verified"),
    AnswerSentence("It may be late, and costs 3 crowns.", (1, 3), 0.7, "verified"),
    AnswerSentence("It may open late.", (1,), 0.4, "not_verified", "“late” is only feared there"),
)


def built(folder: Path) -> Path:
    """A store of the article."""
    settings = QASettings(store=folder / "store")
    build(articles=[ARTICLE], store=settings.store, settings=settings)
    return settings.store


def cited(number: int, quote: str) -> Citation:
    """A citation of the article."""
    start = ARTICLE.text.index(quote)
    about = (ARTICLE.id, ARTICLE.title, ARTICLE.source, ARTICLE.date, ARTICLE.url)
    return Citation(number, *about, quote, start, start + len(quote))


def all_at_once(question: Question, store: Store, settings: QASettings) -> Iterator[Answer]:
    """The answer; of the word "nothing" in a question, none."""
    refused = Answer(
        question=question.text,
        query=question.text,
        status="unanswered",
        text=REFUSAL,
        confidence=0.7,
        passages=(RankedPassage(ARTICLE.id, 0, 200, 1.0, ARTICLE.text[:200]),),
        answerer="local",
        model="Model-1B",
        notices=("A sentence of the model was left out.",),
        dropped=("It is the cheapest tram of all.",),
        filters=question.filters,
    )
    yield refused if "nothing" in question.text else _answered(refused)


def _answered(answer: Answer) -> Answer:
    marked = (f"{one.text} {''.join(f'[{n}]' for n in one.citations)}" for one in SENTENCES)
    citations = tuple(cited(number, quote) for number, quote in enumerate((FIRST, SECOND, FAR), 1))
    return replace(
        answer,
        status="answered",
        text=" ".join(marked),
        short="in May",
        sentences=SENTENCES,
        citations=citations,
    )
