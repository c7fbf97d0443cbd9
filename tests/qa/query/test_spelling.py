"""Slips of the pen are mended against the words of the articles; names stay as they are."""

from pathlib import Path

import pytest

from index import Article, Store, build, open_store
from qa.query.plan import plan_query
from qa.query.spelling import find_slips, mended
from qa.question import MAX_CHARACTERS, InterpretationKind, Question
from qa.settings import QASettings

TEXTS = (
    "The Harbour Tram will open in May, said the mayor of Lowmarsh, Berit Sondal.",
    "Dr. Senna Marlock won the regatta at Skarrow Point, beside the lighthouse.",
    "The military plane crashed beside the runway; the plane was old.",
    "A place in the harbour was given to the museum. The place is small. A place for all.",
    "The assembly will replace the suspension bridge.",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    settings = QASettings(store=tmp_path_factory.mktemp("slips") / "store")
    articles = [Article(str(n), text, f"Title {n}") for n, text in enumerate(TEXTS)]
    build(articles=articles, store=settings.store, settings=settings)
    return open_store(settings=settings)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("when does the tram opne?", "when does the tram open?"),
        ("WHO IS THE MYOR OF LOWMARSH", "WHO IS THE MAYOR OF LOWMARSH"),
        ("who wone the regata at skarow point", "who won the regatta at skarrow point"),
        ("Did Senna Marlok win?", "Did Senna Marlock win?"),
        ("What does the assembley do with the suspention bridge?",
         "What does the assembly do with the suspension bridge?"),
        ("what plac has the museum, and what is the assembl for?",  # what other words share
         "what place has the museum, and what is the assembly for?"),
        ("What of the whether in Lowmarsh’s harbuor?",
         "What of the whether in Lowmarsh’s harbour?"),
    ],
)  # fmt: skip
def test_slips_are_mended(store: Store, asked: str, meant: str) -> None:
    assert mended(asked, find_slips(asked, store)) == meant


@pytest.mark.parametrize(
    "asked",
    [
        "Who won Eurovision in Rotterdam?",
        "Did Zuckerman speak?",
        "Is the CNET test undated on macOS?",
        "Who hung the noze?",  # a short word of which the rest says nothing
        "Who replaced the bridges, and who is replacing them?",  # other forms of words known
        "What is irreplaceable, milestones or metrics?",
        "Summarise what they harbour, or paralyse its centre.",  # as in Britain
        "Summarize what they harbor, or paralyze its center.",
        "See a.b@marlok.example and https://regata.example/opne, o’opne.",
        "Are the pacers on the runways sentient?",  # words that an article seldom has
        "Jon Marlon",  # too short, or a name of which the articles know nothing together
        "?!",
        "",
    ],
)
def test_what_is_no_slip_stays(store: Store, asked: str) -> None:
    assert find_slips(asked, store) == ()


def test_the_rest_of_the_question_decides(store: Store) -> None:
    asked = "Which military plae crashed?"
    assert [slip.meant for slip in find_slips(asked, store)] == ["plane"]
    asked = "Which plae was given to the museum?"
    assert [slip.meant for slip in find_slips(asked, store)] == ["place"]


def test_a_name_is_mended_to_one_that_stands_beside_the_other(store: Store) -> None:
    assert find_slips("Who is Berit Marlok?", store) == ()
    assert [slip.meant for slip in find_slips("Who is Berit Sondel?", store)] == ["Sondal"]


def test_what_was_mended_is_told_and_can_be_taken_off(store: Store) -> None:
    asked = Question("when does the tram opne?")
    plan = plan_query(asked, store)
    assert plan.query == "when does the tram open?"
    told = [(one.kind, one.words, one.meaning) for one in plan.interpretations]
    assert told == [(InterpretationKind.SPELLING, "opne", "open")]
    plan = plan_query(asked.ignoring([InterpretationKind.SPELLING]), store)
    assert (plan.query, plan.interpretations) == (asked.text, ())


def test_another_language_is_left_alone(store: Store) -> None:
    plan = plan_query(
        Question("Wann wird die Strassenbahn eröffnet und wie viel kostet sie?"), store
    )
    assert plan.language == "German" and plan.query == plan.question.text
    assert plan.interpretations == () and "German" in plan.notices[0]


def test_a_question_does_not_grow_too_long(store: Store) -> None:
    text = ("regata " * 400)[:MAX_CHARACTERS].strip()
    assert len(plan_query(Question(text), store).question.text) <= MAX_CHARACTERS


def test_a_removed_article_teaches_no_words(tmp_path: Path) -> None:
    settings = QASettings(store=tmp_path / "store")
    told = Article("told", "The mayor met Quillwarble at the harbour.", "A meeting")
    build(articles=[told], store=settings.store, settings=settings)
    with open_store(settings=settings) as store:
        assert [one.meant for one in find_slips("who met quilwarble", store)] == ["quillwarble"]
        other = Article("told", "The mayor met nobody at the harbour.", "A meeting")
        build(articles=[other], store=settings.store, settings=settings)
        store.search("mayor", 1)  # looks whether a build has ended
        assert find_slips("who met quilwarble", store) == ()
