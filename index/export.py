"""The articles of a store as JSONL, in the form that `article-qa index` reads back."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from index.articles import Article
from index.errors import UsageError
from index.files import new_file
from index.readers import Found, read_stream

if TYPE_CHECKING:
    from index.engine import Store

ENDINGS = (".jsonl", ".jsonl.gz")
"""The endings a file of exported articles may have: those that say how it is read again."""


@dataclass(slots=True)
class ExportReport:
    """How many articles were written, and the ids of those that reading would not give back as
    they are: an earlier version, or another program, stored them in another form."""

    articles: int = 0
    differing: list[str] = field(default_factory=list)


def export(
    store: Store, file: BinaryIO, progress: Callable[[str, int, int | None], None]
) -> ExportReport:
    """Writes all articles, as of one moment, a line each.

    Every line is read again at once and compared, so that what differs is known.

    Raises:
        StoreError: the store cannot be read.
        OSError: the file cannot be written.
    """
    report = ExportReport()
    total, _ = store.counts()
    for article in store.whole_articles():
        line = _line(article)
        file.write(line)
        if not _is_read_back(line, article):
            report.differing.append(article.id)
        report.articles += 1
        progress("Exporting", report.articles, total)
    return report


@contextmanager
def export_file(path: Path) -> Iterator[BinaryIO]:
    """A new file to export to, packed where its name says so. It is there once it is whole.

    Raises:
        UsageError: it exists, cannot be written, or would not be read again by its ending.
    """
    if not path.name.lower().endswith(ENDINGS):
        raise UsageError(f"{path} must end in {' or '.join(ENDINGS)}, or be - for standard output.")
    with new_file(path) as file:
        if not path.name.lower().endswith(".gz"):
            yield file
            return
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
            yield cast(BinaryIO, packed)


def _line(article: Article) -> bytes:
    fields = {
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "date": article.date and article.date.isoformat(),
        "url": article.url,
        "authors": article.authors,
        "tags": article.tags,
        "text": article.text,
    }
    given = {name: value for name, value in fields.items() if value}
    return json.dumps(given, ensure_ascii=False).encode() + b"\n"


def _is_read_back(line: bytes, article: Article) -> bool:
    found = list(read_stream(io.BytesIO(line), "export"))
    return found == [Found(article, 1)]
