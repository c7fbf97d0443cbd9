"""Claims with a text and the label whether it supports them, from public sets.

The attribution classifier and the entailment model are trained and tested on them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.json_lines import rows
from eval.metrics.support_features import Words

SNLI_PREMISES = 1200
"""Premises of SNLI, drawn at random; each has about three claims."""
ONE_WORD = 3000
"""Claims of Breaking NLI, drawn at random: nearly all of them are false."""
BESIDE_OTHERS = 0.5
"""Share of FoolMeTwice's true claims that are seen beside other sentences, too."""
SENTENCES = 3
"""Sentences of evidence where none supports the claim: those that share most words with it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim beside a text, with its label."""

    source: str
    group: str
    """Claims of one group have the same text; they are held out together."""
    text: str
    evidence: str
    supported: bool
    """Whether the text supports the whole claim."""
    contradicted: bool = False
    """Whether the text says the contrary; where neither holds, it says nothing of the claim."""
    heading: str = ""
    """Source, date and title of the text, where it has them."""


def training_claims(data: Path, seed: int, premises: int | None = SNLI_PREMISES) -> list[Claim]:
    """Claims to train on: WiCE, SciFact, BEGIN and SNLI, all under CC BY (SA) or ODC-BY.

    Args:
        premises: How many of SNLI's premises, drawn at random; None for all.
    """
    readers = (_wice(data), _scifact(data), _begin(data), _snli(data, seed, premises))
    return [claim for reader in readers for claim in reader]


def more_claims(data: Path, seed: int) -> list[Claim]:
    """Claims of people that differ in little: FoolMeTwice, FEVER Symmetric (both labels for one
    claim), and Breaking NLI, of which as many are drawn as there are of the first two; under
    Apache-2.0, CC BY-SA 3.0 and CC BY-SA 4.0. None where `data` has no folder `more`."""
    folder = data / "more" / "entailment"
    if not folder.is_dir():
        return []
    rng = random.Random(seed)
    found = [*_fool_me_twice(folder, rng), *_labelled(folder / "fever_symmetric.jsonl.gz", "fever")]
    one_word = list(_labelled(folder / "breaking_nli.jsonl.gz", "breaking"))
    return [*found, *rng.sample(one_word, min(len(one_word), ONE_WORD))]


def benchmark_claims(data: Path) -> dict[str, list[Claim]]:
    """Claims to test on, by the name of their set; their licences do not allow training."""
    return {
        "AttributionBench (dev)": list(_attributionbench(data)),
        "QAGS (CNN/DailyMail)": list(_qags(data)),
    }


def _fool_me_twice(folder: Path, rng: random.Random) -> Iterator[Claim]:
    """FoolMeTwice: each claim beside its evidence, and some beside other sentences of the page."""
    for row in rows(folder / "fm2_dev_test.jsonl.gz"):
        is_so, evidence = row["label"] == "supported", " ".join(row["evidence"])
        others = row["other_sentences"]
        if is_so and others and rng.random() < BESIDE_OTHERS:
            text = " ".join(rng.sample(others, min(2, len(others))))
            yield Claim("fm2", row["page"], row["claim"], text, False, heading=row["page"])
        yield Claim("fm2", row["page"], row["claim"], evidence, is_so, not is_so, row["page"])


def _labelled(path: Path, source: str) -> Iterator[Claim]:
    """Claims with a label in words."""
    for row in rows(path):
        evidence, label = " ".join(row["evidence"]), row["label"]
        yield Claim(
            source, evidence, row["claim"], evidence, label == "supported", label == "contradicted"
        )


def _wice(data: Path) -> Iterator[Claim]:
    """WiCE. Partly supported claims count as not supported, beside the evidence of that part."""
    for row in rows(data / "wice_claim_dev.jsonl.gz"):
        claim, sentences = row["claim"], row["evidence"]
        chosen = max(row["supporting_sentences"], key=len) or _nearest(claim, sentences)
        evidence = "\n".join(sentences[place] for place in sorted(chosen))
        yield Claim("wice", claim, claim, evidence, row["label"] == "supported")


def _scifact(data: Path) -> Iterator[Claim]:
    """SciFact, with whole abstracts; one without a label does not support the claim."""
    abstracts = {
        row["doc_id"]: "\n".join(map(_spaced, row["abstract"]))
        for row in rows(data / "scifact_corpus.jsonl.gz")
    }
    for row in rows(data / "scifact_claims_train.jsonl.gz"):
        doc = row["evidence_doc_id"] or re.findall(r"\d+", row["cited_doc_ids"])[0]
        if doc in abstracts:
            label = row["evidence_label"]
            yield Claim(
                "scifact",
                doc,
                row["claim"],
                abstracts[doc],
                label == "SUPPORT",
                label == "CONTRADICT",
            )


def _begin(data: Path) -> Iterator[Claim]:
    """BEGIN, without responses that claim nothing ("Generic")."""
    for row in rows(data / "begin_dev.jsonl.gz"):
        if row["begin_label"] != "Generic":
            supported = row["begin_label"] == "Fully attributable"
            yield Claim("begin", row["knowledge"], row["response"], row["knowledge"], supported)


def _snli(data: Path, seed: int, most: int | None) -> Iterator[Claim]:
    """SNLI, of at most so many premises."""
    known = list(rows(data / "snli_dev.jsonl.gz"))
    premises = sorted({row["premise"] for row in known})
    chosen = set(premises if most is None else random.Random(seed).sample(premises, most))
    for row in known:
        if row["premise"] in chosen:
            premise, label = row["premise"], row["label"]
            yield Claim("snli", premise, row["hypothesis"], premise, label == "0", label == "2")


def _attributionbench(data: Path) -> Iterator[Claim]:
    for row in rows(data / "attributionbench_dev.jsonl.gz"):
        evidence = "\n\n".join(row["references"])
        supported = row["attribution_label"] == "attributable"
        yield Claim("attributionbench", row["id"], row["claim"], evidence, supported)


def _qags(data: Path) -> Iterator[Claim]:
    """QAGS: sentences of summaries, labelled by the majority of three people."""
    for row in rows(data / "qags_cnndm.jsonl.gz"):
        for one in row["summary_sentences"]:
            votes = [answer["response"] == "yes" for answer in one["responses"]]
            article = row["article"]
            yield Claim("qags", article, one["sentence"], article, sum(votes) * 2 > len(votes))


def _nearest(claim: str, sentences: list[str]) -> list[int]:
    """Numbers of the sentences that share most words with the claim."""
    words = set(Words.of(claim).lower)
    shared = [len(words & set(Words.of(sentence).lower)) for sentence in sentences]
    return sorted(range(len(shared)), key=lambda place: -shared[place])[:SENTENCES]


def _spaced(text: str) -> str:
    """The text with blanks between sentences that the corpus joins without one."""
    return re.sub(r"(?<=[a-z)%][.?!])(?=[A-Z])", " ", text)
