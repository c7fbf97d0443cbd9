"""What several tests share: no network, no one else's settings, a store of the seeds, Chromium."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
for name in [name for name in os.environ if name.startswith("ARTICLE_QA_")]:
    del os.environ[name]
os.environ["ARTICLE_QA_ANSWERER"] = "extractive"  # whatever models this machine has

from index import Store, build, open_store
from tests import chromium

if TYPE_CHECKING:
    from playwright import sync_api

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("random", UNHURRIED)
settings.register_profile("fixed", UNHURRIED, derandomize=True)
settings.load_profile("fixed")
"""Property tests try the same examples at every run, however busy the machine is;
`pytest --hypothesis-profile=random` tries others."""

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that drives the page is tried once more where it fails; the summary names it."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def seed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the seeds, made once; do not change it."""
    folder = tmp_path_factory.mktemp("seeds") / "store"
    report = build([SEEDS], store=folder)
    assert report.skipped == []
    return folder


@pytest.fixture
def seed_store(seed_folder: Path) -> Iterator[Store]:
    """The store of the seeds, opened."""
    with open_store(seed_folder) as store:
        yield store


@pytest.fixture(scope="session")
def browser() -> Iterator["sync_api.Browser"]:
    """Chromium, for all tests; each opens pages of its own."""
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if chromium.path() is None:
        pytest.skip("there is no chromium on this machine")
    with chromium.launched() as browser:
        yield browser
