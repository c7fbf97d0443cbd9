"""What question sets are read into: articles, and questions with the places of their answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval.json_lines import rows
from index import Article
from index.articles import normalise
from index.sentences import Span

MORE = Path("more")
"""The folder in DATA of the sets that were gathered later."""


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question with the places of its answer, all in one article unless made by rule."""

    kind: str
    text: str
    places: tuple[tuple[str, Span], ...] = ()
    """(article id, span of the answer); empty where the question is unanswerable."""
    is_short: bool = True
    """Whether the spans are short answers; otherwise they are whole sentences."""
    near: tuple[str, Span] | None = None
    """The passage on which an unanswerable question was asked."""
    answers: tuple[str, ...] = ()
    """Texts of the answer: passages that contain one are not used as negatives."""

    @property
    def articles(self) -> set[str]:
        """Ids of the articles of its places and of `near`."""
        return {article for article, _ in (*self.places, *([self.near] if self.near else []))}


@dataclass
class Collection:
    """Articles of one source, by id, with the questions on them."""

    name: str
    articles: dict[str, Article] = field(default_factory=dict)
    questions: list[LabelledQuestion] = field(default_factory=list)

    def add(self, name: str, title: str, paragraphs: Iterable[str]) -> dict[str, int]:
        """Adds an article, each of its paragraphs once.

        Returns:
            For each paragraph the offset at which it stands in the article's text. Those that are
            not in the form in which articles are stored are left out, since offsets in them would
            not hold.
        """
        starts: dict[str, int] = {}
        size = 0
        for text in paragraphs:
            if text and text not in starts and normalise(text) == text:
                starts[text] = size
                size += len(text) + 2
        if starts:
            self.articles[name] = Article(name, "\n\n".join(starts), title, source=self.name)
        return starts

    def ask(
        self, kind: str, text: str, article: str, spans: Iterable[Span], answers: Iterable[str]
    ) -> None:
        """Adds a question whose short answers stand at `spans` of the article."""
        places = tuple((article, span) for span in sorted(set(spans)))
        self.questions.append(
            LabelledQuestion(kind, text, places, answers=tuple(sorted(set(answers))))
        )


def rows_of_more(data: Path, name: str) -> Iterator[dict[str, Any]]:
    """The rows of `more/qa/NAME.jsonl.gz`, without those that share text with a test set.

    Which these are stands in `more/overlaps.tsv`: file, line from 1, id, test set.
    """
    file = f"qa/{name}.jsonl.gz"
    listed = (data / MORE / "overlaps.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in listed]
    shared = {int(row[1]) for row in cells if row[0] == file}
    for number, row in enumerate(rows(data / MORE / file), start=1):
        if number not in shared:
            yield row


def spans_of(answers: Iterable[Mapping[str, Any]], base: int) -> list[Span]:
    """The spans of answers as SQuAD gives them, in an article where their text is at `base`."""
    return [
        (base + one["answer_start"], base + one["answer_start"] + len(one["text"]))
        for one in answers
    ]
