"""The pairs that the checker learns from and those that are kept to choose by."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from rich.progress import track

from eval.checking.altered import falsely, names_in, truly
from eval.checking.statements import statement
from eval.claims import Claim, to_fit
from eval.training import rules
from eval.training.collections import Collection, Labelled, read_collections
from eval.training.groups import Prepared, prepare
from index import Article
from index.sentences import Span, sentence_spans
from qa.cross_encoder.layout import heading
from qa.ranking.reader import Reader

SEED = 11
NEIGHBOURS = 3
"""Sentences around the one a claim is made of, at most, on each side."""
OF_ARTICLE = 24
"""Sentences of one article that claims are made of."""
SHORTEST, LONGEST = 45, 320
DEV_SHARE = 0.1
RIGHT, WRONG = 0.45, 0.25
"""Shares of the questions whose claim is made with their answer, and with another one's."""
STATED = 0.5
"""Share of the claims made of a question that are statements, where its form allows it."""
UNANSWERABLE = 2500
OUTSIDE = 0.12
"""Share of the made claims that are shown a text that does not hold their sentence."""


def read_pairs(data: Path, reader: Reader) -> tuple[list[Claim], list[Claim]]:
    """Those to learn from, and a tenth to choose by; of one article or premise all in one part."""
    found = [_shown_apart(one) for one in to_fit(data, SEED, premises=None)]
    chance = random.Random(SEED)
    aside = {
        one.group for one in found if random.Random(f"{SEED} {one.group}").random() < DEV_SHARE
    }
    learn = [one for one in found if one.group not in aside]
    dev = [one for one in found if one.group in aside]
    for collection in read_collections(data, SEED):
        if collection.name in ("squad", "nq", "wikinews"):
            prepared = prepare(collection)
            for claim in _made(collection, prepared, reader, chance):
                (dev if claim.group in prepared.aside else learn).append(claim)
    chance.shuffle(learn)
    chance.shuffle(dev)
    return learn, dev


def _shown_apart(claim: Claim) -> Claim:
    return replace(claim, evidence=" ".join(claim.evidence.split()))


def _made(
    collection: Collection, prepared: Prepared, reader: Reader, chance: random.Random
) -> Iterator[Claim]:
    for article in collection.articles.values():
        yield from _of_sentences(article, collection.name, prepared, chance)
    answered: dict[str, list[Labelled]] = {}
    for asked in collection.questions:
        if asked.places and asked.is_short and asked.kind in ("squad", "nq"):
            answered.setdefault(asked.places[0][0], []).append(asked)
    names = rules.names_of(collection.questions)
    for name, questions in answered.items():
        yield from _of_answers(collection.articles[name], questions, names, prepared, chance)
    yield from _of_unanswerable(collection, prepared, reader, chance)


def _of_sentences(
    article: Article, kind: str, prepared: Prepared, chance: random.Random
) -> Iterator[Claim]:
    """Claims made of an article's sentences: said otherwise, made false, or of elsewhere."""
    spans = sentence_spans(article.text)
    fitting = [n for n, (s, e) in enumerate(spans) if SHORTEST <= e - s <= LONGEST]
    names = names_in(article.text)
    for number in chance.sample(fitting, min(OF_ARTICLE, len(fitting))):
        sentence = article.text[slice(*spans[number])]
        if not sentence.endswith((".", "”", '"')):
            continue
        around = _around(article, spans, number, chance)
        above = _heading(article, prepared, chance)
        claim = truly(sentence, chance) if chance.random() < 0.8 else sentence
        if chance.random() < OUTSIDE:
            elsewhere = article.text[slice(*spans[chance.choice(fitting)])]
            if elsewhere != sentence and elsewhere not in around and sentence not in elsewhere:
                yield Claim(
                    f"{kind} elsewhere",
                    article.id,
                    truly(elsewhere, chance),
                    around,
                    False,
                    False,
                    above,
                )
                continue
        if chance.random() < 0.5:
            yield Claim(f"{kind} said otherwise", article.id, claim, around, True, False, above)
        elif made := falsely(claim, names, chance):
            yield Claim(
                f"{kind} {made.how}", article.id, made.text, around, False, made.contradicts, above
            )


