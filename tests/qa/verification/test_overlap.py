"""Which evidence holds a sentence, and which sentences nothing holds."""

from collections.abc import Iterator
from datetime import date

import pytest
from builders import hit_of, sentences_of

from index import Article, Store, build, open_store
from qa.settings import QASettings
from qa.types import EvidenceSentence
from qa.verification.overlap import MOST_CITED, SUPPORT_THRESHOLD, OverlapVerifier, Verdict

FERRY = (
    "The ferry to Orsay runs again from Monday, the council said. "
    "It had been out of service since a fire in its engine room on 12 January. "
    "Repairs cost 1.2 million crowns, mayor Ana Delgado told reporters. "
    "Two hundred people waited on the pier. "
    "Tickets stay at 3 crowns."
)
MARKET = "A fire destroyed the fish market in Skarrow. Chinese tourists took pictures of it."
TEXTS = {"ferry": FERRY, "market": MARKET, "again": "Tickets stay at 3 crowns."}
TITLES = {"ferry": "Blighty ferry runs again", "market": "Market burns", "again": "Ferry fares"}
DAY = date(2019, 3, 4)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    settings = QASettings.load(store=tmp_path_factory.mktemp("attribution") / "store")
    articles = [Article(name, TEXTS[name], TITLES[name], "The Post", DAY) for name in TEXTS]
    build(articles=articles, settings=settings)
    with open_store(settings=settings) as opened:
        yield opened


def evidence_of(*names: str) -> list[EvidenceSentence]:
    about = {"source": "The Post", "day": DAY}
    hits = (
        hit_of(TEXTS[name], article=name, passage=rank, title=TITLES[name], **about)
        for rank, name in enumerate(names)
    )
    return sentences_of(*hits)


EVIDENCE = evidence_of("ferry", "market")


@pytest.fixture
def check(store: Store):  # type: ignore[no-untyped-def]
    def checked(sentence: str, question: str = "What?", cites: set[int] = set()) -> Verdict:  # noqa: B006
        verdict = OverlapVerifier(store).check(sentence, EVIDENCE, question, cites)
        assert 0 <= verdict.support <= 1
        assert (
            list(verdict.cited) == sorted(set(verdict.cited)) and len(verdict.cited) <= MOST_CITED
        )
        return verdict

    return checked


def test_a_bare_answer_may_stand_in_a_title(check) -> None:  # type: ignore[no-untyped-def]
    verdict = check("Blighty.", "Where does the ferry run again?")
    assert verdict.holds and verdict.cited == (0,)
    assert not check("Blighty sailors sang loudly until midnight.").holds
    assert not check("Brighton.").holds


def test_a_question_is_no_answer(check) -> None:  # type: ignore[no-untyped-def]
    assert check("Two hundred people waited on the pier.").holds
    assert not check("Two hundred people waited on the pier?").holds


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        ("The ferry runs again from Monday.", (0,)),
        ("The ferry was out of service because of a fire in its engine room.", (1,)),
        ("Repairs cost 1,200,000 crowns.", (2,)),
        ("200 people waited on the pier.", (3,)),
        ("Two hundred people waited, and tickets stay at three crowns.", (3, 4)),
        ("Tourists from China took pictures.", (6,)),
        ("Repairs cost 1.2 million crowns, said Ana Delgado on 4 March 2019.", (2,)),
        ("The Post wrote on Monday that tickets stay at 3 crowns.", (4,)),
    ],
)
def test_what_holds(check, sentence: str, cited: tuple[int, ...]) -> None:  # type: ignore[no-untyped-def]
    verdict = check(sentence)
    assert verdict.holds and set(cited) <= set(verdict.cited)
    assert verdict.support >= SUPPORT_THRESHOLD and not verdict.missing


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("Repairs cost 1.3 million crowns.", "1.3 million"),
        ("Repairs cost 1.2 billion crowns.", "1.2 billion"),
        ("It had been out of service since a fire on 13 January.", "13"),
        ("It had been out of service since a fire in January 2017.", "2017"),
        ("Repairs cost 1.2 million crowns, mayor Ana Poe told reporters.", "Poe"),
        ("Repairs cost 1.2 million crowns, mayor Bea Delgado told reporters.", "Bea"),
        ("The ferry to Lowmarsh runs again from Monday.", "Lowmarsh"),
        ("Tickets stay at 300 crowns.", "300"),
    ],
)
def test_a_wrong_figure_or_name_does_not_hold(check, sentence: str, missing: str) -> None:  # type: ignore[no-untyped-def]
    verdict = check(sentence)
    assert not verdict.holds and missing in verdict.missing


@pytest.mark.parametrize(
    "sentence",
    ["The president resigned after a scandal.", "It was about them and of that.", "The of and.",
     "It does not.", "…", "Zxqv wrpl.", "港口城市开通了电车。", "افتتحت المدينة الترام", ""],
)  # fmt: skip
def test_what_nothing_says_does_not_hold(check, sentence: str) -> None:  # type: ignore[no-untyped-def]
    verdict = check(sentence)
    assert not verdict.holds


def test_a_name_of_the_question_is_allowed_where_the_article_has_it(check) -> None:  # type: ignore[no-untyped-def]
    sentence = "For the boat to Orsay tickets stay at 3 crowns."
    assert check(sentence, "What does the boat to Orsay cost?").holds
    elsewhere = "For the boat to Lowmarsh tickets stay at 3 crowns."
    assert not check(elsewhere, "What does the boat to Orsay cost?").holds


def test_the_words_of_the_question_alone_are_no_support(check) -> None:  # type: ignore[no-untyped-def]
    question = "Did the president resign because of the ferry?"
    assert not check("The president did resign because of the ferry.", question).holds


def test_a_mark_decides_between_equals_only(store: Store) -> None:
    evidence = evidence_of("ferry", "again")
    sentence, verifier = "Tickets stay at 3 crowns.", OverlapVerifier(store)
    twice = [place for place, one in enumerate(evidence) if one.text == sentence]
    assert len(twice) == 2
    for mark in twice:
        assert verifier.check(sentence, evidence, "What?", {mark}).cited == (mark,)
    for invented in (8, 99, -1, -5):
        assert verifier.check(sentence, evidence, "What?", {invented}).cited == (twice[0],)
    assert verifier.check(sentence, evidence, "What?", {0}).cited == (twice[0],)


def test_invented_marks_vouch_for_nothing(check) -> None:  # type: ignore[no-untyped-def]
    assert not check("The president resigned after a scandal.", cites={0, 1, 2, 8}).holds


def test_without_evidence_nothing_holds(store: Store) -> None:
    verdict = OverlapVerifier(store).check("Tickets stay at 3 crowns.", [], "What?", {0})
    assert verdict == Verdict(0.0, ()) and not verdict.holds


def test_what_a_verdict_needs_to_hold() -> None:
    assert Verdict(1.0, (0,)).holds
    assert not Verdict(1.0, ()).holds
    assert not Verdict(1.0, (0,), ("3",)).holds
    assert not Verdict(SUPPORT_THRESHOLD - 0.01, (0,)).holds


def test_a_very_long_sentence_is_checked_like_any_other(check) -> None:  # type: ignore[no-untyped-def]
    assert check(" ".join([FERRY.replace(".", ",")] * 5)).cited
    assert not check("The president resigned because of " + "scandals and " * 5000 + "more.").holds
