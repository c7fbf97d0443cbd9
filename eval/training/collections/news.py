"""News: Wikinews, and the questions of QAMR and TORQUE on sentences of news."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from eval.json_lines import rows
from eval.training.collections.labelled import (
    Collection,
    LabelledQuestion,
    rows_of_more,
    spans_of,
)
from index import Article
from index.articles import normalise
from index.sentences import sentence_spans

WRITTEN = Path(__file__).with_name("news_questions.jsonl")
"""2,900 questions on Wikinews that were written for this."""
QAMR_QUESTIONS = 4
"""Questions on one sentence, at most: there are thirty of each, which differ little."""
AGREED = 2
"""Validators who gave an answer that overlaps the writer's."""


def wikinews(data: Path) -> Collection:
    """Wikinews of 2019 and 2020: articles, of which questions are made by rule, and those that were
    written on them by somebody who had read them."""
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
    for row in map(json.loads, WRITTEN.read_text(encoding="utf-8").splitlines()):
        found.questions.append(_written(row, found.articles[row["article"]]))
    return found


def _written(row: dict[str, Any], article: Article) -> LabelledQuestion:
    """A question with the numbers of the sentences that answer, the best first; none for one that
    the article does not answer. A short answer stands in the first."""
    name, text, answer = row["article"], article.text, row["answer"]
    sentences = [sentence_spans(text)[number] for number in row["sentences"]]
    if not sentences:
        near = (name, (0, len(text)))
        return LabelledQuestion("written, unanswerable", row["question"], near=near)
    if not answer:
        places = tuple((name, span) for span in sentences)
        return LabelledQuestion("written", row["question"], places, is_short=False)
    start = text.index(answer, sentences[0][0])
    place = (name, (start, start + len(answer)))
    return LabelledQuestion("written", row["question"], (place,), answers=(answer,))


def qamr(data: Path) -> Collection:
    """QAMR: questions on single sentences of Wikinews and Wikipedia.

    The sentences of one text, of which there are gaps between, are its article, news first.
    """
    texts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows_of_more(data, "qamr_dev_test"):
        texts[":".join(row["sentence_id"].split(":")[:3])].append(row)
    found = Collection("qamr")
    for name in sorted(texts, key=lambda one: ("wikinews" not in one, one)):
        own = sorted(texts[name], key=_place_in_text)
        starts = found.add(name, own[0]["context"], (row["context"] for row in own))
        for row in own:
            base = starts.get(row["context"])
            agreed = [one for one in row["qas"] if one["agree"] >= AGREED]
            if base is None:
                continue
            for one in _spread(agreed, QAMR_QUESTIONS):
                answers = (a["text"] for a in one["answers"])
                found.ask("qamr", one["question"], name, spans_of(one["answers"], base), answers)
    return found


def _place_in_text(row: dict[str, Any]) -> tuple[int, int]:
    paragraph, sentence = row["sentence_id"].split(":")[3:5]
    return int(paragraph), int(sentence)


def _spread(asked: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """Some of the questions with different answers, from all of the sentence."""
    by_answer = {one["answers"][0]["text"].lower(): one for one in asked}
    own = list(by_answer.values())
    return own[:: max(1, len(own) // count)][:count]


def torque(data: Path) -> Collection:
    """TORQUE: what happened before, after or during an event; the answer is a sentence.

    Without the questions that it asks of every passage, and those to which all of it answers.
    """
    found = Collection("torque")
    for row in rows_of_more(data, "torque_dev"):
        name = f"torque {row['title']}"
        text = row["context"]
        if text not in found.add(name, text, [text]):
            continue
        sentences = sentence_spans(text)
        for one in row["qas"]:
            starts = {a["answer_start"] for a in one["answers"]}
            gold = [span for span in sentences if any(span[0] <= s < span[1] for s in starts)]
            if not one["default"] and 0 < len(gold) < len(sentences):
                places = tuple((name, span) for span in gold)
                found.questions.append(
                    LabelledQuestion("events", one["question"], places, is_short=False)
                )
    return found
