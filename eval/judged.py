"""Questions as people type them, and which of the program's likeliest sentences answer them.

They were written for this, on the reports of Wikinews, and each was asked of the program. Of the
eight sentences that it found likeliest, a language model that read all of them judged which answer
(`judged.txt`), in lines

    # 12 ADDRESS                        a report, by the end of its address
    12.5+ 12.3~ 40.1 | QUESTION         sentence 5 of report 12 answers, 3 in part, 1 of 40 does not
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from eval.entailment.written import read_topics
from eval.held_out import is_held_out
from eval.training.collections.news import wikinews
from index import Article
from index.sentences import Span, sentence_spans

OWN = Path(__file__).with_name("judged.txt")


class Mark(StrEnum):
    """Whether a sentence answers."""

    ANSWERS = "+"
    IN_PART = "~"
    NOT = ""


@dataclass(frozen=True, slots=True)
class JudgedSentence:
    """A sentence of a report."""

    article: Article
    before: Span | None
    """The sentence before it; None where it is the first."""
    span: Span
    mark: Mark


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question with the sentences that were judged, the likeliest first."""

    text: str
    sentences: tuple[JudgedSentence, ...]

    @property
    def is_answered(self) -> bool:
        """Whether one of them answers."""
        return any(one.mark is Mark.ANSWERS for one in self.sentences)

    @property
    def titles(self) -> frozenset[str]:
        """Of the reports that answer, or of that with the likeliest sentence."""
        answering = [one for one in self.sentences if one.mark is Mark.ANSWERS]
        return frozenset(one.article.title or "" for one in answering or self.sentences[:1])


def read_judged(data: Path, *, held_out: bool = False) -> Iterator[JudgedQuestion]:
    """The questions to learn from, or those for measuring.

    Args:
        data: The folder with the Wikinews reports.
        held_out: Whether they are those on the reports of topics that are held out.

    Raises:
        ValueError: a line is not understood.
    """
    measured = _held_out_titles(data)
    for one in _questions(OWN.read_text(encoding="utf-8"), wikinews(data).articles):
        if one.titles.isdisjoint(measured) != held_out:
            yield one


def _held_out_titles(data: Path) -> frozenset[str]:
    """Titles of the reports of the topics that are held out."""
    return frozenset(
        line.title for topic, lines, _ in read_topics(data) if is_held_out(topic) for line in lines
    )


def _questions(text: str, known: Mapping[str, Article]) -> Iterator[JudgedQuestion]:
    by_end = {address.rpartition("/wiki/")[2]: article for address, article in known.items()}
    reports: dict[str, tuple[Article, Sequence[Span]]] = {}
    for line in text.splitlines():
        try:
            if line.startswith("# "):
                _, number, end = line.split(" ", 2)
                reports[number] = by_end[end], sentence_spans(by_end[end].text)
            else:
                marks, asked = line.split(" | ", 1)
                yield JudgedQuestion(asked, tuple(_sentence(one, reports) for one in marks.split()))
        except (IndexError, KeyError, ValueError) as error:
            raise ValueError(f"{OWN.name}: {line}: {error}") from error


def _sentence(
    written: str, reports: Mapping[str, tuple[Article, Sequence[Span]]]
) -> JudgedSentence:
    report, _, rest = written.partition(".")
    place = rest.rstrip("+~")
    article, spans = reports[report]
    number = int(place)
    before = spans[number - 1] if number else None
    return JudgedSentence(article, before, spans[number], Mark(rest[len(place) :]))
