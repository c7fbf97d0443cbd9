"""An exchange as the chat keeps it, for tests."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from index import Filters
from qa.history.exchange import ChatExchange, Passage
from qa.question import InterpretationKind, QuestionKind, Turn
from qa.retrieval.coverage import Coverage
from qa.types import (
    Answer,
    AnswerSentence,
    Citation,
    Interpretation,
    RankedPassage,
    Timings,
    Usage,
)

NOON = datetime(2026, 11, 25, 12, 0, 0, 123456, tzinfo=UTC)


def exchange(
    number: int = 1, question: str = "What does it cost?", **changes: object
) -> ChatExchange:
    said = str(changes.pop("said", "It cost 547 million crowns."))
    cited = Citation(1, "a.txt", "Tram", "Courier", date(2023, 7, 28), None, said, 10, 37)
    answer = Answer(
        question=question,
        query=question,
        status="answered",
        text=f"{said} [1]",
        confidence=0.82,
        passages=(RankedPassage("a.txt", 0, 40, 1.0),),
        short="547 million",
        sentences=(AnswerSentence(said, (1,), 0.9),),
        citations=(cited,),
        answerer="local",
        model="Model-1B",
        notices=("A newer article says 600.",),
        timings=Timings(search_ms=1.5),
        interpretations=(Interpretation(InterpretationKind.DATES, "in July", "July 2023"),),
        usage=Usage(120, 30),
        kind=QuestionKind.TIMELINE,
        dropped=("It is the cheapest.",),
        filters=Filters(date(2023, 7, 1), None, "Courier", date(2024, 1, 1)),
    )
    read = Passage("a.txt", 0, 40, "Tram", "Courier", date(2023, 7, 28), "They said. " + said)
    known = {
        "filters": Filters(date(2023, 1, 1), None, "Courier", date(2024, 1, 1)),
        "answer": answer,
        "passages": (read,),
        "is_done": True,
        "folder": Path("storage"),
        "ignored": frozenset({InterpretationKind.COMPARISON}),
        "kind": QuestionKind.LIST,
        "history": (Turn("user", "Who builds it?"), Turn("assistant", "The Board. [1]")),
        "asked": NOON + timedelta(minutes=number),
        "coverage": Coverage(3, 19),
    }
    return ChatExchange(number, question, **{**known, **changes})  # type: ignore[arg-type]
