"""Which model files are used, where they come from, and that they are the right ones."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from index.errors import ModelError


def sha256_of(path: Path) -> str:
    """The SHA-256 of a whole file, as 64 small hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model by name, size and hash, with the Python package that carries it."""

    name: str
    use: str
    file: str
    size: int
    sha256: str
    licence: str
    package: str
    module: str
    folder: str

    def directory(self) -> Path:
        """The folder with the model, found without importing its package.

        Raises:
            ModelError: the package is not installed, or its file has another size.
        """
        spec = importlib.util.find_spec(self.module)
        if spec is None or not spec.submodule_search_locations:
            raise ModelError(
                f"The model {self.name} is not installed. Run: pip install {self.package}"
            )
        directory = Path(next(iter(spec.submodule_search_locations))) / self.folder
        path = directory / self.file
        if not path.is_file() or path.stat().st_size != self.size:
            raise ModelError(self._wrong_file(path))
        return directory

    def verify(self) -> Path:
        """`directory()`, after reading the whole file and comparing its hash.

        Raises:
            ModelError: it is missing or not the file expected.
        """
        directory = self.directory()
        if sha256_of(directory / self.file) != self.sha256:
            raise ModelError(self._wrong_file(directory / self.file))
        return directory

    def _wrong_file(self, path: Path) -> str:
        return (
            f"{path} is not the file of {self.name} that is expected (by size or SHA-256). "
            f"Run: pip install --force-reinstall {self.package}"
        )


MINILM = ModelFile(
    name="all-MiniLM-L6-v2",
    use="embedding",
    file="minilm.onnx",
    size=23_106_982,
    sha256="eda188563b3520a421ba560760bccf6ccb7448600a97e74d57f7ff608f36f9c7",
    licence="Apache-2.0",
    package="article-qa",
    module="index",
    folder="minilm",
)
"""The network in eight bits, derived from sentence-transformers' all-MiniLM-L6-v2."""

TOKENIZER = ModelFile(
    name="all-MiniLM-L6-v2-tokenizer",
    use="embedding, reading, checking",
    file="tokenizer.json",
    size=466_247,
    sha256="be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    licence="Apache-2.0",
    package="article-qa",
    module="index",
    folder="minilm",
)
"""Its tokenizer, which reader and checker share."""

MODELS = (MINILM, TOKENIZER)
