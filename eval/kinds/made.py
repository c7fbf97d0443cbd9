"""Questions made of forms, written as people write: with slips, in small letters, politely."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

from eval.kinds.real import Asked, Pieces
from qa.question import QuestionKind

FORMS_FILE = Path(__file__).parent / "questions.toml"
_BEFORE = (
    "please", "hi,", "hello,", "hello.", "so", "and", "but", "well,", "ok,", "ok.", "excuse me,",
    "quick question:", "now", "thanks.", "great.", "sorry,", "yes,", "no,", "also",
    "one more thing:", "interesting.", "i have a question.", "question:", "thank you.", "hey,",
    "good morning,",
)  # fmt: skip
_BEHIND = (" please", ", please?", " please?", " thanks", "? thank you", " thx", "??", " ???", "!")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")


def made_questions(pieces: Pieces, of_each: int, rng: Random) -> list[Asked]:
    """About `of_each` questions of each kind; those of one form are of one group."""
    content = tomllib.loads(FORMS_FILE.read_text(encoding="utf-8"))
    slots = _with_pieces(content["slots"], pieces, rng)
    return [
        Asked(_varied(_filled(form, slots, rng), kind, pieces.sentences, rng), kind, group)
        for kind, form, group in _forms(content["forms"], of_each)
    ]


def _forms(
    forms: Mapping[str, Sequence[str]], of_each: int
) -> Iterator[tuple[QuestionKind, str, str]]:
    for kind, own in forms.items():
        for number, form in enumerate(own):
            for _ in range(1 + of_each // len(own)):
                yield QuestionKind(kind), form, f"{kind} {number}"


def _with_pieces(
    slots: Mapping[str, Sequence[str]], pieces: Pieces, rng: Random
) -> dict[str, Sequence[str]]:
    """What the data sets have joins what is written, as much of it again."""
    topics, things = slots["topic"], slots["things"]
    return {
        **slots,
        "topic": [*topics, *rng.sample(pieces.titles, len(topics))],
        "things": [*things, *rng.sample(pieces.plurals, len(things))],
        "title": pieces.titles,
        "happened": pieces.clauses,
        "items": pieces.items,
        "did": pieces.deeds,
    }


def _filled(form: str, slots: Mapping[str, Sequence[str]], rng: Random) -> str:
    while match := _CHOICE.search(form):
        form = form[: match.start()] + rng.choice(match[1].split("|")) + form[match.end() :]
    while match := _SLOT.search(form):
        form = form[: match.start()] + rng.choice(slots[match[1]]) + form[match.end() :]
    return re.sub(r"\s+(?=[?.,])", "", " ".join(form.split()))


def _varied(text: str, kind: QuestionKind, background: Sequence[str], rng: Random) -> str:
    if kind is not QuestionKind.TALK:
        chance = rng.random()
        if chance < 0.12:
            text = f"{rng.choice(_BEFORE)} {text}"
        elif chance < 0.16:
            text = text.rstrip("?") + rng.choice(_BEHIND)
        elif chance < 0.19:
            text = f"{rng.choice(background)} {text}"
    if rng.random() < 0.1:
        words = text.split()
        place = rng.randrange(len(words))
        words[place] = _with_slip(words[place], rng)
        text = " ".join(words)
    chance = rng.random()
    if chance < 0.35:
        return text.lower().rstrip("?.!")
    if chance < 0.6:
        return text[:1].upper() + text[1:]
    return text.upper() if chance < 0.62 else text.rstrip("?.") if chance < 0.8 else text


def _with_slip(word: str, rng: Random) -> str:
    """The word with two letters swapped, one left out, or one written twice."""
    if len(word) < 4:
        return word
    at = rng.randrange(len(word) - 1)
    first, second = word[at], word[at + 1]
    return word[:at] + rng.choice((second + first, second, first + first + second)) + word[at + 2 :]
