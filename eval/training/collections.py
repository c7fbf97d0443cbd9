"""Reads openly licensed question sets as articles and labelled questions.

SQuAD 1.1 and 2.0 (CC BY-SA 4.0), Natural Questions and QED (CC BY-SA 3.0), WiCE (ODC-BY),
SciFact (CC BY 4.0 and ODC-BY), Wikinews of 2019 and 2020 (CC BY 2.5). The sets that
the reader is tested on are never read here.
"""

from __future__ import annotations

import gzip
import html
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from index import Article
from index.articles import normalise
from index.sentences import Span, sentence_spans

SCIFACT_OTHERS = 1500
"""Abstracts without a claim that are added as distractors."""
PARAGRAPHS = 8
"""Paragraphs of Wikipedia that are joined to one article, about as long as a news article."""


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


def read_collections(data: Path, seed: int) -> list[Collection]:
    """All collections in `data`, in a fixed order."""
    rng = random.Random(seed)
    return [
        _squad(data),
        _natural_questions(data),
        _wice(data),
        _scifact(data, rng),
        _wikinews(data),
    ]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a `.jsonl.gz` file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _squad(data: Path) -> Collection:
    paragraphs: dict[str, list[str]] = defaultdict(list)
    where: dict[str, tuple[str, int]] = {}
    asked: list[tuple[str, dict[str, Any]]] = []
    known: set[str] = set()
    for name in ("squad_dev_v1.1", "squad_dev_v2.0"):
        for row in rows(data / f"{name}.jsonl.gz"):
            text = row["context"]
            if normalise(text) != text:
                continue  # its offsets would not hold
            if text not in where:
                number = len(paragraphs[row["title"]]) // PARAGRAPHS
                chapter = paragraphs[row["title"]][number * PARAGRAPHS :]
                where[text] = (f"{row['title']} {number}", sum(len(p) + 2 for p in chapter))
                paragraphs[row["title"]].append(text)
            asked += [(text, one) for one in row["qas"] if one["id"] not in known]
            known |= {one["id"] for one in row["qas"]}
    found = Collection("squad")
    for title, texts in paragraphs.items():
        for number, first in enumerate(range(0, len(texts), PARAGRAPHS)):
            name = f"{title} {number}"
            text = "\n\n".join(texts[first : first + PARAGRAPHS])
            found.articles[name] = Article(name, text, title.replace("_", " "), source="squad")
    for text, one in asked:
        article, base = where[text]
        if one["answers"]:
            spans = {
                (base + a["answer_start"], base + a["answer_start"] + len(a["text"]))
                for a in one["answers"]
            }
            places = tuple((article, span) for span in sorted(spans))
            texts_of = tuple(sorted({a["text"] for a in one["answers"]}))
            found.questions.append(
                LabelledQuestion("squad", one["question"], places, answers=texts_of)
            )
        else:
            near = (article, (base, base + len(text)))
            found.questions.append(LabelledQuestion("unanswerable", one["question"], near=near))
    return found


def _natural_questions(data: Path) -> Collection:
    found = Collection("nq")
    known: set[str] = set()
    for number, row in enumerate(rows(data / "nq_oracle.jsonl.gz")):
        context = row["ctxs"][0]
        _add_single(
            found,
            f"nq {number}",
            context["title"],
            context["text"],
            row["question"],
            row["answers"],
        )
        known.add(row["question"])
    for number, row in enumerate(rows(data / "qed_dev.jsonl.gz")):
        if row["question_text"] not in known:
            answers = [
                _joined(one["string"]) for given in row["original_nq_answers"] for one in given
            ]
            title, text = row["title_text"], _joined(row["paragraph_text"])
            _add_single(found, f"qed {number}", title, text, row["question_text"], answers)
    return found


def _add_single(
    found: Collection, name: str, title: str, text: str, question: str, answers: list[str]
) -> None:
    """Adds an article of one paragraph with its question, if an answer stands in it."""
    text = normalise(text)
    spans = sorted(
        {
            (match.start(), match.end())
            for answer in answers
            if answer.strip()
            for match in re.finditer(re.escape(normalise(answer)), text)
        }
    )
    if not spans:
        return
    found.articles[name] = Article(name, text, html.unescape(title), source="nq")
    places = tuple((name, span) for span in spans)
    found.questions.append(LabelledQuestion("nq", question, places, answers=tuple(answers)))


def _joined(text: str) -> str:
    """The text without the blanks that tokenisation put around punctuation."""
    text = re.sub(r" ([,.;:!?%)\]]|'s\b|n't\b)", r"\1", text)
    return normalise(re.sub(r"([(\[$]) ", r"\1", text).replace(" - ", "-").replace("``", '"'))


def _wice(data: Path) -> Collection:
    found = Collection("wice")
    for number, row in enumerate(rows(data / "wice_claim_dev.jsonl.gz")):
        lines = [normalise(line) for line in row["evidence"]]
        title = "An article"
        if lines and lines[0].startswith("(meta data) TITLE:"):
            title, lines[0] = lines[0].removeprefix("(meta data) TITLE:").strip() or title, ""
        name, text, spans = f"wice {number}", "", []
        for line in lines:
            text += "\n\n" if text and line else ""
            spans.append((len(text), len(text) + len(line)))
            text += line
        if not text or row["label"] == "not_supported":
            continue
        found.articles[name] = Article(name, text, title, source="wice")
        wanted = {s for one in row["supporting_sentences"] for s in one if s < len(spans)}
        places = tuple((name, spans[s]) for s in sorted(wanted) if spans[s][0] < spans[s][1])
        if places:
            found.questions.append(LabelledQuestion("claim", row["claim"], places, is_short=False))
    return found


def _scifact(data: Path, rng: random.Random) -> Collection:
    abstracts: dict[str, tuple[str, str, list[Span]]] = {}
    for row in rows(data / "scifact_corpus.jsonl.gz"):
        text, spans = "", []
        for sentence in map(normalise, row["abstract"]):
            text += " " if text else ""
            spans.append((len(text), len(text) + len(sentence)))
            text += sentence
        if text:
            abstracts[row["doc_id"]] = (row["title"], text, spans)
    found = Collection("scifact")
    for row in rows(data / "scifact_claims_train.jsonl.gz"):
        doc = row["evidence_doc_id"]
        if row["evidence_label"] and doc in abstracts:
            spans = abstracts[doc][2]
            wanted = [int(s) for s in re.findall(r"\d+", row["evidence_sentences"])]
            places = tuple((f"scifact {doc}", spans[s]) for s in wanted if s < len(spans))
            if places:
                found.questions.append(
                    LabelledQuestion("claim", row["claim"], places, is_short=False)
                )
    used = {article.split()[1] for one in found.questions for article, _ in one.places}
    others = [doc for doc in abstracts if doc not in used]
    for doc in [*sorted(used), *rng.sample(others, SCIFACT_OTHERS)]:
        title, text, _ = abstracts[doc]
        name = f"scifact {doc}"
        found.articles[name] = Article(name, text, title, source="scifact")
    return found


def _wikinews(data: Path) -> Collection:
    found = Collection("wikinews")
    for row in rows(data / "wikinews_2019_2020_ccby.jsonl.gz"):
        text = normalise(row["text"])
        spans = sentence_spans(text)
        if spans and re.match(r"\w+day, \w+ \d+, \d{4}$", text[slice(*spans[0])]):
            text = text[spans[0][1] :].strip()  # the dateline repeats the date
        if text:
            day = date.fromisoformat(row["date"]) if row.get("date") else None
            article = Article(row["url"], text, row["title"], source="wikinews", date=day)
            found.articles[row["url"]] = article
    return found
