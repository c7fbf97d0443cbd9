"""The connection to Milvus, and what its failures mean. The only package that imports pymilvus."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from typing import Any, TypeVar

import grpc
from pymilvus import MilvusClient, MilvusException
from pymilvus.client.types import LoadState

from index.errors import StoreError
from index.milvus.schema import Part, definition, index_params
from index.places import MilvusAddress
from index.settings import Settings

T = TypeVar("T")
Row = dict[str, Any]
MOST = 16_384
"""Rows that one request may ask for."""
BATCH = 500
"""Rows that are written, or named in a condition, at once."""
READ_AT_ONCE = 1_000
TEXTS_AT_ONCE = 200
"""Rows with up to 64 kB of text."""
_TIMEOUT_S = 60.0
_TO_CONNECT_S = 10.0
_QUIET = {"grpc.keepalive_permit_without_calls": False}
"""pymilvus asks a server that is left alone every ten seconds whether it is there; that of Milvus
Lite hangs up on who does so."""
for _noisy in ("pymilvus", "grpc"):
    logging.getLogger(_noisy).setLevel(logging.CRITICAL + 1)  # what they report is raised as well


class Collections:
    """The collections of one store. Safe to use from several threads."""

    def __init__(self, address: MilvusAddress, settings: Settings) -> None:
        """Connects.

        Raises:
            StoreError: there is no such server, or it refuses.
        """
        self.address = address
        self._there: set[Part] = set()
        token = settings.milvus_token
        with explained(address):
            self._client = MilvusClient(
                uri=_uri(address),
                token=token.get_secret_value() if token else "",
                timeout=_TO_CONNECT_S,
                grpc_options=_QUIET,
            )

    def close(self) -> None:
        """Lets go of the connection; the server of a file goes on until the process ends."""
        with contextlib.suppress(MilvusException, grpc.RpcError):
            self._client.close()

    def has(self, part: Part) -> bool:
        """Whether a collection is there."""
        if part in self._there:
            return True
        with explained(self.address):
            if self._client.has_collection(self._name(part), timeout=_TIMEOUT_S):
                self._there.add(part)
        return part in self._there

    def make(self, parts: Iterable[Part], dimension: int) -> None:
        """Makes collections that are missing, for vectors of this dimension, and what is missing of
        one whose making was cut off."""
        for part in parts:
            name = self._name(part)
            with explained(self.address):
                if not self.has(part):
                    self._create(part, dimension)
                params = index_params(part, is_lite=self._is_lite())
                is_loaded = self._client.get_load_state(name)["state"] == LoadState.Loaded
                if is_loaded and len(self._client.list_indexes(name)) == len(params):
                    continue
                self._client.create_index(name, params, sync=False)
                self._client.load_collection(name)

    def _create(self, part: Part, dimension: int) -> None:
        shards = {"num_shards": 1} if part is Part.RECORDS else {}
        schema = definition(part, dimension)
        try:
            self._client.create_collection(
                self._name(part), schema=schema, consistency_level="Strong", **shards
            )
        except MilvusException:
            if not self.has(part):  # another build was quicker
                raise

    def _is_lite(self) -> bool:
        """Whether it is Milvus Lite that answers, on a port, too: it does not know the question for
        its version. That another fails to answer it says nothing."""
        if self.address.file is not None:
            return True
        try:
            self._client.get_server_version(timeout=_TO_CONNECT_S)
        except grpc.RpcError as error:
            if isinstance(error, grpc.Call) and error.code() is grpc.StatusCode.UNIMPLEMENTED:
                return True
            raise
        return False

    def dimension(self) -> int:
        """Of the vectors of the passages."""
        with explained(self.address):
            fields = self._client.describe_collection(self._name(Part.PASSAGES))["fields"]
        return next(int(one["params"]["dim"]) for one in fields if one["name"] == "vector")

    def insert(self, part: Part, rows: Iterable[Row]) -> int:
        """Writes rows; returns how many."""
        written = 0
        for batch in batches(rows, BATCH):
            with explained(self.address):
                self._client.insert(self._name(part), batch, timeout=_TIMEOUT_S)
            written += len(batch)
        return written

    def upsert(self, part: Part, rows: Iterable[Row]) -> None:
        """Writes rows in the place of those with the same keys."""
        for batch in batches(rows, BATCH):
            with explained(self.address):
                self._client.upsert(self._name(part), batch, timeout=_TIMEOUT_S)

    def delete(self, part: Part, condition: str) -> None:
        """Deletes the rows that fulfil a condition."""
        with explained(self.address):
            self._client.delete(self._name(part), filter=condition, timeout=_TIMEOUT_S)

    def count(self, part: Part, condition: str = "") -> int:
        """How many rows fulfil a condition."""
        with explained(self.address):
            found = self._client.query(
                self._name(part), filter=condition, output_fields=["count(*)"], timeout=_TIMEOUT_S
            )
        return int(found[0]["count(*)"])

    def read(self, part: Part, condition: str, fields: Sequence[str]) -> list[Row]:
        """The rows that fulfil a condition, at most `MOST`, in no order."""
        with explained(self.address):
            return list(
                self._client.query(
                    self._name(part),
                    filter=condition,
                    output_fields=list(fields),
                    limit=MOST,
                    timeout=_TIMEOUT_S,
                )
            )

    def read_all(
        self, part: Part, condition: str, fields: Sequence[str], at_once: int = READ_AT_ONCE
    ) -> Iterator[Row]:
        """All rows that fulfil a condition, by rising key."""
        with explained(self.address):
            found = self._client.query_iterator(
                self._name(part),
                filter=condition,
                output_fields=list(fields),
                batch_size=at_once,
                timeout=_TIMEOUT_S,
            )
            try:
                while rows := found.next():
                    yield from rows
            finally:
                found.close()

    def nearest(
        self, field: str, query: Any, k: int, condition: str, fields: Sequence[str]
    ) -> list[tuple[Row, float]]:
        """The best `k` passages by `vector` or by `words`, with their scores, best first."""
        with explained(self.address):
            (found,) = self._client.search(
                self._name(Part.PASSAGES),
                [query],
                anns_field=field,
                limit=min(k, MOST),
                filter=condition,
                output_fields=list(fields),
                timeout=_TIMEOUT_S,
            )
        return [({**one["entity"], "key": one["id"]}, float(one["distance"])) for one in found]

    def compact(self) -> None:
        """Has the server drop what is deleted from its files, where it can be asked to."""
        for part in Part:
            with contextlib.suppress(MilvusException, grpc.RpcError):  # Milvus Lite cannot
                self._client.compact(self._name(part))

    def _name(self, part: Part) -> str:
        return f"{self.address.name}_{part.value}"


@contextlib.contextmanager
def explained(address: MilvusAddress) -> Iterator[None]:
    """Turns what pymilvus raises into a sentence."""
    try:
        yield
    except MilvusException as error:
        reason = " ".join(str(error.message).split())[:300]
        raise StoreError(
            f"Milvus at {address} failed: {reason}. Look whether it is running and the address is "
            "right, then try again."
        ) from error
    except grpc.RpcError as error:
        code = getattr(error, "code", lambda: "no connection")()
        raise StoreError(
            f"Milvus at {address} does not answer ({code}). Start it, or name another --store."
        ) from error


def batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """The rows, so many at a time."""
    remaining = iter(rows)
    while batch := list(islice(remaining, size)):
        yield batch


def one_of(field: str, values: Iterable[int | str], *, is_not: bool = False) -> str:
    """The condition that a field is one of the values, or none of them. Texts among them must be of
    letters, digits and hyphens."""
    listed = ", ".join(f'"{one}"' if isinstance(one, str) else str(one) for one in values)
    return f"{field} {'not ' * is_not}in [{listed}]"


def all_of(conditions: Iterable[str]) -> str:
    """The condition that all hold; empty ones do."""
    return " and ".join(f"({one})" for one in conditions if one)


def _uri(address: MilvusAddress) -> str:
    if address.file is None:
        return f"http{'s' * address.is_encrypted}://{address.server}"
    if find_spec("milvus_lite") is None:
        raise StoreError(
            f"{address} is a file of Milvus Lite, which is not installed (there is none for "
            'Windows); run: pip install "article-qa[milvus]", or name a server: milvus://HOST:PORT/NAME'
        )
    from index.milvus import lite

    return lite.serve(address.file)
