"""Questions on paragraphs of Wikipedia: SQuAD, Natural Questions, QED and TyDi.

SQuAD's were asked by people who had read the paragraph; the others by people who searched for it.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator
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

PARAGRAPHS = 8
"""Paragraphs of Wikipedia that are joined to one article, about as long as a news article."""


def squad(data: Path) -> Collection:
    """SQuAD 1.1 and 2.0, development parts."""
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
            answers = (a["text"] for a in one["answers"])
            found.ask("squad", one["question"], article, spans_of(one["answers"], base), answers)
        else:
            near = (article, (base, base + len(text)))
            found.questions.append(LabelledQuestion("unanswerable", one["question"], near=near))
    return found


def squad_sentences(data: Path) -> Collection:
    """A tenth of SQuAD 1.1's training part: a question and the sentence that answers it.

    Sentences come in the order of their paragraphs, which are not marked, and in lower case, as
    the network reads them anyway. So many as are a few paragraphs become one article; of each
    sentence one question is used.
    """
    asked: dict[str, str] = {}
    for row in rows_of_more(data, "squad_train_part_sentences"):
        sentence = normalise(row["sentence"])
        asked.setdefault(sentence[:1].upper() + sentence[1:], row["question"])
    found = Collection("squad train")
    sentences = list(asked)
    for first in range(0, len(sentences), SENTENCES):
        own = sentences[first : first + SENTENCES]
        name, text = f"squad train {first}", ""
        for sentence in own:
            text += " " if text else ""
            place = (name, (len(text), len(text) + len(sentence)))
            text += sentence
            found.questions.append(
                LabelledQuestion("squad", asked[sentence], (place,), is_short=False)
            )
        found.articles[name] = Article(name, text, own[0], source="squad")
    return found


SENTENCES = 24
"""Sentences that are joined to one article."""


def natural_questions(data: Path) -> Collection:
    """Natural Questions and QED, development parts: each paragraph an article."""
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


def searched(data: Path) -> Iterator[Collection]:
    """Natural Questions and TyDi, training parts: the paragraphs of one title are an article."""
    for kind, file in (("nq", "nq_qed_train"), ("tydi", "tydiqa_goldp_en")):
        found = Collection(f"{kind} train")
        pages: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in rows_of_more(data, file):
            pages[row["title"]].append(row)
        for title, own in pages.items():
            name = f"{found.name} {title}"
            starts = found.add(name, html.unescape(title), (row["context"] for row in own))
            for row in own:
                if (base := starts.get(row["context"])) is None:
                    continue
                for one in row["qas"]:
                    answers = (a["text"] for a in one["answers"])
                    found.ask(kind, one["question"], name, spans_of(one["answers"], base), answers)
        yield found


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
