"""Files of JSON objects, one a line: `.jsonl`, or packed by gzip, `.jsonl.gz`."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.files import replacing

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def write_rows(path: Path, items: Iterable[DataclassInstance]) -> None:
    """Writes a packed file of items, which is there as a whole or not at all."""
    with replacing(path) as file, gzip.open(file, "wt", encoding="utf-8") as packed:
        for one in items:
            packed.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")
