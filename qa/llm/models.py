"""The language models that answers can be written with: one on this machine, one hosted.

Each waits for its turn in a queue, then asks an endpoint; the local one is started first.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from math import inf
from typing import Protocol
from urllib.parse import urlsplit

from index.errors import UsageError
from qa.deadline import Allowance, TookTooLong
from qa.llm.endpoint import STEP, Endpoint, LanguageModelError, Message, Piece
from qa.llm.local_server import LocalServer
from qa.llm.queue import FairQueue, Place, PlaceLost, Ticket
from qa.settings import QASettings
from qa.types import AnswererName, Waiting

LOCAL_TIMEOUT = 120.0
"""Seconds; a slow machine is silent while it reads a long prompt."""


def _unlimited() -> Allowance:
    return Allowance(inf)


class LanguageModel(Protocol):
    """What writes: a `LocalModel`, a `HostedModel`, or what a test puts in their place."""

    name: AnswererName
    model: str

    def stream(
        self, messages: Sequence[Message], max_tokens: int, stop: Sequence[str] = ()
    ) -> Generator[Piece]:
        """The words as they come; see `qa.llm.endpoint.Endpoint.stream`."""
        ...


@dataclass(slots=True)
class LocalModel:
    """A GGUF model that we serve ourselves."""

    model: str
    server: LocalServer
    queue: FairQueue
    context: int
    name: AnswererName = "local"
    ticket: Ticket = field(default_factory=Ticket)
    allowance: Allowance = field(default_factory=_unlimited)

    def stream(
        self, messages: Sequence[Message], max_tokens: int, stop: Sequence[str] = ()
    ) -> Generator[Piece]:
        """As `Endpoint.stream`, once the model is loaded and it is this one's turn.

        Raises:
            LanguageModelError: as `Endpoint.stream` and `LocalServer.address`, or nobody read
                the answer for too long while others waited.
        """

        def write(place: Place) -> Generator[Piece]:
            address = yield from self._loaded()
            if place.ahead:
                yield from _until_turn(place)
                address = yield from self._loaded()  # it may have been started again meanwhile
            endpoint = Endpoint(
                f"{address}/v1",
                "local",
                self.server.key,
                "The local model",
                LOCAL_TIMEOUT,
                retries=0,
                is_ours=True,
            )
            pieces = endpoint.stream(messages, max_tokens, stop, place.bind)
            yield from self.allowance.spend(pieces)

        return _queued(self.queue, self.ticket, write)

    def _loaded(self) -> Generator[Waiting, None, str]:
        """Where the model listens, once it does.

        Raises:
            LanguageModelError: as `LocalServer.address`.
        """
        for address in self.server.address():
            if address is not None:
                return address
            yield Waiting("The model is being loaded …")
        raise ValueError("the server told no address")


@dataclass(slots=True)
class HostedModel:
    """A model behind an endpoint that the settings name."""

    model: str
    endpoint: Endpoint
    queue: FairQueue
    name: AnswererName = field(default="hosted")
    ticket: Ticket = field(default_factory=Ticket)
    allowance: Allowance = field(default_factory=_unlimited)

    @classmethod
    def of(cls, settings: QASettings) -> HostedModel:
        """The one that the settings name.

        Raises:
            UsageError: address or model is missing, or the key cannot be taken.
        """
        if not settings.hosted_url or not settings.hosted_model:
            raise UsageError(
                "A hosted answerer needs the settings hosted_url and hosted_model (in "
                "article-qa.toml, or as ARTICLE_QA_HOSTED_URL and ARTICLE_QA_HOSTED_MODEL)."
            )
        key = read_key(settings)
        scheme, host = _scheme_and_host(settings.hosted_url)
        if key and scheme == "http" and not _is_private(host):
            raise UsageError(
                f"The key would go to {host} unencrypted. Use https, or leave the key out."
            )
        endpoint = Endpoint(
            settings.hosted_url,
            settings.hosted_model,
            key,
            f"The endpoint {host}",
            timeout=settings.hosted_timeout,
        )
        return cls(settings.hosted_model, endpoint, FairQueue(settings.hosted_slots))

    @property
    def host(self) -> str:
        """Where it is asked: HOST, or HOST:PORT."""
        parts = urlsplit(self.endpoint.url)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)

    def stream(
        self, messages: Sequence[Message], max_tokens: int, stop: Sequence[str] = ()
    ) -> Generator[Piece]:
        """As `Endpoint.stream`, once it is this one's turn.

        Raises:
            LanguageModelError: as `Endpoint.stream`, or nobody read the answer for too long
                while others waited.
        """

        def write(place: Place) -> Generator[Piece]:
            yield from _until_turn(place)
            pieces = self.endpoint.stream(messages, max_tokens, stop, place.bind)
            yield from self.allowance.spend(pieces)

        return _queued(self.queue, self.ticket, write)


def read_key(settings: QASettings) -> str | None:
    """The endpoint's key: from the environment, else from the file; None where neither is given.

    Raises:
        UsageError: the file cannot be read or others may read it, or what is given is no key.
    """
    if settings.hosted_key is not None:
        key = settings.hosted_key.get_secret_value().strip()
        if key and not _is_key(key):
            raise UsageError("ARTICLE_QA_HOSTED_KEY must hold the key and nothing else.")
        return key or None
    path = settings.hosted_key_file
    if path is None:
        return None
    path = path.expanduser()
    try:
        if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise UsageError(f"Others may read the key in {path}. Run: chmod 600 {path}")
        key = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise UsageError(f"The key file {path} cannot be read: {reason}.") from error
    if not _is_key(key):
        raise UsageError(f"The key file {path} must hold the key and nothing else.")
    return key


def _queued(
    queue: FairQueue, ticket: Ticket, write: Callable[[Place], Generator[Piece]]
) -> Generator[Piece]:
    """What `write` gives with a place in the queue, which its consumer has to keep by reading.

    Raises:
        LanguageModelError: as `write`, the place was lost, or the time is over.
    """
    with queue.enter(ticket) as place:
        try:
            yield from place.watch(write(place))
        except (PlaceLost, TookTooLong) as error:
            raise LanguageModelError(str(error)) from error


def _until_turn(place: Place) -> Generator[Waiting]:
    """Tells how many are ahead, until none is."""
    for ahead in place.wait_for_turn(STEP):
        yield Waiting(f"Waiting for the language model: {ahead} before you.")


def _is_key(text: str) -> bool:
    """Whether a text can stand in a header: what cannot would be told of in an error."""
    return bool(text) and all("!" <= character <= "~" for character in text)


def _scheme_and_host(url: str) -> tuple[str, str]:
    """Scheme and host of an address.

    Raises:
        UsageError: it has none, or holds a password.
    """
    try:
        parts = urlsplit(url)
        if parts.username or parts.password:  # it would be shown wherever the settings are
            raise UsageError(
                "The setting hosted_url must not hold a name or password. Put the key into "
                "ARTICLE_QA_HOSTED_KEY, or into a file that hosted_key_file names."
            )
        if parts.hostname and parts.port != 0:
            return parts.scheme, parts.hostname
    except ValueError:  # brackets that do not close, a port out of range
        pass
    raise UsageError(f"The setting hosted_url cannot be {url!r}: it names no host.")


def _is_private(host: str) -> bool:
    """Whether a host is this machine or one of a private network."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".localhost"))


def is_named(settings: QASettings) -> bool:
    """Whether the settings name a hosted endpoint."""
    return bool(settings.hosted_url or settings.hosted_model)
