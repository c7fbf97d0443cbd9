"""Fetching a public address, and no other: a page whole, a large file piece by piece.

Addresses come from users and from pages, so they are not trusted: each host is
resolved here, every address it has must be public, and the connection goes to the
very address that was checked, at the first request and after each redirect.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from ipaddress import IPv4Address, IPv6Address
from typing import Any, Protocol
from urllib.parse import urljoin

import httpcore
import httpx

from index.errors import FetchError

Address = IPv4Address | IPv6Address
IsAllowed = Callable[[Address], bool]
BeforeFollowing = Callable[[str], object]

_HEADERS: dict[bytes | str, bytes | str] = {
    "User-Agent": "article-qa",
    "Accept": "text/html, application/xhtml+xml, application/xml, application/pdf, */*;q=0.5",
    "Accept-Encoding": "identity",
}
_LAST_PORT = 65_535
_LONGEST_ECHO = 1_000
_REDIRECTS = {301, 302, 303, 307, 308}
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_RELAYS = ipaddress.IPv4Network("192.88.99.0/24")
"""Of 6to4: whoever is nearest answers, and Python counts them as public."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Validators:
    """By what a server knows again what it has sent before: its ETag and Last-Modified."""

    etag: str = ""
    modified: str = ""

    def to_headers(self) -> dict[bytes | str, bytes | str]:
        """The headers of a conditional request."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A reply: the address it came from in the end, its type as sent, and its bytes."""

    url: str
    content_type: str
    body: bytes
    validators: Validators = Validators()


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, also where IPv6 wraps an IPv4 one."""
    if isinstance(address, IPv4Address):
        is_special = address.is_multicast or address.is_reserved or address in _RELAYS
        return address.is_global and not is_special
    if inner := address.ipv4_mapped or _nat64(address):
        return is_public(inner)
    if address.sixtofour or address.teredo:
        return False
    return address in _GLOBAL_UNICAST and address.is_global


def _nat64(address: IPv6Address) -> IPv4Address | None:
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


@dataclass(frozen=True, slots=True)
class Body:
    """A reply that is still to be read: its length where the server tells it, and its pieces."""

    url: str
    content_type: str
    length: int | None
    pieces: Iterator[bytes]
    validators: Validators = Validators()


def fetch(
    url: str,
    *,
    max_bytes: int = 20_000_000,
    timeout_s: float = 20.0,
    max_redirects: int = 5,
    is_allowed: IsAllowed = is_public,
) -> Fetched:
    """What is at an http or https address; redirects are followed, proxies are not used.

    The time covers all of it but the look-up of host names, which the system bounds.

    Raises:
        FetchError: it could not be fetched, or must not be.
    """
    backend = _CheckedBackend(is_allowed, _Deadline(timeout_s))
    with _opened(url, backend, max_redirects) as body:
        return Fetched(body.url, body.content_type, _whole(body.pieces, max_bytes))


def fetch_if_changed(
    url: str,
    known: Validators,
    *,
    max_bytes: int = 20_000_000,
    timeout_s: float = 20.0,
    max_redirects: int = 5,
    is_allowed: IsAllowed = is_public,
    before_following: BeforeFollowing = lambda _: None,
) -> Fetched | None:
    """The same by a conditional request: None where the server says that it has not changed.

    Args:
        before_following: Told each address that is redirected to before it is asked for; it may
            wait, which does not count, or refuse it by a `FetchError`.

    Raises:
        FetchError: as `fetch`.
    """
    backend = _CheckedBackend(is_allowed, _Deadline(timeout_s))
    try:
        with _opened(url, backend, max_redirects, known, before_following) as body:
            whole = _whole(body.pieces, max_bytes)
            return Fetched(body.url, body.content_type, whole, body.validators)
    except FetchError as error:
        if error.status == httpx.codes.NOT_MODIFIED and known != Validators():
            return None
        raise


def opened(
    url: str,
    *,
    silence_s: float = 30.0,
    max_redirects: int = 5,
    is_allowed: IsAllowed = is_public,
) -> AbstractContextManager[Body]:
    """The same for what is too large to be held in memory, however long it takes.

    Args:
        silence_s: Seconds that each step of it may take.

    Raises:
        FetchError: as `fetch`, also while the pieces are read.
    """
    return _opened(url, _CheckedBackend(is_allowed, _Silence(silence_s)), max_redirects)


@contextmanager
def _opened(
    url: str,
    backend: _CheckedBackend,
    max_redirects: int,
    known: Validators = Validators(),
    before_following: BeforeFollowing = lambda _: None,
) -> Iterator[Body]:
    place, via = url, ""
    for _ in range(max_redirects + 1):
        with _plainly(via, backend.limit):
            target = _parse(place)
            if via:
                with backend.limit.stopped():
                    before_following(str(target))
            with _asked(target, backend, known) as response:
                following = _redirection(target, response)
                if following is None:
                    yield _body(target, response)
                    return
        place, via = following, f"{target.host} redirects to {_shown(following)}, which "
    raise FetchError(f"redirects more than {max_redirects} times")


def _parse(place: str) -> httpx.URL:
    try:
        url = httpx.URL(place.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError("is not an http or https address") from error
    if url.scheme not in ("http", "https") or not url.host or (url.port or 0) > _LAST_PORT:
        raise FetchError("is not an http or https address")
    if url.userinfo:
        raise FetchError("holds a user name or a password; only open addresses are fetched")
    return url.copy_with(fragment=None)


@contextmanager
def _asked(
    target: httpx.URL, backend: _CheckedBackend, known: Validators
) -> Iterator[httpcore.Response]:
    place = httpcore.URL(
        scheme=target.raw_scheme, host=target.raw_host, port=target.port, target=target.raw_path
    )
    headers = {**_HEADERS, **known.to_headers(), "Host": target.netloc.decode("ascii")}
    with (
        httpcore.ConnectionPool(network_backend=backend) as pool,
        pool.stream("GET", place, headers=headers) as response,
    ):
        yield response


def _redirection(target: httpx.URL, response: httpcore.Response) -> str | None:
    """The address that a reply redirects to, if it does."""
    location = _headers(response).get(b"location")
    return _joined(target, location) if response.status in _REDIRECTS and location else None


def _body(target: httpx.URL, response: httpcore.Response) -> Body:
    headers = _headers(response)
    if not httpx.codes.is_success(response.status):
        wait_s = _seconds(headers.get(b"retry-after", ""))
        raise FetchError(f"answered {response.status}", response.status, wait_s)
    if headers.get(b"content-encoding", "identity").strip().lower() != "identity":
        raise FetchError("sent a compressed reply, which was not asked for")
    length = headers.get(b"content-length", "")
    return Body(
        str(target),
        headers.get(b"content-type", ""),
        int(length) if length.isdecimal() else None,
        iter(response.iter_stream()),
        Validators(_echoed(headers, b"etag"), _echoed(headers, b"last-modified")),
    )


def _echoed(headers: Mapping[bytes, str], name: bytes) -> str:
    """A header that can be sent back; one that is too long or no plain text is left out."""
    value = headers.get(name, "").strip()
    return value if len(value) <= _LONGEST_ECHO and value.isascii() and value.isprintable() else ""


def _seconds(retry_after: str) -> float | None:
    """How long a server asks to wait: seconds, or until a moment."""
    if retry_after.strip().isdecimal():
        return float(retry_after[:9])
    try:
        return parsedate_to_datetime(retry_after).timestamp() - time.time()
    except (ValueError, TypeError, IndexError, OverflowError):  # of what is no date
        return None


def _headers(response: httpcore.Response) -> dict[bytes, str]:
    return {name.lower(): value.decode(errors="replace") for name, value in response.headers}


def _whole(pieces: Iterator[bytes], max_bytes: int) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > max_bytes:
            raise FetchError(f"sent more than {max_bytes / 1_000_000:g} MB")
    return bytes(body)


def _joined(base: httpx.URL, location: str) -> str:
    try:
        return urljoin(str(base), location.strip())
    except ValueError as error:
        raise FetchError("redirects to something that is not an address") from error


def _shown(place: str) -> str:
    """The host of an address, or the address itself where it is of another kind."""
    try:
        return _parse(place).host
    except FetchError:
        return place[:200]


@contextmanager
def _plainly(via: str, limit: _Limit) -> Iterator[None]:
    """Turns every failure into a plain sentence that says over which redirect it came."""
    try:
        yield
    except FetchError as error:
        raise FetchError(f"{via}{error}", error.status, error.wait_s) from error
    except httpcore.TimeoutException as error:
        raise FetchError(f"{via}{limit.exceeded}") from error
    except httpcore.NetworkError as error:
        raise FetchError(f"{via}{_trouble(error)}") from error
    except httpcore.ProtocolError as error:
        raise FetchError(f"{via}broke off, or did not answer as a web server does") from error


def _trouble(error: httpcore.NetworkError) -> str:
    cause = error.args[0] if error.args else None  # httpcore drops __cause__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"has a certificate that cannot be trusted ({cause.verify_message})"
    said = cause.strerror if isinstance(cause, OSError) else None
    return f"could not be reached ({said or error})"


class _Limit(Protocol):
    """How long the next step of a fetch may take, and what is said where it takes longer."""

    exceeded: str

    def left(self) -> float: ...

    def stopped(self) -> AbstractContextManager[object]:
        """The time in the block does not count."""


class _Silence:
    """Each step may take as long as the others."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.exceeded = f"was silent for {seconds:g} s"

    def left(self) -> float:
        return self._seconds

    def stopped(self) -> AbstractContextManager[object]:
        return nullcontext()


