"""Claims with the sentences that support them: WiCE and SciFact."""

from __future__ import annotations

import random
import re
from pathlib import Path

from eval.json_lines import rows
from eval.training.collections.labelled import Collection, LabelledQuestion
from index import Article
from index.articles import normalise
from index.sentences import Span

SCIFACT_OTHERS = 1500
"""Abstracts without a claim that are added as distractors."""


def wice(data: Path) -> Collection:
    """WiCE, development part: claims of Wikipedia with the sentences that support them."""
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


def scifact(data: Path, rng: random.Random) -> Collection:
    """SciFact, training part: claims with the sentences of abstracts that are evidence."""
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
