"""Files, a pasted text and an address: read for a preview, then stored as it shows them."""

from __future__ import annotations

import hashlib
import itertools
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index import Article, BuildReport, Store, build
from index.database import explain
from index.errors import ReadError, UsageError
from index.readers import Result, Unreadable
from index.readers.apart import ReadingProcess
from index.readers.plain import opened_article
from index.readers.records import read_record, web_address
from index.readers.titles import split_headline
from qa.i18n import say
from qa.server.limits import MOST_FILES
from qa.settings import QASettings
from qa.web.articles.background import BuildStep, in_background
from qa.web.articles.preview import Preview

_UNFIT = re.compile(r"[^\w.\- ]+")
_LONGEST_NAME = 120
_STEP_EVERY_S = 0.2


@dataclass(frozen=True, slots=True)
class Submission:
    """What a user wants to add: uploaded files, a pasted text, a web address; any may be empty."""

    files: Sequence[Path] = ()
    text: str = ""
    address: str = ""


def read_submission(
    submission: Submission, own: Store | None, settings: QASettings
) -> Iterator[BuildStep | Preview]:
    """Reads what is to be added and stores nothing: steps, then what was understood.

    Args:
        own: The store that it would go into, if there is one yet.

    Raises:
        UsageError: nothing or too much is to be added, or the address is not one.
        StoreError: the store cannot be read, or the disk is full.
    """
    found = _submitted(submission)
    preview, last_step = Preview(), 0.0
    yield BuildStep("Fetching" if submission.address.strip() else "Reading", 0, None)
    try:
        for one in found:
            if isinstance(one, Unreadable):
                preview.skip(one)
            else:
                preview.take(one, own.content_hash(one.id) if own else None)
            if time.monotonic() - last_step > _STEP_EVERY_S:
                last_step = time.monotonic()
                yield BuildStep("Reading", len(preview), None)
    except OSError as error:
        raise explain(error, settings.folder) from error
    yield preview


def store_preview(
    preview: Preview, own: Store | None, settings: QASettings
) -> Iterator[BuildStep | BuildReport]:
    """Stores what was previewed, with the fields as they were edited: steps, then the report.

    The report names what could not be read, too.

    Args:
        own: The store that it goes into, if there is one yet: its model is loaded once.

    Raises:
        UsageError: a field cannot be stored as it was edited; `Preview.problems` says why.
        StoreError: as `index.build`.
    """
    if wrong := len(preview.problems()):
        raise UsageError(say("adding.wrong", n=wrong))
    yield from in_background(
        lambda progress: build(
            articles=itertools.chain(preview.articles(), preview.skipped),
            store=settings.store,
            settings=settings,
            progress=progress,
            embedder=own.embedder() if own else None,
        )
    )


def read_address(typed: str) -> str:
    """An http or https address as it was typed.

    Raises:
        UsageError: it is something else, such as a path; that is never read.
    """
    address = web_address(typed)
    if address is None:
        raise UsageError(say("adding.no_address", typed=typed.strip()[:80]))
    return address


def pasted_article(text: str) -> Article | Unreadable:
    """The article of a pasted text, which may open with its date, with lines of metadata, or with
    its headline and a line under it that names source and day."""
    digest = hashlib.sha256(text.encode(errors="replace")).hexdigest()
    name = f"pasted/{digest[:12]}"
    fields, body = split_headline(text)
    try:
        if fields:
            with suppress(ReadError):  # of a day that does not exist
                return read_record({**fields, "text": body}, name)
        return opened_article(text, name)
    except ReadError as error:
        return Unreadable(say("adding.pasted"), None, str(error))


def upload_name(path: Path) -> str:
    """The id of an uploaded article that has none: of its file's name, but never used as a path."""
    name = _UNFIT.sub("-", path.name).strip(" .-") or "file"
    return f"uploads/{name[-_LONGEST_NAME:]}"


def _submitted(submission: Submission) -> Iterator[Article | Unreadable]:
    """The articles, read one by one as they are asked for.

    Raises:
        UsageError: at once, for what is wrong with the submission as a whole.
    """
    addresses = [read_address(submission.address)] if submission.address.strip() else []
    pasted = [submission.text] if submission.text.strip() else []
    if not (submission.files or pasted or addresses):
        raise UsageError(say("adding.nothing_given"))
    if len(submission.files) > MOST_FILES:
        raise UsageError(say("adding.too_many", n=len(submission.files), most=MOST_FILES))
    return _read(addresses, pasted, submission.files)


def _read(
    addresses: Sequence[str], pasted: Sequence[str], files: Sequence[Path]
) -> Iterator[Article | Unreadable]:
    with ReadingProcess() as reading:
        for address in addresses:
            yield from map(_article, reading.read_url(address))
        yield from map(pasted_article, pasted)
        for path in files:
            yield from map(_article, reading.read_file(path, upload_name(path)))


def _article(result: Result) -> Article | Unreadable:
    return result if isinstance(result, Unreadable) else result.article
