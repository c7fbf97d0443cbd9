"""Questions in other languages are told from English ones."""

import json
from pathlib import Path

import pytest

from qa.query.language import foreign_language, language_notice

SEEDS = Path(__file__).parents[3] / "eval" / "questions" / "seeds.jsonl"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("¿Cuántas veces fallaron las señales en el puente?", "Spanish"),
        ("Wer hat den Vertrag am Freitag unterschrieben?", "German"),
        ("Wie hoch ist die Mauer?", "German"),
        ("Was ist mit der Regierung von Berlin?", "German"),
        ("Quien es el rey de Espana?", "Spanish"),
        ("Qui a signé le traité vendredi dernier?", "French"),
        ("Chi ha firmato il trattato venerdì?", "Italian"),
        ("Quem assinou o tratado na sexta-feira?", "Portuguese"),
        ("谁签署了条约并且什么时候?", "Chinese"),
        ("Сколько стоит Harbour Tram?", "Russian"),
    ],
)
def test_another_language(text: str, language: str) -> None:
    assert foreign_language(text) == language
    assert f"seems to be in {language}" in language_notice(language)


@pytest.mark.parametrize(
    "text",
    [
        *("Why", "Oule Bridge?", "Xie Zhenhua Kerry Beijing talks", "17 von 40", "?!"),
        *("🙂 🙂 🙂 🙂", "Did anybody get hurt?", "Which oil sites got hit in September 2019?"),
    ],
)
def test_what_may_be_english(text: str) -> None:
    assert foreign_language(text) is None


def test_our_own_questions_are_english() -> None:
    lines = SEEDS.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if foreign_language(json.loads(line)["question"])] == []
