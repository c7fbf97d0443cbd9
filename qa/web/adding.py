"""Files, a pasted text and an address into the store, telling how far it is."""

from __future__ import annotations

import hashlib
import itertools
import queue
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from index import Article, BuildReport, build
from index.articles import one_line
from index.errors import ReadError, UsageError
from index.readers import Unreadable, read_file
from index.readers.plain import opened_article
from index.readers.records import web_address
from qa.settings import QASettings
from qa.web.filters import read_day
from qa.web.limits import MOST_FILES

_UNFIT = re.compile(r"[^\w.\- ]+")
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Step:
    """How far a build is: `done` of `total` (None where unknown) of a stage's things."""

    stage: str
    done: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Offered:
    """What a person wants to add: uploaded files, a pasted text, an address; any may be empty."""

    files: Sequence[Path] = ()
    text: str = ""
    title: str = ""
    source: str = ""
    day: str = ""
    address: str = ""


def add(offered: Offered, settings: QASettings) -> Iterator[Step | BuildReport]:
    """Adds what is offered to the settings' own store: steps, then the report.

    Raises:
        UsageError: nothing or too much is offered, or an address or a day is none.
        StoreError: as `index.build`.
    """
    addresses = [read_address(offered.address)] if offered.address.strip() else []
    pasted = [pasted_article(offered)] if offered.text.strip() else []
    if not (offered.files or pasted or addresses):
        raise UsageError("Choose files, paste a text, or give an address; then add.")
    if len(offered.files) > MOST_FILES:
        raise UsageError(
            f"{len(offered.files)} files are too many at once: at most {MOST_FILES} are taken. "
            "For more, put them into a folder and run: article-qa index FOLDER"
        )
    steps: queue.SimpleQueue[Step | None] = queue.SimpleQueue()
    with ThreadPoolExecutor(1, "adding") as pool:
        job = pool.submit(
            build,
            addresses,
            articles=itertools.chain(pasted, _uploaded(offered.files)),
            store=settings.store,
            settings=settings,
            progress=lambda stage, done, total: steps.put(Step(stage, done, total)),
        )
        job.add_done_callback(lambda _: steps.put(None))
        while (step := _latest(steps)) is not None:
            yield step
        yield job.result()


def read_address(typed: str) -> str:
    """An http or https address; nothing else is ever fetched, least of all a path.

    Raises:
        UsageError: it is none.
    """
    address = web_address(typed)
    if address is None:
        raise UsageError(f"“{typed.strip()[:80]}” is not an http or https address.")
    return address


def pasted_article(offered: Offered) -> Article | Unreadable:
    """The article of a pasted text; what was typed beside it wins over what it opens with.

    Raises:
        UsageError: the day is none.
    """
    day = read_day("Date", offered.day)
    try:
        digest = hashlib.sha256(offered.text.encode(errors="replace")).hexdigest()
        article = opened_article(offered.text, f"pasted/{digest[:12]}")
        return replace(
            article,
            title=one_line(offered.title) or article.title,
            source=one_line(offered.source) or article.source,
            date=day or article.date,
        )
    except ReadError as error:
        return Unreadable("the pasted text", None, str(error))


def upload_name(path: Path) -> str:
    """The id of an uploaded article that has none; of the file's name, and never used as a path."""
    name = _UNFIT.sub("-", path.name).strip(" .-") or "file"
    return f"uploads/{name[-_LONGEST_NAME:]}"


def _uploaded(files: Sequence[Path]) -> Iterator[Article | Unreadable]:
    for path in files:
        for found in read_file(path, upload_name(path)):
            yield found if isinstance(found, Unreadable) else found.article


def _latest(steps: queue.SimpleQueue[Step | None]) -> Step | None:
    """The newest step there is, waiting for one; None at the end."""
    step = steps.get()
    while step is not None:
        try:
            step = steps.get_nowait()
        except queue.Empty:
            return step
    return None
