"""A model from the hub, downloaded into one file; an interrupted download is resumed.

The hub's own library (version 2) starts again at the first byte after each interruption, which is
too slow for a gigabyte. So it is only asked for the address, which respects HF_ENDPOINT. No token
is sent.
"""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from qa.llm.catalog import GgufModel, HubPlace
from qa.llm.proxy import ProxyUnusable, proxy_errors
from qa.llm.source import CHUNK, DownloadedFile, Progress, SourceFailed, need_space

STAGE = "from the hub"
_TIMEOUT = httpx.Timeout(30.0, connect=5.0)
_HEADERS = {"User-Agent": "article-qa", "Accept-Encoding": "identity"}
_REDIRECTS = 5
_FAILURES = 3
_SHA256 = re.compile(r"[0-9a-f]{64}")


def from_hub(model: GgufModel, progress: Progress) -> DownloadedFile:
    """The model's file as the hub has it, with the size and hash that the hub publishes.

    Raises:
        SourceFailed: the hub is not reached, does not have it, or is not to be asked.
        ModelError: the disk is too full.
    """
    if model.hub is None:
        raise SourceFailed("it is not there")
    try:
        with proxy_errors():
            made = httpx.Client(headers=_HEADERS, timeout=_TIMEOUT)
        with made as client:
            address = address_of(model.hub)
            published = _published(client, address)
            path = model.path()
            partial = path.with_name(f"{path.name}.{published.sha256[:12]}.partial")
            need_space(path.parent, published.size - _length(partial))
            _download(client, address, partial, published.size, progress)
    except ProxyUnusable as error:
        raise SourceFailed(f"it is not asked, because {error}") from error
    except httpx.TimeoutException as error:
        raise SourceFailed("it did not answer in time") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceFailed(f"it could not be reached ({error})") from error
    return DownloadedFile(partial, published.size, published.sha256)


def address_of(place: HubPlace) -> str:
    """Where the hub serves a file.

    Raises:
        SourceFailed: HF_HUB_OFFLINE says not to ask it.
    """
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from huggingface_hub import constants, hf_hub_url

    if constants.HF_HUB_OFFLINE:
        raise SourceFailed("it is not asked, because HF_HUB_OFFLINE is set")
    return hf_hub_url(place.repository, place.file)


@dataclass(frozen=True, slots=True)
class _Published:
    size: int
    sha256: str


def _published(client: httpx.Client, address: str) -> _Published:
    """What the hub says of a large file, before it redirects to where the bytes lie."""
    response = client.head(address)
    for _ in range(_REDIRECTS):
        if "x-linked-etag" in response.headers or response.next_request is None:
            break
        response = client.send(response.next_request)
    if response.is_error:
        raise SourceFailed(f"it answered {response.status_code} ({response.reason_phrase})")
    digest = response.headers.get("x-linked-etag", "").strip('W/"')
    size = response.headers.get("x-linked-size", "")
    if not _SHA256.fullmatch(digest) or not size.isdecimal():
        raise SourceFailed("it does not say which size and SHA-256 the file has")
    return _Published(int(size), digest)


def _download(
    client: httpx.Client, address: str, partial: Path, size: int, progress: Progress
) -> None:
    """Fills `partial`, going on where it ends; a connection that breaks is made anew."""
    failures = 0
    while (done := _length(partial)) != size:
        try:
            _append(client, address, partial, size, progress)
        except httpx.TransportError:
            failures = 0 if _length(partial) > done else failures + 1
            if failures == _FAILURES:
                raise
            time.sleep(1)
        else:
            if _length(partial) < size:
                raise SourceFailed("it sent less than the whole file")


def _append(
    client: httpx.Client, address: str, partial: Path, size: int, progress: Progress
) -> None:
    done = _length(partial) if _length(partial) < size else 0
    headers = {"Range": f"bytes={done}-"} if done else {}
    with (
        client.stream("GET", address, headers=headers, follow_redirects=True) as response,
        partial.open("ab") as file,
    ):
        if response.is_error:
            raise SourceFailed(f"it answered {response.status_code} ({response.reason_phrase})")
        if response.status_code != httpx.codes.PARTIAL_CONTENT:
            done = 0
        file.truncate(done)
        for chunk in response.iter_raw(CHUNK):
            done += file.write(chunk)
            if done > size:
                raise SourceFailed("it sent more than the whole file")
            progress(STAGE, done, size)


def _length(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
