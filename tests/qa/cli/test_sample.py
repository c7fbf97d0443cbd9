"""The sample that the chat opens with: ours, wherever the program is run."""

import shutil
from pathlib import Path

import pytest

from index import open_store
from qa import QASettings
from qa.cli import sample
from qa.cli.sample import prepare_sample, sample_articles

SEEDS = Path(__file__).parents[3] / "seeds"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder in which somebody keeps articles of their own in `seeds`."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "secret.txt").write_text("Nobody is to see this in a sample.")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_seeds_of_the_current_folder_are_left_alone(here: Path) -> None:
    assert prepare_sample(QASettings.load()) == Path("storage-sample")
    with open_store(here / "storage-sample") as store:
        ids = {article.id for article in store.articles()}
    assert "seeds/003_tram_cost_rises.txt" in ids
    assert not any("secret" in article_id for article_id in ids)


@pytest.mark.parametrize("in_checkout", [True, False])
def test_where_the_articles_lie(
    in_checkout: bool, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sample_articles() == SEEDS
    package = tmp_path / "site-packages" / "qa"
    package.mkdir(parents=True)
    monkeypatch.setattr(sample, "PACKAGE", package)
    beside, within = package.parent / "seeds", package / "seeds"
    beside.mkdir()
    assert sample_articles() is None  # in an installation this is another package's
    shutil.copy(SEEDS.parent / "pyproject.toml", package.parent)
    if not in_checkout:
        within.mkdir()
    assert sample_articles() == (beside if in_checkout else within)


def test_without_its_articles_an_earlier_sample_serves(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample, "PACKAGE", here)
    shutil.rmtree(here / "seeds")
    assert prepare_sample(QASettings.load()) is None
    (here / "storage-sample").mkdir()
    assert prepare_sample(QASettings.load()) == Path("storage-sample")
