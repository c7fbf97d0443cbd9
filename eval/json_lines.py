"""Files of JSON objects, one a line: `.jsonl`, or packed by gzip, `.jsonl.gz`."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from index.files import replacing

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file."""
    with _opener(path)(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def write_rows(path: Path, items: Iterable[DataclassInstance]) -> None:
    """Writes a file of items, which is there as a whole or not at all."""
    with replacing(path) as file, _opener(path)(file, "wt", encoding="utf-8") as lines:
        for one in items:
            lines.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")


def _opener(path: Path) -> Callable[..., IO[Any]]:
    return gzip.open if path.suffix == ".gz" else open