def _of_answers(
    article: Article,
    questions: Sequence[Labelled],
    names: Sequence[str],
    prepared: Prepared,
    chance: random.Random,
) -> Iterator[Claim]:
    """Claims made of questions with their answers, with those of other questions, and of
    questions that ask for something else with the same answer."""
    spans = sentence_spans(article.text)
    for asked in questions:
        start, end = min(place for _, place in asked.places)
        number = next((n for n, (s, e) in enumerate(spans) if s <= start < e), None)
        if number is None:
            continue
        answer = article.text[start:end]
        around = _around(article, spans, number, chance)
        above = _heading(article, prepared, chance)
        way = chance.random()
        if way < RIGHT:
            yield Claim(
                "answered",
                article.id,
                _said(asked.text, answer, chance),
                around,
                True,
                False,
                above,
            )
        elif way < RIGHT + WRONG and (given := _wrong(asked, questions, chance)):
            claim = _said(asked.text, given, chance)
            yield Claim("answered wrongly", article.id, claim, around, False, True, above)
        elif missed := rules.near_miss(asked, names, chance):
            claim = _said(missed.text, answer, chance)
            yield Claim("answered elsewhere", article.id, claim, around, False, False, above)


def _of_unanswerable(
    collection: Collection, prepared: Prepared, reader: Reader, chance: random.Random
) -> Iterator[Claim]:
    """Claims made of questions without an answer, with what the reader takes for one."""
    asked = [one for one in collection.questions if one.kind == "unanswerable" and one.near]
    for one in track(chance.sample(asked, min(UNANSWERABLE, len(asked))), "unanswerable"):
        name, (start, end) = one.near or ("", (0, 0))
        article = collection.articles[name]
        text = article.text[start:end]
        above = _heading(article, prepared, chance)
        best = reader.read(one.text, [above], [text])[0].best
        answer = text[slice(*best.short)]
        spans = sentence_spans(text)
        number = spans.index(best.span) if best.span in spans else 0
        around = _around(replace(article, text=text), spans, number, chance)
        claim = _said(one.text, answer, chance)
        yield Claim("unanswerable", article.id, claim, around, False, False, above)


def _said(question: str, answer: str, chance: random.Random) -> str:
    """A question and an answer as a claim, or one behind the other."""
    made = statement(question, answer) if chance.random() < STATED else None
    return made or f"{question} {answer}"


def _wrong(asked: Labelled, questions: Sequence[Labelled], chance: random.Random) -> str | None:
    """The answer to another question of the article that begins with the same word, if any."""
    word = asked.text.split()[0].lower()
    right = {answer.lower() for answer in asked.answers}
    others = [
        answer
        for one in questions
        if one is not asked and one.text.split()[0].lower() == word
        for answer in one.answers[:1]
        if not any(answer.lower() in own or own in answer.lower() for own in right)
    ]
    return chance.choice(others) if others else None


def _around(article: Article, spans: Sequence[Span], number: int, chance: random.Random) -> str:
    """The sentence with some of its neighbours, as an answer's evidence may be cut."""
    first = max(0, number - chance.choice((0, 0, 1, NEIGHBOURS)))
    last = min(len(spans) - 1, number + chance.choice((0, 0, 1, NEIGHBOURS)))
    return " ".join(article.text[spans[first][0] : spans[last][1]].split())


def _heading(article: Article, prepared: Prepared, chance: random.Random) -> str:
    if chance.random() < 0.4:
        return ""
    day = prepared.days[article.id] if chance.random() < 0.6 else None
    source = prepared.sources[article.id] if chance.random() < 0.6 else None
    return heading(article.title, source, day)
