"""The tagger that ships: the right file, what it gives in PyTorch, and sense."""

import json
from pathlib import Path

import numpy as np
import pytest

from index.models import sha256_of
from qa.cross_encoder.layout import SEP, whole_tokenizer
from qa.query.conversation.tagger import load_tagger
from qa.query.conversation.tagger.layout import (
    ANSWER_TOKENS,
    TOKENS,
    keys_of,
    tagger_input,
    word_key,
)
from qa.query.conversation.tagger.network import ABOUT, GRAPH, packaged_file

FOLDER = Path(__file__).parents[4] / "qa" / "query" / "conversation" / "tagger"
MOST_BYTES = 30_000_000
TOLERANCE = 1.5
"""Of a logit, at most, and a third of it on average; int8 rounds what passes between the layers."""
FLOOD = (
    "What happened in the Lowmarsh flood?",
    "The river broke the wall at Lowmarsh on Friday night. Mayor Berit Sondal spoke of a disaster.",
)
TRAM = ("When will the Harbour Tram open?", "The Harbour Tram opens on 18 April.")


def test_the_file_is_the_one_that_was_packed() -> None:
    about = json.loads((FOLDER / ABOUT).read_text(encoding="utf-8"))
    assert sha256_of(FOLDER / GRAPH) == about["sha256"]
    assert (FOLDER / GRAPH).stat().st_size == about["size"] < MOST_BYTES
    assert packaged_file().verify()


def test_it_gives_the_logits_of_the_network_in_pytorch() -> None:
    torch = pytest.importorskip("torch")
    from eval.followups.network import TaggerNetwork
    from eval.training.unpack import filled, small_bert

    network = filled(FOLDER / GRAPH, TaggerNetwork, small_bert)
    fed = tagger_input(whole_tokenizer(), "How many people died?", [FLOOD])
    segments = [int(place >= fed.question_end) for place in range(len(fed.ids))]
    with torch.inference_mode():
        exact = network(torch.tensor([fed.ids]), torch.tensor([segments]))[0].numpy()
    told = load_tagger().tags("How many people died?", [FLOOD])
    expected = {word: max(exact[at] for name, at in fed.words if name == word) for word in told}
    gaps = [abs(told[word] - expected[word]) for word in told]
    assert max(gaps) < TOLERANCE and np.mean(gaps) < TOLERANCE / 3


@pytest.mark.parametrize(
    ("question", "exchanges", "meant", "not_meant"),
    [
        ("How many people died?", [FLOOD], {"lowmarsh", "flood"}, {"friday"}),
        ("How old is she?", [FLOOD], {"berit", "sondal"}, {"friday", "river"}),
        ("What does it cost?", [TRAM, FLOOD], {"harbour", "tram"}, {"friday", "sondal"}),
        ("Who won the election in Peravia?", [TRAM, FLOOD], set(), {"tram", "flood", "lowmarsh"}),
    ],
)
def test_it_tells_what_is_meant(
    question: str, exchanges: list[tuple[str, str]], meant: set[str], not_meant: set[str]
) -> None:
    told = load_tagger().tags(question, exchanges)
    assert all(told[word] > 0 for word in meant), told
    assert all(told.get(word, -1) < 0 for word in not_meant), told


def test_without_a_conversation_nothing_is_told() -> None:
    assert load_tagger().tags("How many people died?", []) == {}
    assert load_tagger().tags("", [("", "")]) == {}


def test_what_was_said_last_stands_first_and_the_oldest_is_left_out() -> None:
    tokenizer = whole_tokenizer()
    long = ("Who spoke?", "A hall full of people listened. " * 60)
    fed = tagger_input(tokenizer, "And then?", [FLOOD, *[long] * 9])
    assert len(fed.ids) <= TOKENS and fed.ids[-1] == SEP
    assert fed.words[0][0] == "happened"
    assert all(fed.question_end <= place < len(fed.ids) for _, place in fed.words)
    (last,) = [tagger_input(tokenizer, "And then?", [long])]
    assert len(last.ids) <= last.question_end + 10 + ANSWER_TOKENS


def test_words_are_the_same_in_singular_and_plural() -> None:
    assert word_key("Brazil") == word_key("brazils") == "brazil"
    assert word_key("glass") == "glass"
    assert keys_of("the ships of Lowmarsh’s harbour") == {"ship", "lowmarsh", "harbour"}


def test_the_tags_of_a_question_are_kept() -> None:
    tagger = load_tagger()
    assert tagger.tags("Why?", [FLOOD]) is tagger.tags("Why?", (FLOOD,))
    assert isinstance(next(iter(tagger.tags("Why?", [FLOOD]).values())), float)
    assert np.isfinite(list(tagger.tags("Why?", [FLOOD]).values())).all()
