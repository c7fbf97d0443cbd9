"""The real embedding model: its file, its backends, its order."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import index.embedding
from index.embedding import LEAST_FIDELITY, _probe_texts, load_embedder
from index.errors import ModelError
from index.models import MINILM
from index.settings import Settings

ROOT = Path(__file__).parent.parent.parent


def test_the_packaged_model_is_the_right_one() -> None:
    assert (MINILM.verify() / "config.json").is_file()


def test_a_wrong_model_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelError, match="pip install"):
        MINILM.__class__(**{**_fields(), "size": 1}).directory()
    with pytest.raises(ModelError, match="SHA-256"):
        MINILM.__class__(**{**_fields(), "sha256": "0" * 64}).verify()
    with pytest.raises(ModelError, match="not installed"):
        MINILM.__class__(**{**_fields(), "module": "no_such_module_at_all"}).directory()


def _fields() -> dict[str, object]:
    return {name: getattr(MINILM, name) for name in MINILM.__dataclass_fields__}


def test_backends_agree_and_keep_the_order() -> None:
    texts = [*_probe_texts()[:24], "", "x", "“Ünïcode” 😀"]
    exact = load_embedder(Settings.load(embedding_backend="float32")).embed(texts)
    fast = load_embedder(Settings.load(embedding_backend="onnx-uint8")).embed(texts)
    assert exact.shape == (27, 384) and exact.dtype == np.float32
    assert np.allclose(np.linalg.norm(exact, axis=1), 1, atol=1e-5)
    assert np.mean(np.sum(exact * fast, axis=1)[:24]) >= LEAST_FIDELITY
    alone = load_embedder(Settings.load(embedding_backend="float32")).embed(texts[3:4])
    assert np.allclose(alone[0], exact[3], atol=1e-4)


def test_float32_is_what_sentence_transformers_gives() -> None:
    from index.torch_backend import TorchBackend

    texts = _probe_texts()[:4]
    ours = load_embedder(Settings.load(embedding_backend="float32")).embed(texts)
    theirs = TorchBackend(str(MINILM.directory()), "float32").encode(texts)
    assert np.allclose(ours, theirs, atol=1e-4)


def test_another_model_is_a_setting_and_a_wrong_one_an_error(tmp_path) -> None:  # type: ignore[no-untyped-def]
    other = load_embedder(Settings.load(embedding_model=str(MINILM.directory())))
    assert other.model.startswith("model@") and other.dimension == 384
    with pytest.raises(ModelError, match="could not be loaded"):
        load_embedder(Settings.load(embedding_model=str(tmp_path)))
    with pytest.raises(ModelError, match="packaged model only"):
        load_embedder(
            Settings.load(embedding_model=str(MINILM.directory()), embedding_backend="onnx-int8")
        )


def test_int8_can_be_made_on_a_fresh_machine_and_a_damaged_graph_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.embedding, "cache_folder", lambda: tmp_path)
    settings = Settings.load(embedding_backend="onnx-int8")
    load_embedder(settings)
    (tmp_path / "onnx-int8.onnx").write_bytes(b"damaged")
    with pytest.raises(ModelError, match="again"):
        load_embedder(settings)
    assert load_embedder(settings).backend.name == "onnx-int8"


def test_nothing_reports_home(tmp_path: Path) -> None:
    """onnxruntime keeps a device id for its telemetry, unless it is told not to."""
    command = [sys.executable, "-c", "import index.onnx_backend"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path)}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    subprocess.run(command, env=environment, cwd=ROOT, check=True, timeout=60)
    assert list(tmp_path.rglob("*")) == []
