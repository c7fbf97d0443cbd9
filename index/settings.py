"""Settings of the store: flag, then environment, then `article-qa.toml`, then default.

There is no global object of settings; functions that need them take them as an argument.
"""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, PlainValidator, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from index.errors import UsageError
from index.places import MilvusAddress, folder_of, place_of

PREFIX = "ARTICLE_QA_"
SETTINGS_FILE = Path("article-qa.toml")
DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_FOLDER = Path("storage")
_GONE = {"embedding_backend": "the packaged model runs in one way alone"}
"""Settings of earlier versions, and why there is nothing to set any more."""


class Settings(BaseSettings):
    """What the index can be told. Values out of range are errors.

    Names that are unknown here may be settings of the program above (`qa.settings`),
    which knows all of them and refuses the rest.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,  # a store named "" would be the folder one is in
        toml_file=SETTINGS_FILE,
        extra="ignore",
        frozen=True,
    )

    not_in_file: ClassVar[frozenset[str]] = frozenset({"milvus_token"})
    """Settings that `article-qa.toml` must not hold: keys."""

    store: Annotated[Path | MilvusAddress, PlainValidator(place_of)] = Field(
        DEFAULT_FOLDER,
        description="The store: a folder, milvus://HOST:PORT/NAME, or milvus:FILE.db.",
    )
    milvus_token: SecretStr | None = Field(
        None, description="USER:PASSWORD or key of the Milvus server; only from the environment."
    )
    embedding_model: str = Field(
        DEFAULT_MODEL,
        min_length=1,
        description="Embedding model: the packaged one, or a sentence-transformers folder or name.",
    )
    passage_characters: int = Field(
        900, ge=200, le=1200, description="Longest passage, in characters; the model reads no more."
    )
    passage_overlap: int = Field(
        1, ge=0, le=5, description="Sentences that neighbouring passages share."
    )
    dense_weight: float = Field(
        0.4, ge=0, le=1, description="Weight of the vectors beside the words in a search."
    )

    kept_versions: int = Field(
        5, ge=0, le=1000, description="Earlier texts kept of an article that is followed."
    )
    follow_pause: float = Field(
        2, ge=0, le=3600, description="Seconds between two requests to a host that is followed."
    )

    @property
    def folder(self) -> Path:
        """Where this machine keeps what no engine does: conversations and judgements. That of the
        store where it is one, else one named after the store."""
        return folder_of(self.store)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = TomlConfigSettingsSource(settings_cls)
        for name in cls.not_in_file & file.toml_data.keys():
            raise UsageError(
                f"{name} must not stand in {SETTINGS_FILE}, which others may read. Put it into "
                f"the environment variable {PREFIX}{name.upper()}."
            )
        return init_settings, env_settings, file

    @classmethod
    def load(cls, **flags: Any) -> Self:
        """The settings of this run; flags that are None were not given.

        Raises:
            UsageError: names the setting that is unknown or out of range, and where it stands.
        """
        given = {name: value for name, value in flags.items() if value is not None}
        if cls is not Settings:  # who uses the store alone may have set more for what is above it
            _refuse_unknown_environment(set(cls.model_fields))
        try:
            return cls(**given)
        except ValidationError as error:
            raise UsageError(_explain(error)) from error
        except SettingsError as error:
            raise UsageError(_explain_value(error)) from error
        except ValueError as error:  # TOML that cannot be parsed
            if SETTINGS_FILE.read_bytes().startswith(codecs.BOM_UTF8):
                raise UsageError(
                    f"{SETTINGS_FILE} begins with a byte order mark; save it as UTF-8 without one."
                ) from error
            raise UsageError(f"{SETTINGS_FILE} is not valid TOML: {error}") from error


def _refuse_unknown_environment(known: set[str]) -> None:
    for variable in os.environ:
        name = variable.removeprefix(PREFIX)
        if name != variable and name.lower() not in known:
            if reason := _GONE.get(name.lower()):
                raise UsageError(f"{variable} is no setting any more: {reason}. Unset it.")
            names = ", ".join(PREFIX + name.upper() for name in sorted(known))
            raise UsageError(f"{variable} is not a setting. The settings are {names}.")


def _explain_value(error: SettingsError) -> str:
    """Of a variable that holds no JSON where a list is wanted."""
    field = re.search(r'field "(\w+)"', str(error))
    name = f"{PREFIX}{field[1].upper()}" if field else "A variable"
    return f'{name} is not a list as JSON has it; write it as ["dates"].'


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    if reason := _GONE.get(name):
        return f"{name!r} in {SETTINGS_FILE} is no setting any more: {reason}. Take it out."
    if first["type"] == "extra_forbidden":
        return f"{name!r} in {SETTINGS_FILE} is not a setting; see docs/commands.md for the names."
    return f"The setting {name} cannot be {first['input']!r}: {first['msg'].lower()}."
