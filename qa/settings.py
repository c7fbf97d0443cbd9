"""Settings of answers and chat, on top of the store's."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from index import Settings

AnswererChoice = Literal["auto", "extractive", "local", "hosted"]


class QASettings(Settings):
    """All settings of the program. Unknown names are errors."""

    model_config = SettingsConfigDict(extra="forbid")
    not_in_file = frozenset({"hosted_key"})

    answerer: AnswererChoice = Field(
        "auto",
        description="auto (hosted if one is named, else local if its model is there, else "
        "extractive), extractive, local or hosted.",
    )
    local_model: str = Field(
        "Qwen2.5-Coder-1.5B-Instruct",
        min_length=1,
        description="Local model: a name of `article-qa models`, a .gguf file, or "
        "OWNER/REPOSITORY/FILE.gguf of a hub.",
    )
    local_slots: int = Field(
        1, ge=1, le=64, description="Answers that the local model writes side by side."
    )
    hosted_url: str | None = Field(
        None,
        pattern="^https?://",
        description="Base address of an OpenAI-compatible endpoint, mostly ending in /v1.",
    )
    hosted_model: str | None = Field(None, min_length=1, description="The endpoint's model.")
    hosted_key: SecretStr | None = Field(
        None, description="Key of the endpoint; only from the environment."
    )
    hosted_key_file: Path | None = Field(
        None, description="File that holds the key; only its owner may read it."
    )
    hosted_timeout: float = Field(
        60, ge=1, le=3600, description="Longest silence of the endpoint, in seconds."
    )
    hosted_slots: int = Field(
        8, ge=1, le=256, description="Answers that the endpoint writes side by side."
    )
    passages: int = Field(10, ge=1, le=100, description="Passages that are read for an answer.")
    answer_threshold: float = Field(
        0.5, ge=0, le=1, description="Confidence below which a question is left unanswered."
    )
    model_threshold: float = Field(
        0.4,
        ge=0,
        le=1,
        description="The same for a language model, which may still decline by itself.",
    )
    host: str = Field("127.0.0.1", description="Address the chat listens on.")
    port: int = Field(7860, ge=1, le=65535, description="Port the chat listens on.")
