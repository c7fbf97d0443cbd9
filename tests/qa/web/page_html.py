"""What a browser makes of our HTML, texts that try to become HTML, and answers to show."""

from datetime import date
from html.parser import HTMLParser
from pathlib import Path

from index import Filters
from qa.history.exchange import ChatExchange, Passage
from qa.types import Answer, AnswerSentence, Citation, RankedPassage

HOSTILE = (
    "<img src=x onerror=window.pwned=1>",
    "${window.pwned=1}",
    "{{constructor.constructor('window.pwned=1')()}}",
    "</script><script>window.pwned=1</script>",
    "[a](javascript:window.pwned=1)",
    "` + (window.pwned=1) + `",
    "\\u0024{window.pwned=1}",
    '" onmouseover="window.pwned=1" x="',
    "' onfocus='window.pwned=1' autofocus x='",
    "<svg/onload=window.pwned=1>",
    "&lt;img src=x onerror=window.pwned=1&gt;",
)


class Page(HTMLParser):
    """What a browser makes of HTML: its tags with their attributes, its text, what is marked.

    What is only shown when it is hovered or focused is in `hints`.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.hints = ""
        self.marked: list[str] = []
        self._in_mark = False
        self._in_hint = 0
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if self._in_hint or ("role", "tooltip") in attrs:
            self._in_hint += 1
        if tag == "mark":
            self._in_mark = True
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_mark = self._in_mark and tag != "mark"
        self._in_hint -= bool(self._in_hint)

    def handle_data(self, data: str) -> None:
        if self._in_hint:
            self.hints += data
        else:
            self.text += data
        if self._in_mark:
            self.marked[-1] += data

    def all(self, css: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.tags if attributes.get("class") == css]


def citation(number: int = 1, quote: str = "It cost 547 million.", **changes: object) -> Citation:
    """A citation of the article a.txt."""
    known = {
        "article_id": "a.txt",
        "title": "Tram",
        "source": "Courier",
        "date": date(2023, 7, 28),
        "url": None,
        "start": 10,
        "end": 10 + len(quote),
    }
    return Citation(number=number, quote=quote, **{**known, **changes})  # type: ignore[arg-type]


def answer(text: str, *citations: Citation, **changes: object) -> Answer:
    """An answer with a text and what it cites."""
    known = {
        "question": "What?",
        "query": "What?",
        "status": "answered",
        "confidence": 0.82,
        "passages": (RankedPassage("a.txt", 0, 5, 1.0),),
    }
    return Answer(text=text, citations=citations, **{**known, **changes})  # type: ignore[arg-type]


def growing(text: str, *citations: Citation, **changes: object) -> Answer:
    """An answer that a language model is writing."""
    known = {"answerer": "local", "model": "Model-1B", "evidence": (citation(),)}
    return answer(text, *citations, **{**known, **changes})


def passage(text: str = "Text.", **changes: object) -> Passage:
    """A passage of the article a.txt."""
    known = {
        "article_id": "a.txt",
        "start": 0,
        "end": 5,
        "title": "Tram",
        "source": "Courier",
        "date": date(2023, 7, 28),
    }
    return Passage(text=text, **{**known, **changes})  # type: ignore[arg-type]


def exchange(
    number: int = 1, question: str = "What does it cost?", **changes: object
) -> ChatExchange:
    """A whole exchange that quotes characters 10 to 37 of the article a.txt."""
    said = "It cost 547 million crowns."
    known = {
        "filters": Filters(date(2023, 1, 1), None, "Courier"),
        "answer": answer(
            f"{said} [1]",
            citation(quote=said),
            question=question,
            query=question,
            sentences=(AnswerSentence(said, (1,), 0.9),),
            answerer="local",
            model="Model-1B",
        ),
        "passages": (passage(f"They said. {said}", end=40),),
        "is_done": True,
        "folder": Path("storage"),
    }
    return ChatExchange(number, question, **{**known, **changes})  # type: ignore[arg-type]
