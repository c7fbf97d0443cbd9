"""A small language model, served for real."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import ArticleQAError
from qa.llm.catalog import find_model
from qa.llm.local_server import LocalServer
from qa.llm.pull import pull


@pytest.fixture(scope="session")
def small_model() -> Path:
    """The file of the small model, which is fetched if it is not there."""
    model = find_model("SmolLM2-135M-Instruct")
    try:
        return model.located() if model.is_there() else pull(model)
    except ArticleQAError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def local_server(small_model: Path) -> Iterator[LocalServer]:
    """One server for tests that leave it as it is."""
    server = LocalServer(small_model, slots=1, context=4096)
    yield server
    server.close()
