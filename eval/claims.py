"""Claims with a text and whether it supports them: what the judge and the checker learn and are
measured on."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.metrics.wording import Words

SNLI_PREMISES = 1200
SHOWN = 3
"""Sentences shown of an article in which nothing supports the claim: those nearest in words."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim, a text, whether the text supports it wholly, and whether it says the contrary."""

    source: str
    group: str
    """Claims of the same group are kept together when some are held out."""
    text: str
    evidence: str
    supported: bool
    contradicted: bool = False
    heading: str = ""
    """Source, day and title of the text, where it has them."""


def to_fit(data: Path, seed: int, premises: int | None = SNLI_PREMISES) -> list[Claim]:
    """What may train: WiCE, SciFact, BEGIN and SNLI, all under CC BY (SA) or ODC-BY.

    Args:
        premises: How many of SNLI's, by chance; None for all.
    """
    readers = (_wice(data), _scifact(data), _begin(data), _snli(data, seed, premises))
    return [claim for reader in readers for claim in reader]


def to_measure(data: Path) -> dict[str, list[Claim]]:
    """What may only measure, by name."""
    return {
        "AttributionBench (dev)": list(_attributionbench(data)),
        "QAGS (CNN/DailyMail)": list(_qags(data)),
    }


def _wice(data: Path) -> Iterator[Claim]:
    """Partly supported claims are not supported; they are shown with what supports that part."""
    for row in _rows(data / "wice_claim_dev.jsonl.gz"):
        claim, sentences = row["claim"], row["evidence"]
        chosen = max(row["supporting_sentences"], key=len) or _nearest(claim, sentences)
        evidence = "\n".join(sentences[place] for place in sorted(chosen))
        yield Claim("wice", claim, claim, evidence, row["label"] == "supported")


def _scifact(data: Path) -> Iterator[Claim]:
    """With the whole abstract; one that says nothing of the claim does not support it."""
    abstracts = {
        row["doc_id"]: "\n".join(map(_parted, row["abstract"]))
        for row in _rows(data / "scifact_corpus.jsonl.gz")
    }
    for row in _rows(data / "scifact_claims_train.jsonl.gz"):
        shown = row["evidence_doc_id"] or re.findall(r"\d+", row["cited_doc_ids"])[0]
        if shown in abstracts:
            said = row["evidence_label"]
            yield Claim(
                "scifact",
                shown,
                row["claim"],
                abstracts[shown],
                said == "SUPPORT",
                said == "CONTRADICT",
            )


def _begin(data: Path) -> Iterator[Claim]:
    """Without what claims nothing ("Generic")."""
    for row in _rows(data / "begin_dev.jsonl.gz"):
        if row["begin_label"] != "Generic":
            holds = row["begin_label"] == "Fully attributable"
            yield Claim("begin", row["knowledge"], row["response"], row["knowledge"], holds)


def _snli(data: Path, seed: int, most: int | None) -> Iterator[Claim]:
    rows = list(_rows(data / "snli_dev.jsonl.gz"))
    premises = sorted({row["premise"] for row in rows})
    chosen = set(premises if most is None else random.Random(seed).sample(premises, most))
    for row in rows:
        if row["premise"] in chosen:
            premise, label = row["premise"], row["label"]
            yield Claim("snli", premise, row["hypothesis"], premise, label == "0", label == "2")


def _attributionbench(data: Path) -> Iterator[Claim]:
    for row in _rows(data / "attributionbench_dev.jsonl.gz"):
        evidence = "\n\n".join(row["references"])
        holds = row["attribution_label"] == "attributable"
        yield Claim("attributionbench", row["id"], row["claim"], evidence, holds)


def _qags(data: Path) -> Iterator[Claim]:
    """What most of three people said of a sentence of a summary."""
    for row in _rows(data / "qags_cnndm.jsonl.gz"):
        for one in row["summary_sentences"]:
            said = [answer["response"] == "yes" for answer in one["responses"]]
            article = row["article"]
            yield Claim("qags", article, one["sentence"], article, sum(said) * 2 > len(said))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _nearest(claim: str, sentences: list[str]) -> list[int]:
    words = set(Words.of(claim).small)
    held = [len(words & set(Words.of(sentence).small)) for sentence in sentences]
    return sorted(range(len(held)), key=lambda place: -held[place])[:SHOWN]


def _parted(text: str) -> str:
    """The corpus has sentences joined without a blank."""
    return re.sub(r"(?<=[a-z)%][.?!])(?=[A-Z])", " ", text)