class _Deadline:
    """The end of the time that a whole fetch may take."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self.exceeded = f"took longer than {seconds:g} s"

    def left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left

    @contextmanager
    def stopped(self) -> Iterator[None]:
        began = time.monotonic()
        yield
        self._end += time.monotonic() - began


class _CheckedBackend(httpcore.NetworkBackend):
    """Connects only to addresses that it has checked, and only within the limit of time."""

    def __init__(self, is_allowed: IsAllowed, limit: _Limit) -> None:
        self._is_allowed = is_allowed
        self.limit = limit

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = _resolve(host, port)
        for address in addresses:
            if not self._is_allowed(address):
                raise FetchError(_not_allowed(host, address))
        return _BoundedStream(self._connect(addresses, port), self.limit)

    def _connect(self, addresses: list[Address], port: int) -> httpcore.NetworkStream:
        """A connection to the first address that answers, each having its share of the time."""
        *others, last = addresses
        for address in others:
            try:
                share = self.limit.left() / len(addresses)
                return httpcore.SyncBackend().connect_tcp(str(address), port, share)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return httpcore.SyncBackend().connect_tcp(str(last), port, self.limit.left())


class _BoundedStream(httpcore.NetworkStream):
    """A connection on which no step outlasts its limit of time."""

    def __init__(self, stream: httpcore.NetworkStream, limit: _Limit) -> None:
        self._stream = stream
        self._limit = limit

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._limit.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._limit.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._limit.left()
        secured = self._stream.start_tls(ssl_context, server_hostname, left)
        return _BoundedStream(secured, self._limit)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _resolve(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError("could not be found (no such host)") from error
    return list(dict.fromkeys(ipaddress.ip_address(entry[4][0]) for entry in found))


def _not_allowed(host: str, address: Address) -> str:
    kind = "a private" if address.is_private else "a special"
    where = f"is {kind} address" if host == str(address) else f"leads to {address}, {kind} address"
    return f"{where}; only public addresses are fetched"
