"""What was written for the network, with a few of the other claims."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.claims import Claim
from eval.entailment.near_misses import near_miss_claims
from eval.entailment.written import written_pairs
from eval.held_out import is_held_out

KEPT: Mapping[str, int] = {
    "fm2": 1000, "fever": 500, "scifact": 400, "begin": 400, "wice": 400, "snli": 200,
    "right answer": 400, "wrong answer": 300, "changed question": 100, "unanswerable": 100,
}  # fmt: skip
"""How many of the other claims are learned beside the written ones, at most, by their source."""
DEV_KEPT = 60
"""How many of each of these sources are for development, at most."""
REST = 100
"""Of claims of any other source one in so many is used."""


def written_mix(
    data: Path, train: Sequence[Claim], dev: Sequence[Claim], seed: int
) -> tuple[list[Claim], list[Claim]]:
    """Claims for training and for development: the written sentences and questions, and of the
    given ones a few, so that these are not unlearned."""
    rng = random.Random(seed)
    written = [*written_pairs(data, seed), *near_miss_claims(data)]
    made = [one for one in written if not is_held_out(one.group)] + _few(train, KEPT, rng)
    rng.shuffle(made)
    held_out = [one for one in written if is_held_out(one.group)]
    held_out += _few(dev, dict.fromkeys(KEPT, DEV_KEPT), rng)
    rng.shuffle(held_out)
    return made, held_out


def _few(claims: Sequence[Claim], kept: Mapping[str, int], rng: random.Random) -> list[Claim]:
    by_source: dict[str, list[Claim]] = {}
    for one in claims:
        by_source.setdefault(one.source, []).append(one)
    return [
        one
        for source, own in by_source.items()
        for one in rng.sample(own, min(len(own), kept.get(source, len(own) // REST)))
    ]
