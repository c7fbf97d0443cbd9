"""Pairs kept in a file: making them takes minutes, and a run that goes on needs the same."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from eval.checking.pairs import read_pairs
from eval.claims import Claim
from qa.ranking.reader import Reader

NAMES = ("learn.jsonl.gz", "dev.jsonl.gz")


def kept_pairs(data: Path, folder: Path, reader: Reader) -> tuple[list[Claim], list[Claim]]:
    """The pairs to learn from and to choose by, made where `folder` does not have them."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in NAMES]
    if not all(path.exists() for path in paths):
        for path, claims in zip(paths, read_pairs(data, reader), strict=True):
            _write(path, claims)
    learn, dev = (_read(path) for path in paths)
    return learn, dev


def _write(path: Path, claims: Sequence[Claim]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for claim in claims:
            file.write(json.dumps(asdict(claim), ensure_ascii=False) + "\n")


def _read(path: Path) -> list[Claim]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [Claim(**json.loads(line)) for line in lines]
