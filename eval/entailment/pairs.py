"""Training and development pairs of the entailment model."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from rich.progress import track

from eval.claims import Claim, more_claims, training_claims
from eval.entailment.contrasts import joined, mixed
from eval.entailment.perturbations import names_in, paraphrase, perturb
from eval.entailment.statements import statement
from eval.training import rules
from eval.training.collections import Collection, LabelledQuestion, read_collections
from eval.training.prepared import Prepared, prepare
from index import Article
from index.sentences import Span, sentence_spans
from qa.cross_encoder.layout import heading
from qa.ranking.reader import Reader

SEED = 11
NEIGHBOURS = 3
"""Sentences of context on each side of the one that a claim is made of, at most."""
OF_ARTICLE = 24
"""Sentences of one article that claims are made of, at most."""
OF_NEWS = 60
"""The same of a news report, of which there are fewer."""
SHORTEST, LONGEST = 45, 320
"""Characters of a sentence that a claim is made of."""
DEV_SHARE = 0.1
"""Share of the groups of `training_claims` that are for development."""
RIGHT, WRONG = 0.45, 0.25
"""Shares of the questions that get their own answer, and the answer to another question."""
STATED = 0.5
"""Share of the questions that become a statement, where their form allows it."""
UNANSWERABLE = 2500
"""Unanswerable questions that are used, at most."""
OUTSIDE = 0.12
"""Share of the sentences that are paired with a context from elsewhere in the article."""
PREMISES = 1200
"""Premises of SNLI, each with about three claims: captions of pictures, unlike news."""
MIXED, JOINED = 0.3, 0.2
"""Of the false claims and of the true ones, where a neighbour is in the context, the share that is
made of both sentences."""


def read_pairs(data: Path, reader: Reader) -> tuple[list[Claim], list[Claim]]:
    """Training and development pairs; those of one article or premise are all in one part.

    Args:
        data: The folder with the public sets.
        reader: Gives wrong answers to unanswerable questions.
    """
    known = (*training_claims(data, SEED, premises=PREMISES), *more_claims(data, SEED))
    found = [_one_line(one) for one in known]
    rng = random.Random(SEED)
    held_out = {
        one.group for one in found if random.Random(f"{SEED} {one.group}").random() < DEV_SHARE
    }
    train = [one for one in found if one.group not in held_out]
    dev = [one for one in found if one.group in held_out]
    for collection in read_collections(data, SEED):
        if collection.name in ("squad", "nq", "wikinews"):
            prepared = prepare(collection)
            for claim in _made(collection, prepared, reader, rng):
                (dev if claim.group in prepared.held_out else train).append(claim)
    rng.shuffle(train)
    rng.shuffle(dev)
    return train, dev


def _one_line(claim: Claim) -> Claim:
    return replace(claim, evidence=" ".join(claim.evidence.split()))


def _made(
    collection: Collection, prepared: Prepared, reader: Reader, rng: random.Random
) -> Iterator[Claim]:
    for article in collection.articles.values():
        yield from _of_sentences(article, collection.name, prepared, rng)
    answered: dict[str, list[LabelledQuestion]] = {}
    for asked in collection.questions:
        if asked.places and asked.is_short and asked.kind in ("squad", "nq"):
            answered.setdefault(asked.places[0][0], []).append(asked)
    names = rules.names_of(collection.questions)
    for name, questions in answered.items():
        yield from _of_answers(collection.articles[name], questions, names, prepared, rng)
    yield from _of_unanswerable(collection, prepared, reader, rng)


def _of_sentences(
    article: Article, kind: str, prepared: Prepared, rng: random.Random
) -> Iterator[Claim]:
    """Claims made of an article's sentences: paraphrased, perturbed, or out of context."""
    spans = sentence_spans(article.text)
    fitting = [n for n, (s, e) in enumerate(spans) if SHORTEST <= e - s <= LONGEST]
    names = names_in(article.text)
    most = OF_NEWS if kind == "wikinews" else OF_ARTICLE
    for number in rng.sample(fitting, min(most, len(fitting))):
        sentence = article.text[slice(*spans[number])]
        if not sentence.endswith((".", "”", '"')):
            continue
        around = _around(article, spans, number, rng)
        above = _heading(article, prepared, rng)
        claim = paraphrase(sentence, rng) if rng.random() < 0.8 else sentence
        if rng.random() < OUTSIDE:
            elsewhere = article.text[slice(*spans[rng.choice(fitting)])]
            if elsewhere != sentence and elsewhere not in around and sentence not in elsewhere:
                yield Claim(
                    f"{kind} other context",
                    article.id,
                    paraphrase(elsewhere, rng),
                    around,
                    False,
                    False,
                    above,
                )
                continue
        near = _near(article, spans, number, around, rng)
        if near and rng.random() < JOINED:
            claim = joined(claim, near, rng)
        yield Claim(f"{kind} paraphrase", article.id, claim, around, True, False, above)
        if near and rng.random() < MIXED and (text := mixed(claim, near, rng)):
            yield Claim(f"{kind} mixed", article.id, text, around, False, False, above)
            continue
        here = names_in(around)
        closest = here if len(here) > 2 and rng.random() < 0.5 else names
        if made := perturb(claim, closest, rng):
            yield Claim(
                f"{kind} {made.kind}", article.id, made.text, around, False, made.contradicts, above
            )


