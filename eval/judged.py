"""Questions on Wikinews reports, and which of the program's likeliest sentences answer them.

Some are turns of written conversations, each as it is meant, the others were written for this. Of
the sentences that the program found likeliest, eight at most, a language model that read all of
them judged which answer (`judged.txt`). What it took for the short answer of three at most of those
stands below, where the question is of fact or for a list; of the last 2,063, seven of ten of which
no sentence answers, none has one:

    # 12 37 ADDRESS                a report of 37 sentences, by the end of its address
    12.5+ 12.3~ 40.1 | QUESTION    sentence 5 of report 12 answers, 3 does in part, and sentence 1
                                   of report 40 does not
    = 12.5 47 months               the short answer is these words of it, where they first stand
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from eval.entailment.written import read_topics
from eval.held_out import is_held_out
from eval.training.collections.news import wikinews
from index import Article
from index.sentences import Span, sentence_spans
from qa.cross_encoder import layout

OWN = Path(__file__).with_name("judged.txt")
_WRITTEN = re.compile(r"(?P<report>\d+)\.(?P<place>\d+)(?P<mark>[+~]?)")


class Mark(StrEnum):
    """Whether a sentence answers."""

    ANSWERS = "+"
    IN_PART = "~"
    NOT = ""


@dataclass(frozen=True, slots=True)
class JudgedSentence:
    """A sentence of a report."""

    article: Article
    before: Span
    """The sentence before it; empty where it is the first."""
    span: Span
    mark: Mark
    short: Span | None = None
    """Where its short answer stands in the article."""

    @property
    def heading(self) -> str:
        """What stands before it where it is read."""
        article = self.article
        return layout.heading(
            article.title or "", None, article.date, article.text[slice(*self.span)]
        )

    @property
    def in_context(self) -> str:
        """The sentence behind the one before it."""
        return " ".join(
            self.article.text[slice(*span)] for span in (self.before, self.span) if span[1]
        )


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question with the sentences that were judged, the likeliest first."""

    text: str
    sentences: tuple[JudgedSentence, ...]

    @property
    def answering(self) -> list[JudgedSentence]:
        """The sentences that answer."""
        return [one for one in self.sentences if one.mark is Mark.ANSWERS]

    @property
    def titles(self) -> frozenset[str]:
        """Of the reports that answer, or of that with the likeliest sentence."""
        shown = self.answering or self.sentences[:1]
        return frozenset(one.article.title or "" for one in shown)


def read_judged(data: Path, *, held_out: bool = False) -> Iterator[JudgedQuestion]:
    """The questions to learn from, or those for measuring.

    Args:
        data: The folder with the Wikinews reports.
        held_out: Whether they are those that the reports of held-out topics answer. Sentences of
            these may stand among what does not answer another one.

    Raises:
        ValueError: a line is not understood.
    """
    titles = _held_out_titles(data)
    for one in _questions(OWN.read_text(encoding="utf-8"), wikinews(data).articles):
        is_measured = not one.titles.isdisjoint(titles)
        if is_measured == held_out:
            yield one


def _held_out_titles(data: Path) -> frozenset[str]:
    """Titles of the reports of the topics that are held out."""
    return frozenset(
        line.title for topic, lines, _ in read_topics(data) if is_held_out(topic) for line in lines
    )


def _questions(text: str, known: Mapping[str, Article]) -> list[JudgedQuestion]:
    by_end = {address.rpartition("/wiki/")[2]: article for address, article in known.items()}
    reports: dict[str, tuple[Article, Sequence[Span]]] = {}
    found: list[JudgedQuestion] = []
    for line in text.splitlines():
        try:
            if line.startswith("# "):
                _, number, count, end = line.split(" ", 3)
                reports[number] = by_end[end], sentence_spans(by_end[end].text)
                if len(reports[number][1]) != int(count):
                    raise ValueError("other sentences than when it was judged")
            elif line.startswith("= "):
                _, place, short = line.split(" ", 2)
                found.append(_with_short(found.pop(), _sentence(place, reports), short))
            else:
                marks, asked = line.split(" | ", 1)
                sentences = tuple(_sentence(one, reports) for one in marks.split())
                found.append(JudgedQuestion(asked, sentences))
        except (IndexError, KeyError, ValueError) as error:
            raise ValueError(f"{OWN.name}: {line}: {error}") from error
    return found


def _sentence(
    written: str, reports: Mapping[str, tuple[Article, Sequence[Span]]]
) -> JudgedSentence:
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise ValueError(f"{written} is not understood")
    article, spans = reports[found["report"]]
    place = int(found["place"])
    before = spans[place - 1] if place else (0, 0)
    return JudgedSentence(article, before, spans[place], Mark(found["mark"]))


def _with_short(asked: JudgedQuestion, named: JudgedSentence, short: str) -> JudgedQuestion:
    answering = replace(named, mark=Mark.ANSWERS)
    if answering not in asked.sentences:
        raise ValueError("no sentence without a short answer yet that answers the question before")
    start, end = named.span
    found = re.search(rf"(?<!\w){re.escape(short)}(?!\w)", named.article.text[start:end])
    if found is None:
        raise ValueError("the sentence has no such words")
    told = replace(answering, short=(start + found.start(), start + found.end()))
    sentences = (told if one == answering else one for one in asked.sentences)
    return replace(asked, sentences=tuple(sentences))
