"""Citations: verbatim, at gold, supporting; the attribution classifier here is a rule."""

from collections.abc import Sequence

import pytest
from cases import case, citation

from eval.case import GoldSpan
from eval.metrics.abstention import abstention
from eval.metrics.citations import citation_quality, gold_citations, verbatim

TEXT = "One crown. Two crowns. Three crowns."


class HoldsAll:
    """Supports a claim if each of its words stands in the evidence."""

    name = "all words"
    accuracy: dict[str, float] = {}  # noqa: RUF012

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def supported(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        self.asked += pairs
        return [set(claim.split()) <= set(text.split()) for claim, text in pairs]


def test_verbatim() -> None:
    right, moved = citation(1, "Two crowns.", 11), citation(2, "Two crowns.", 12)
    strange = citation(3, "Two crowns.", 11, "b")
    texts = {"a": TEXT}
    assert verbatim(case(citations=[right]), texts.get) == {"verbatim": 1.0}
    scores = verbatim(case(citations=[right, moved, strange]), texts.get)
    assert scores == {"verbatim": pytest.approx(1 / 3)}
    assert verbatim(case(), texts.get) == {}
    assert verbatim(case(citations=[right], status="unanswered"), texts.get) == {}


def test_gold_citations() -> None:
    cited = [citation(1, "One crown.", 0), citation(2, "Two crowns.", 11)]
    sentences = [{"text": "x", "citations": [1, 2]}, {"text": "y", "citations": [2]}]
    gold = (GoldSpan("a", 12, 15),)
    scores = gold_citations(case(citations=cited, sentences=sentences, gold=gold))
    assert scores == {"citations_per_sentence": 1.5, "citation_hit": 1.0, "citation_hit@1": 0.0}
    elsewhere = gold_citations(
        case(citations=cited, sentences=sentences, gold=(GoldSpan("a", 22, 30),))
    )
    assert elsewhere["citation_hit"] == 0.0
    unanswerable = case(citations=cited, sentences=sentences, answerable=False)
    assert gold_citations(unanswerable) == {"citations_per_sentence": 1.5}
    assert gold_citations(case(gold=gold, status="unanswered")) == {}


def test_what_is_counted_or_polite_needs_no_citations() -> None:
    told = case(text="There are 19 articles.", kind="collection", answers=("19",), confidence=1.0)
    assert gold_citations(told) == verbatim(told, {}.get) == {}
    assert citation_quality(told, HoldsAll()) == {}
    assert abstention(told)["selective_accuracy"] == 1.0
    greeted = case(text="Hello!", kind="talk", answerable=False)
    assert gold_citations(greeted) == citation_quality(greeted, HoldsAll()) == {}


def supports(claim: str, *quotes: str) -> dict[str, float]:
    cited = [citation(number, quote) for number, quote in enumerate(quotes, 1)]
    sentences = [{"text": claim, "citations": list(range(1, len(quotes) + 1))}]
    return dict(citation_quality(case(citations=cited, sentences=sentences), HoldsAll()))


def test_citations_as_in_alce() -> None:
    assert supports("a b", "a b") == {"citation_recall": 1.0, "citation_precision": 1.0}
    assert supports("a b", "a") == {"citation_recall": 0.0, "citation_precision": 0.0}
    assert supports("a b", "a", "b") == {"citation_recall": 1.0, "citation_precision": 1.0}
    assert supports("a b", "a b", "c") == {"citation_recall": 1.0, "citation_precision": 0.5}
    assert supports("a b", "a b", "b a") == {"citation_recall": 1.0, "citation_precision": 1.0}
    assert supports("a b", "a", "b", "b c")["citation_precision"] == pytest.approx(1 / 3)
    assert supports("a b c", "a", "b") == {"citation_recall": 0.0, "citation_precision": 0.0}
    assert supports("a") == {"citation_recall": 0.0}


def test_over_sentences() -> None:
    cited = [citation(1, "a"), citation(2, "b")]
    sentences = [{"text": "a", "citations": [1, 2]}, {"text": "z", "citations": [2]}]
    scores = citation_quality(case(citations=cited, sentences=sentences), HoldsAll())
    assert scores == {"citation_recall": 0.5, "citation_precision": pytest.approx(1 / 3)}
    refused = case(citations=cited, sentences=sentences, status="unanswered")
    assert citation_quality(refused, HoldsAll()) == {}


def test_the_title_is_part_of_the_evidence_once() -> None:
    cited = [{**citation(n, quote), "title": "Tram"} for n, quote in ((1, "a"), (2, "b"))]
    classifier = HoldsAll()
    scores = citation_quality(
        case(citations=cited, sentences=[{"text": "Tram a b", "citations": [1, 2]}]), classifier
    )
    assert scores["citation_recall"] == 1.0
    assert classifier.asked[0] == ("Tram a b", "Tram\na\nb")
