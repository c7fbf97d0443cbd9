"""Stores the pairs in files: making them takes minutes, and a resumed run needs the same ones."""

from __future__ import annotations

from pathlib import Path

from eval.claims import Claim
from eval.entailment.mix import written_mix
from eval.entailment.pairs import SEED, read_pairs
from eval.json_lines import rows, write_rows
from qa.ranking.reader import Reader

NAMES = ("train.jsonl.gz", "dev.jsonl.gz")


def cached_pairs(
    data: Path, folder: Path, reader: Reader, *, written: bool
) -> tuple[list[Claim], list[Claim]]:
    """Training and development pairs, from `folder` or, where it has none, newly made.

    Args:
        written: Whether they are the written sentences with a few others, or the others alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / (f"written-{name}" if written else name) for name in NAMES]
    if not all(path.exists() for path in paths):
        pairs = read_pairs(data, reader)
        if written:
            pairs = written_mix(data, *pairs, SEED)
        for path, claims in zip(paths, pairs, strict=True):
            write_rows(path, claims)
    train, dev = ([Claim(**row) for row in rows(path)] for path in paths)
    return train, dev
