"""What kind of answer a question wants, over questions that the weights were not fitted on."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index import Article, Store, build, open_store
from index.embedding import PACKAGED, load_packaged
from index.settings import Settings
from qa.query import kind
from qa.query.cues import cues_of
from qa.query.kind import KindWeights, classify, probabilities
from qa.query.plan import plan_query
from qa.question import Question, QuestionKind

LABELLED = Path(__file__).parent / "question_kinds.txt"
QUESTIONS = [
    (text, {QuestionKind(kind) for kind in kinds.split("/")})
    for line in LABELLED.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
    for kinds, text in [line.split(": ", 1)]
]
NOT_OF_ARTICLES = {QuestionKind.TALK, QuestionKind.COLLECTION}


@pytest.fixture(scope="module")
def store(seed_folder: Path) -> Iterator[Store]:
    with open_store(seed_folder) as store:
        yield store


def test_most_questions_are_of_the_kind_that_a_person_says(store: Store) -> None:
    """A floor under what was measured: .928 of 794."""
    right = [classify(text, store) in kinds for text, kinds in QUESTIONS]
    assert len(right) == 794 and np.mean(right) >= 0.92


@pytest.mark.parametrize("wanted", QuestionKind)
def test_every_kind_is_found(store: Store, wanted: QuestionKind) -> None:
    own = [text for text, kinds in QUESTIONS if kinds == {wanted}]
    assert len(own) >= 25
    assert np.mean([classify(text, store) is wanted for text in own]) >= 0.75


def test_a_question_to_the_articles_is_not_taken_for_talk(store: Store) -> None:
    asked = [text for text, kinds in QUESTIONS if not kinds & NOT_OF_ARTICLES]
    assert [text for text in asked if classify(text, store) in NOT_OF_ARTICLES] == []


@pytest.mark.parametrize(
    "change",
    [str.lower, str.upper, lambda text: text.rstrip("?.!"), lambda text: f"  {text}\n"],
    ids=["small letters", "capitals", "without marks", "blanks"],
)
def test_case_and_marks_matter_little(store: Store, change) -> None:  # type: ignore[no-untyped-def]
    changed = [classify(change(text), store) in kinds for text, kinds in QUESTIONS]
    assert np.mean(changed) >= 0.9


@pytest.mark.parametrize("words", ["Could you please tell me {}", "hello, {}", "so {} thanks"])
def test_politeness_does_not_matter(store: Store, words: str) -> None:
    """Of questions that open with a question word, which it can be put around."""
    asked = [
        (text[:1].lower() + text[1:], kinds)
        for text, kinds in QUESTIONS
        if re.match(r"(?:who|what|when|where|which|why|how) ", text, re.IGNORECASE)
        and not kinds & NOT_OF_ARTICLES
    ]
    found = [classify(words.format(text), store) in kinds for text, kinds in asked]
    assert len(found) > 80 and np.mean(found) >= 0.85


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("why?", QuestionKind.EXPLANATION),
        ("WHY NOT", QuestionKind.EXPLANATION),
        ("and how so?", QuestionKind.EXPLANATION),
        ("who said so?", QuestionKind.FACT),
        ("when was that?", QuestionKind.FACT),
        ("and when exactly did it happen", QuestionKind.FACT),
        ("when did the fire in the depot happen", QuestionKind.FACT),
        ("how long had the depot been burning by then?", QuestionKind.FACT),
        ("when were the three fires, in order of date?", QuestionKind.TIMELINE),
        ("how did the fire in the depot start?", QuestionKind.EXPLANATION),
        ("and Whitfield?", QuestionKind.FACT),
        ("tram cost", QuestionKind.FACT),
        ("Wer ist die Bürgermeisterin?", QuestionKind.FACT),
        ("???", QuestionKind.FACT),
        ("42", QuestionKind.FACT),
        ("quarry q3 net incom", QuestionKind.FACT),
        ("hi", QuestionKind.TALK),
        ("Thanks! And who pays for it?", QuestionKind.FACT),
    ],
)
def test_a_few_words(store: Store, text: str, expected: QuestionKind) -> None:
    assert classify(text, store) is expected


def test_probabilities_are_of_all_kinds(store: Store) -> None:
    for text in ("Who won?", "why?", "x" * 2000, "🙂"):
        found = probabilities(text, store)
        assert list(found) == list(QuestionKind)
        assert sum(found.values()) == pytest.approx(1)


@pytest.mark.parametrize("ordered", ["Sum that up.", "ok explain that simply", "compare them"])
def test_an_order_is_no_talk(ordered: str, store: Store) -> None:
    assert classify(ordered, store) is not QuestionKind.TALK


def test_an_order_to_tell_of_the_program_is(store: Store) -> None:
    assert classify("Can you list what you can do?", store) is QuestionKind.TALK


def test_talk_must_be_likely_and_short(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def found(talk: float) -> dict[QuestionKind, float]:
        rest = {QuestionKind.OVERVIEW: (1 - talk) * 0.7, QuestionKind.FACT: (1 - talk) * 0.3}
        return {**dict.fromkeys(QuestionKind, 0.0), **rest, QuestionKind.TALK: talk}

    monkeypatch.setattr(kind, "probabilities", lambda text, store: found(0.95))
    assert classify("Hello!", store) is QuestionKind.TALK
    assert classify("hello " * 17, store) is QuestionKind.OVERVIEW
    monkeypatch.setattr(kind, "probabilities", lambda text, store: found(0.75))
    assert classify("Hello!", store) is QuestionKind.OVERVIEW


def test_the_weights_are_of_the_packaged_model_and_of_these_kinds() -> None:
    weights = kind._weights()
    count = len(QuestionKind)
    assert weights.vector.shape == (load_packaged().dimension, count)
    assert weights.bias.shape == (count,)
    assert all(own.shape == (count,) for own in weights.cues.values())
    with pytest.raises(ValueError, match="other kinds"):
        KindWeights.of_json({"kinds": ["fact"], "bias": [0], "cues": {}, "vector": []})


def test_a_store_of_another_model_is_asked_all_the_same(tmp_path: Path) -> None:
    from dataclasses import replace

    other = replace(load_packaged(), model="other@1")
    settings = Settings.load(store=tmp_path, embedding_model="other")
    article = Article("a", "The bridge was opened on Monday.", "Bridge")
    build(articles=[article], settings=settings, embedder=other)
    with open_store(settings=settings, embedder=other) as store:
        assert store.embedder().model != PACKAGED
        assert classify("Who opened the bridge?", store) is QuestionKind.FACT
        assert classify("Tell me about the bridge", store) is QuestionKind.OVERVIEW


def test_the_plan_has_the_kind_that_is_given_before_the_one_that_is_read(store: Store) -> None:
    text = "Give me a timeline of the Harbour Tram."
    assert plan_query(Question(text), store).kind is QuestionKind.TIMELINE
    given = Question(text, kind=QuestionKind.LIST)
    assert plan_query(given, store).kind is QuestionKind.LIST


def test_the_kind_costs_no_second_vector(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    embedded: list[str] = []
    embed = type(store.embedder()).embed

    def counting(self, texts):  # type: ignore[no-untyped-def]
        embedded.extend(texts)
        return embed(self, texts)

    monkeypatch.setattr(type(store.embedder()), "embed", counting)
    text = "Who was the first to cross the harbour by tram?"
    plan = plan_query(Question(text), store)
    store.search(plan.query)
    assert embedded == [text]


@pytest.mark.parametrize(
    ("text", "there", "missing"),
    [
        ("Could you please tell me who won?", {"^who", "^who won"}, {"tell", "please"}),
        ("I'd like to know whether it rains", {"^whether"}, {"^i", "know"}),
        ("Hello. What's new?", {"^what", "^what is", "new"}, {"hello"}),
        ("thanks, who won", {"thanks,", "^who"}, {"thanks"}),
        ("Thanks, that helps", {"thanks,", "^that"}, set()),
        ("thanks", {"thanks", "^thanks"}, {"thanks,"}),
        ("They closed it. Which roads are open?", {"^which", "which -s"}, {"closed"}),
        ("Which road is open?", {"^which"}, {"which -s"}),
        ("Isn’t it older than 2020?", {"^is not", "-er than", "1 years"}, {"isn"}),
        ("Tell me about the fire", {"^tell", "^tell me", "about"}, set()),
    ],
)
def test_cues(text: str, there: set[str], missing: set[str]) -> None:
    found = cues_of(text)
    assert there <= found and not missing & found


@pytest.mark.parametrize(
    "text",
    [
        "what are the top stories this week?",
        "What Are The Top Stories This Week?",
        "List the main headlines",
        "Show me the 3 top stories",
        "What were the top stories of May 2022?",
        "what were the biggest stories in july",
        "main news on tuesday 5 july?",
    ],
)
def test_the_news_as_such_is_told_not_listed(store: Store, text: str) -> None:
    assert classify(text, store) is QuestionKind.OVERVIEW


@pytest.mark.parametrize(
    "text",
    [
        "How many top stories are there?",
        "What are the main news sources?",
        "Which source has the most big stories?",
        "Which are the oldest stories of the year?",
        "Which outlet published the top stories?",
    ],
)
def test_what_is_asked_of_it_is_asked_of_the_collection(store: Store, text: str) -> None:
    assert classify(text, store) is QuestionKind.COLLECTION


def test_what_was_asked_says_its_kind_rather_than_what_was_put_in(store: Store) -> None:
    asked = "What was the sum?"
    whole = "What was the sum (timeline of the tram)?"
    assert classify(whole, store) is QuestionKind.TIMELINE
    assert classify(whole, store, asked=asked) is QuestionKind.FACT


def test_what_was_asked_makes_no_question_one_about_the_collection(store: Store) -> None:
    asked, whole = "How many are there?", "How many herons are there in the Oule marshes?"
    assert classify(whole, store, asked=asked) is QuestionKind.FACT
