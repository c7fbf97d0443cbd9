"""Judgements as the questions of a set that `article-qa eval` takes."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from index.files import new_file
from qa.history.judgement import Judgement

TAG = "from chat"
"""Marks the questions that come from judgements."""


def as_question(judgement: Judgement) -> dict[str, Any] | None:
    """The line of a question set; None for an answer of which too little is known.

    That is a wrong one where it is not said what would be right, and a right one that has
    neither a short answer nor a quotation that supports it.
    """
    answered = judgement.answer["status"] == "answered"
    answers: list[str] = []
    gold: list[dict[str, str]] = []
    if judgement.verdict == "right":
        answerable = answered
        if answered:
            answers = [short] if (short := judgement.answer["short"]) else []
            gold = [
                {"article_id": one["article_id"], "quote": one["quote"]}
                for one in judgement.answer["citations"]
                if one.get("number") not in judgement.wrong_sources
            ]
            if not answers and not gold:
                return None
    elif judgement.unanswerable:
        answerable = False
    elif judgement.correction:
        answerable, answers = True, [judgement.correction]
    else:
        return None
    asked = judgement.to_json()
    return {
        "id": f"chat-{judgement.id}",
        **{name: asked[name] for name in ("question", "history", "as_of", "filters")},
        "answers": answers,
        "answerable": answerable,
        "gold": gold,
        "tags": [TAG],
    }


def question_lines(questions: Iterable[dict[str, Any]]) -> str:
    """A question set as the text of its file."""
    return "".join(json.dumps(question, ensure_ascii=False) + "\n" for question in questions)


def write_questions(path: Path, questions: Iterable[dict[str, Any]]) -> None:
    """Writes a question set to a new file, which is there as a whole or not at all.

    Raises:
        UsageError: the file exists, or cannot be written.
    """
    content = question_lines(questions).encode("utf-8", "replace")
    with new_file(path) as file:
        file.write(gzip.compress(content) if path.suffix == ".gz" else content)