def _of_answers(
    article: Article,
    questions: Sequence[LabelledQuestion],
    names: Sequence[str],
    prepared: Prepared,
    rng: random.Random,
) -> Iterator[Claim]:
    """Claims made of questions: with the right answer, a wrong one, or of a changed question.

    Args:
        names: From all questions, to change a question with.
    """
    spans = sentence_spans(article.text)
    for asked in questions:
        start, end = min(place for _, place in asked.places)
        number = next((n for n, (s, e) in enumerate(spans) if s <= start < e), None)
        if number is None:
            continue
        answer = article.text[start:end]
        around = _around(article, spans, number, rng)
        above = _heading(article, prepared, rng)
        way = rng.random()
        if way < RIGHT:
            yield Claim(
                "right answer",
                article.id,
                _said(asked.text, answer, rng),
                around,
                True,
                False,
                above,
            )
        elif way < RIGHT + WRONG and (given := _wrong(asked, questions, rng)):
            claim = _said(asked.text, given, rng)
            yield Claim("wrong answer", article.id, claim, around, False, True, above)
        elif missed := rules.near_miss(asked, names, rng):
            claim = _said(missed.text, answer, rng)
            yield Claim("changed question", article.id, claim, around, False, False, above)


def _of_unanswerable(
    collection: Collection, prepared: Prepared, reader: Reader, rng: random.Random
) -> Iterator[Claim]:
    """Claims made of unanswerable questions with the answer that the reader predicts."""
    asked = [one for one in collection.questions if one.kind == "unanswerable" and one.near]
    for one in track(rng.sample(asked, min(UNANSWERABLE, len(asked))), "unanswerable"):
        name, (start, end) = one.near or ("", (0, 0))
        article = collection.articles[name]
        text = article.text[start:end]
        above = _heading(article, prepared, rng)
        best = reader.read(one.text, [above], [text])[0].best
        answer = text[slice(*best.short)]
        spans = sentence_spans(text)
        number = spans.index(best.span) if best.span in spans else 0
        around = _around(replace(article, text=text), spans, number, rng)
        claim = _said(one.text, answer, rng)
        yield Claim("unanswerable", article.id, claim, around, False, False, above)


def _said(question: str, answer: str, rng: random.Random) -> str:
    """A statement of question and answer, or the answer behind the question."""
    made = statement(question, answer) if rng.random() < STATED else None
    return made or f"{question} {answer}"


def _wrong(
    asked: LabelledQuestion, questions: Sequence[LabelledQuestion], rng: random.Random
) -> str | None:
    """A different answer: to another question on the article that begins with the same word."""
    word = asked.text.split()[0].lower()
    right = {answer.lower() for answer in asked.answers}
    others = [
        answer
        for one in questions
        if one is not asked and one.text.split()[0].lower() == word
        for answer in one.answers[:1]
        if not any(answer.lower() in own or own in answer.lower() for own in right)
    ]
    return rng.choice(others) if others else None


def _around(article: Article, spans: Sequence[Span], number: int, rng: random.Random) -> str:
    """The sentence with a random number of its neighbours, as evidence may be cut."""
    first = max(0, number - rng.choice((0, 0, 1, NEIGHBOURS)))
    last = min(len(spans) - 1, number + rng.choice((0, 0, 1, NEIGHBOURS)))
    return " ".join(article.text[spans[first][0] : spans[last][1]].split())


def _near(
    article: Article, spans: Sequence[Span], number: int, around: str, rng: random.Random
) -> str:
    """A neighbour of the sentence that is in its context; empty where there is none to make use
    of."""
    texts = [
        article.text[slice(*spans[n])] for n in (number - 1, number + 1) if 0 <= n < len(spans)
    ]
    fitting = [
        text
        for text in (" ".join(one.split()) for one in texts)
        if text in around and SHORTEST <= len(text) <= LONGEST and text.endswith(".")
    ]
    return rng.choice(fitting) if fitting else ""


def _heading(article: Article, prepared: Prepared, rng: random.Random) -> str:
    """A heading with some of title, source and date, or none."""
    if rng.random() < 0.4:
        return ""
    day = prepared.days[article.id] if rng.random() < 0.6 else None
    source = prepared.sources[article.id] if rng.random() < 0.6 else None
    return heading(article.title, source, day)
