"""Both engines for the tests that ask for a `place`: a folder, and a server of Milvus Lite."""

import itertools
import socket
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from index.extras import is_installed
from index.places import MilvusAddress, Place

_numbers = itertools.count()


@pytest.fixture(scope="session")
def milvus_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """HOST:PORT of a server of Milvus Lite, which any number of processes reach."""
    if not is_installed("milvus") or find_spec("milvus_lite") is None:
        pytest.skip("pymilvus and milvus-lite are not installed")
    from index.milvus.lite import LiteServer

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    server = LiteServer(tmp_path_factory.mktemp("milvus") / "tests.db", address)
    host, port = address.split(":")
    while True:  # until it listens; a server that does not ends the tests by their timeout
        with suppress(OSError), socket.create_connection((host, int(port)), timeout=1):
            break
    yield address
    server.stop()


@pytest.fixture
def milvus_place(milvus_server: str) -> Iterator[Place]:
    """Where there is no store yet, on Milvus."""
    from pymilvus import MilvusClient

    address = MilvusAddress(f"test{next(_numbers)}", milvus_server)
    yield address
    client = MilvusClient(uri=f"http://{milvus_server}")
    for name in client.list_collections():
        if name.startswith(f"{address.name}_"):
            client.drop_collection(name)


@pytest.fixture(params=["local", "milvus"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where there is no store yet, on either engine."""
    if request.param == "local":
        return tmp_path / "store"
    found: Place = request.getfixturevalue("milvus_place")
    return found
