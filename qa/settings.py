"""Settings of answers and chat, on top of the store's."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from index import Settings
from qa.question import DIGESTS, InterpretationKind, QuestionKind

Strictness = Literal["strict", "balanced", "eager"]


class Least(NamedTuple):
    """Least confidence of an answer, by its kind."""

    fact: float
    explanation: float
    """Of which something is right more often where confidence is low."""
    parts: float
    """Of a list or a comparison, of which a part may be missing without anything being false, and
    of a yes or no: what decides it stands there to be read."""
    digest: float
    """Of an overview or a timeline, of which something is nearest whatever is asked."""

    def of(self, kind: QuestionKind) -> float:
        """Of a kind of answer."""
        if kind in _IN_PARTS:
            return self.parts
        if kind in DIGESTS:
            return self.digest
        return self.explanation if kind is QuestionKind.EXPLANATION else self.fact


_IN_PARTS = frozenset([QuestionKind.LIST, QuestionKind.COMPARISON, QuestionKind.YES_NO])
THRESHOLDS: dict[Strictness, tuple[Least, Least]] = {
    "strict": (Least(0.65, 0.65, 0.55, 0.6), Least(0.55, 0.55, 0.45, 0.5)),
    "balanced": (Least(0.45, 0.35, 0.35, 0.35), Least(0.25, 0.25, 0.15, 0.25)),
    "eager": (Least(0.25, 0.25, 0.15, 0.2), Least(0.15, 0.15, 0.05, 0.15)),
}
"""For quoting, and for asking a language model, which may still decline."""
AnswererChoice = Literal["auto", "extractive", "local", "hosted"]


class QASettings(Settings):
    """All settings of the program. Unknown names are errors."""

    model_config = SettingsConfigDict(extra="forbid")
    not_in_file = Settings.not_in_file | {"hosted_key", "database"}

    answerer: AnswererChoice = Field(
        "auto",
        description="auto (hosted if one is named, else local if its model is there and not a "
        "small one, else extractive), extractive, local or hosted.",
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
    hosted_context: int | None = Field(
        None,
        ge=1024,
        le=10_000_000,
        description="Tokens that the endpoint's model can take in, where it matters.",
    )
    hosted_slots: int = Field(
        8, ge=1, le=256, description="Answers that the endpoint writes side by side."
    )
    profile: Literal["auto", "small", "medium", "strong"] = Field(
        "auto",
        description="What a language model is shown and how long it may write: small (a few "
        "sentences), medium or strong (whole passages); auto goes by its name and size.",
    )
    answer_tokens: int | None = Field(
        None,
        ge=32,
        le=8192,
        description="Tokens an answer may have, instead of the profile's.",
    )
    evidence_characters: int | None = Field(
        None,
        ge=200,
        le=200_000,
        description="Characters of evidence that a model is shown, instead of the profile's.",
    )
    reader: str = Field(
        "packaged",
        min_length=1,
        description="What judges passages: packaged, or a cross-encoder by its folder or its "
        "name on a hub.",
    )
    candidates: int = Field(16, ge=1, le=200, description="Passages found that the reader judges.")
    passages: int = Field(
        10, ge=1, le=100, description="Of these, the best whose sentences may answer."
    )
    ignore: list[InterpretationKind] = Field(
        [],
        description="What is not to be read from a question's words: conversation, dates, newest, "
        "sources, comparison, spelling.",
    )
    old_after: int = Field(
        90,
        ge=1,
        le=36_500,
        description="Days after which the newest article cited counts as old, where a question is "
        "about now.",
    )
    strictness: Strictness = Field(
        "balanced",
        description="strict (rather no answer than a wrong one), balanced, or eager (rather a "
        "doubtful answer than none).",
    )
    answer_threshold: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Confidence below which a question is left unanswered, instead of strictness.",
    )
    model_threshold: float | None = Field(
        None,
        ge=0,
        le=1,
        description="The same for a language model, which may still decline by itself.",
    )
    deadline: float = Field(
        60,
        ge=1,
        le=86_400,
        description="Seconds that the program may work at one answer; to wait for others, or for "
        "a language model, does not count.",
    )
    model_deadline: float = Field(
        600,
        ge=1,
        le=86_400,
        description="Seconds that a language model may take for one answer, from its turn on; "
        "then the articles are quoted instead.",
    )
    follow: bool = Field(
        True, description="Whether the chat keeps what is followed up to date while it runs."
    )
    keep_conversations: bool = Field(
        True, description="Whether the chat keeps conversations, to be opened again later."
    )
    conversations: Path | None = Field(
        None,
        description="File of the conversations and of what is said of answers; without it "
        "conversations.sqlite in the store's folder.",
    )
    database: SecretStr | None = Field(
        None,
        description="Address of a PostgreSQL database that several servers share, for "
        "conversations, what is said of answers, and users: postgresql+psycopg://USER@HOST/NAME; "
        "only from the environment, since it may hold a password.",
    )
    host: str = Field("127.0.0.1", description="Address the chat listens on.")
    port: int = Field(7860, ge=1, le=65535, description="Port the chat listens on.")
    users: Path = Field(Path("users.json"), description="File of those who may sign in.")
    login: bool = Field(
        False, description="Ask for a login on this machine, too, as behind a proxy."
    )
    metrics: bool = Field(
        False, description="Whether the chat serves numbers for Prometheus at /metrics."
    )
    log: Literal["none", "events", "questions"] = Field(
        "none",
        description="What the chat writes to stderr of each question: none, events (kind, outcome, "
        "seconds), or questions (its words, too).",
    )

    def threshold(
        self,
        kind: QuestionKind = QuestionKind.FACT,
        *,
        quotes: bool,
    ) -> float:
        """Confidence below which a question is left unanswered, by quoting or by a model."""
        quoting, asking = THRESHOLDS[self.strictness]
        given = self.answer_threshold if quotes else self.model_threshold
        return (quoting if quotes else asking).of(kind) if given is None else given
