"""Settings of answers and chat, on top of the store's."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from index import Settings

AnswererName = Literal["auto", "extractive"]


class QASettings(Settings):
    """All settings of the program."""

    answerer: AnswererName = Field(
        "auto", description="Who writes the answer: auto takes the best that is there."
    )
    passages: int = Field(10, ge=1, le=100, description="Passages that are read for an answer.")
    answer_threshold: float = Field(
        0.5, ge=0, le=1, description="Confidence below which a question is left unanswered."
    )
    host: str = Field("127.0.0.1", description="Address the chat listens on.")
    port: int = Field(7860, ge=1, le=65535, description="Port the chat listens on.")
