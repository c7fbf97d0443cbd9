"""What words let through, and the rules and the network do not."""

from collections.abc import Iterator, Sequence
from datetime import date

import pytest
from builders import hit_of, sentences_of

from index import Article, Store, build, open_store
from qa.entailment import Entailment
from qa.settings import QASettings
from qa.types import EvidenceSentence
from qa.verification.overlap import OverlapVerifier
from qa.verification.verifier import SupportVerifier

TEXT = (
    "Mayor Ana Delgado defeated Tomas Brandt in the vote in Port Aldry on Sunday. "
    "The bridge is expected to open in May, the council said. "
    "Repairs took three weeks and cost 1.2 million crowns."
)
DAY = date(2019, 3, 4)


class Says:
    """A network that says what a test makes it say, and remembers what it read."""

    def __init__(self, said: Entailment) -> None:
        self.said = said
        self.read: list[tuple[str, str, str]] = []

    def predict(
        self, claim: str, headings: Sequence[str], texts: Sequence[str]
    ) -> list[Entailment]:
        self.read += [(claim, above, text) for above, text in zip(headings, texts, strict=True)]
        return [self.said for _ in texts]


YES, NO, SILENT = Entailment(0.9, 0.05, 0.05), Entailment(0.1, 0.8, 0.1), Entailment(0.1, 0.2, 0.7)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    settings = QASettings.load(store=tmp_path_factory.mktemp("support") / "store")
    build(articles=[Article("vote", TEXT, "The vote", "The Post", DAY)], settings=settings)
    with open_store(settings=settings) as opened:
        yield opened


EVIDENCE: list[EvidenceSentence] = sentences_of(
    hit_of(TEXT, article="vote", title="The vote", source="The Post", day=DAY)
)


def test_a_contradiction_stops_what_words_let_through(store: Store) -> None:
    said = "Tomas Brandt defeated Ana Delgado in the vote in Port Aldry."
    verdicts = [
        SupportVerifier(store, Says(read)).check(said, EVIDENCE, "Who won?", set())
        for read in (YES, SILENT, NO)
    ]
    assert [one.holds for one in verdicts] == [True, True, False]
    assert [one.is_contradicted for one in verdicts] == [False, False, True]
    surely, doubtfully, _ = (one.support for one in verdicts)
    assert doubtfully < 0.65 < 0.9 < surely  # the page says "doubtful" of the one


def test_few_of_its_words_and_no_word_of_the_network_are_too_little(store: Store) -> None:
    said = "Ana Delgado swam a long way home past the lights of Port Aldry on Sunday."
    words = OverlapVerifier(store).check(said, EVIDENCE, "Who?", set())
    verdict = SupportVerifier(store, Says(SILENT)).check(said, EVIDENCE, "Who?", set())
    assert not verdict.holds and (verdict.support < words.support or not words.holds)


def test_it_reads_what_is_cited_under_its_heading(store: Store) -> None:
    network = Says(YES)
    SupportVerifier(store, network).check(
        "Repairs cost 1.2 million crowns.", EVIDENCE, "What did repairs cost?", set()
    )
    ((claim, above, text),) = network.read
    assert claim == "Repairs cost 1.2 million crowns."
    assert "The Post" in above and "4 March 2019" in above
    assert text.endswith("cost 1.2 million crowns.") and text.startswith("The bridge")


@pytest.mark.parametrize(
    ("said", "lost", "missing"),
    [
        ("The bridge opened in May.", ("expected",), ()),
        ("Repairs took three days.", (), ("three",)),
        ("Repairs took five weeks.", (), ("5",)),
        ("Elves took 1.2 million crowns.", (), ()),
    ],
)
def test_rules_speak_before_the_network(
    store: Store, said: str, lost: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    network = Says(YES)
    verdict = SupportVerifier(store, network).check(said, EVIDENCE, "What?", set())
    assert (verdict.lost_words, verdict.missing) == (lost, missing)
    if lost or missing:
        assert not verdict.holds and not network.read


def test_an_answer_of_few_words_is_not_read_alone(store: Store) -> None:
    network = Says(SILENT)
    verdict = SupportVerifier(store, network).check(
        "In May.", EVIDENCE, "When will it open?", set()
    )
    assert not network.read and verdict.holds
    verdict = SupportVerifier(store, network).check("The bridge opened.", EVIDENCE, "", set())
    assert not verdict.holds
