"""Files, a pasted text and an address: read for a preview, then stored as it shows them."""

from __future__ import annotations

import hashlib
import itertools
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import Article, BuildReport, Store, build
from index.database import explain
from index.errors import ReadError, UsageError
from index.readers import Unreadable, read_file, read_url
from index.readers.plain import opened_article
from index.readers.records import web_address
from qa.server.limits import MOST_FILES
from qa.settings import QASettings
from qa.text.html import count
from qa.web.background import Step, working
from qa.web.preview import Preview

_UNFIT = re.compile(r"[^\w.\- ]+")
_LONGEST_NAME = 120
_TOLD_EVERY_S = 0.2


@dataclass(frozen=True, slots=True)
class Offered:
    """What a person wants to add: uploaded files, a pasted text, an address; any may be empty."""

    files: Sequence[Path] = ()
    text: str = ""
    address: str = ""


def preview(offered: Offered, own: Store | None, settings: QASettings) -> Iterator[Step | Preview]:
    """Reads what is offered and stores nothing: steps, then what was understood.

    Args:
        own: The store that it would go into, if there is one yet.

    Raises:
        UsageError: nothing or too much is offered, or an address is none.
        StoreError: the store cannot be read, or the disk is full.
    """
    found = _offered(offered)
    seen, told = Preview(), 0.0
    yield Step("Fetching" if offered.address.strip() else "Reading", 0, None)
    try:
        for one in found:
            if isinstance(one, Unreadable):
                seen.skip(one)
            else:
                seen.take(one, own.content_hash(one.id) if own else None)
            if time.monotonic() - told > _TOLD_EVERY_S:
                told = time.monotonic()
                yield Step("Reading", len(seen), None)
    except OSError as error:
        raise explain(error, settings.store) from error
    yield seen


def store(seen: Preview, own: Store | None, settings: QASettings) -> Iterator[Step | BuildReport]:
    """Stores what was previewed, with what was typed: steps, then the report.

    The report names what could not be read, too.

    Args:
        own: The store that it goes into, if there is one yet: its model is loaded once.

    Raises:
        UsageError: something that was typed is not fit; `Preview.problems` says what.
        StoreError: as `index.build`.
    """
    if wrong := len(seen.problems()):
        raise UsageError(
            f"{count(wrong, 'article')} cannot be stored like this, so nothing was stored. "
            "What is wrong stands under the title."
        )
    yield from working(
        lambda progress: build(
            articles=itertools.chain(seen.articles(), seen.skipped),
            store=settings.store,
            settings=settings,
            progress=progress,
            embedder=own.embedder() if own else None,
        )
    )


def read_address(typed: str) -> str:
    """An http or https address; nothing else is ever fetched, least of all a path.

    Raises:
        UsageError: it is none.
    """
    address = web_address(typed)
    if address is None:
        raise UsageError(f"“{typed.strip()[:80]}” is not an http or https address.")
    return address


def pasted_article(text: str) -> Article | Unreadable:
    """The article of a pasted text, which may open with its date or with lines of metadata."""
    try:
        digest = hashlib.sha256(text.encode(errors="replace")).hexdigest()
        return opened_article(text, f"pasted/{digest[:12]}")
    except ReadError as error:
        return Unreadable("the pasted text", None, str(error))


def upload_name(path: Path) -> str:
    """The id of an uploaded article that has none; of the file's name, and never used as a path."""
    name = _UNFIT.sub("-", path.name).strip(" .-") or "file"
    return f"uploads/{name[-_LONGEST_NAME:]}"


def _offered(offered: Offered) -> Iterator[Article | Unreadable]:
    """What is offered, to be read one by one; what is wrong with it as a whole is told at once."""
    addresses = [read_address(offered.address)] if offered.address.strip() else []
    pasted = [offered.text] if offered.text.strip() else []
    if not (offered.files or pasted or addresses):
        raise UsageError("Choose files, paste a text, or give an address; then preview.")
    if len(offered.files) > MOST_FILES:
        raise UsageError(
            f"{len(offered.files)} files are too many at once: at most {MOST_FILES} are taken. "
            "For more, put them into a folder and run: article-qa index FOLDER"
        )
    return itertools.chain(
        itertools.chain.from_iterable(_fetched(address) for address in addresses),
        map(pasted_article, pasted),
        _uploaded(offered.files),
    )


def _fetched(address: str) -> Iterator[Article | Unreadable]:
    for found in read_url(address):
        yield found if isinstance(found, Unreadable) else found.article


def _uploaded(files: Sequence[Path]) -> Iterator[Article | Unreadable]:
    for path in files:
        for found in read_file(path, upload_name(path)):
            yield found if isinstance(found, Unreadable) else found.article
