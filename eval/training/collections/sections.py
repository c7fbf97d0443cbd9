"""Long texts with near misses of their own: SelQA's sections and TimeQA's lives."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from eval.training.collections.labelled import (
    Collection,
    LabelledQuestion,
    rows_of_more,
    spans_of,
)
from index.articles import normalise


def selqa(data: Path) -> Collection:
    """SelQA: questions with those sentences of a section that answer; half of them reworded."""
    pages: dict[str, dict[str, list[str]]] = defaultdict(dict)
    asked: list[dict[str, Any]] = []
    for row in rows_of_more(data, "selqa_dev_test"):
        row["sentences"] = [normalise(one) for one in row["sentences"]]
        pages[row["article"]][" ".join(row["sentences"])] = row["sentences"]
        asked.append(row)
    found = Collection("selqa")
    starts = {title: found.add(title, title, sections) for title, sections in pages.items()}
    for row in asked:
        base = starts[row["article"]].get(" ".join(row["sentences"]))
        if base is None:
            continue
        places = []
        for number, sentence in enumerate(row["sentences"]):
            if number in row["answers"]:
                places.append((row["article"], (base, base + len(sentence))))
            base += len(sentence) + 1
        if places:
            found.questions.append(
                LabelledQuestion("selqa", row["question"], tuple(places), is_short=False)
            )
    return found


def timeqa(data: Path) -> Collection:
    """TimeQA, both parts: what held in a stated period, where other periods have other answers.

    A question without an answer is asked near the answer of the same question about another period.
    """
    found = Collection("timeqa")
    for part in ("train", "test"):
        for row in rows_of_more(data, f"timeqa_human_{part}"):
            name = f"timeqa {part} {row['title']} {row['relation']}"
            starts = found.add(name, row["title"], row["paragraphs"])
            near: LabelledQuestion | None = None
            unanswered: list[str] = []
            for one in row["qas"]:
                text = one["question_hard"] or one["question"]
                held = [a for a in one["answers"] if row["paragraphs"][a["paragraph"]] in starts]
                spans = [
                    span
                    for a in held
                    for span in spans_of([a], starts[row["paragraphs"][a["paragraph"]]])
                ]
                if spans:
                    found.ask("period", text, name, spans, (a["text"] for a in held))
                    near = found.questions[-1]
                elif not one["answers"]:
                    unanswered.append(text)
            if near:
                found.questions += [
                    LabelledQuestion("wrong period", text, near=near.places[0])
                    for text in unanswered
                ]
    return found
