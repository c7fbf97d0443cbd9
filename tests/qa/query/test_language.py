"""Questions in other languages are told from English ones."""

import json
from pathlib import Path

import pytest

from qa.query.language import is_foreign

SEEDS = Path(__file__).parents[3] / "eval" / "questions" / "seeds.jsonl"


@pytest.mark.parametrize(
    "text",
    [
        "¿Cuántas veces fallaron las señales en el puente?",
        "Wer hat den Vertrag am Freitag unterschrieben?",
        "Qui a signé le traité vendredi dernier?",
        "Chi ha firmato il trattato venerdì?",
        "Quem assinou o tratado na sexta-feira?",
        "谁签署了条约并且什么时候?",
    ],
)
def test_another_language(text: str) -> None:
    assert is_foreign(text)


@pytest.mark.parametrize(
    "text",
    ["Why", "Oule Bridge?", "Xie Zhenhua Kerry Beijing talks", "17 von 40", "?!", "🙂 🙂 🙂 🙂"],
)
def test_what_may_be_english(text: str) -> None:
    assert not is_foreign(text)


def test_our_own_questions_are_english() -> None:
    lines = SEEDS.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if is_foreign(json.loads(line)["question"])] == []
