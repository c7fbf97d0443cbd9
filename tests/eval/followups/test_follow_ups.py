"""Follow-ups with what they mean: how they are read, and what the tagger learns from them."""

from pathlib import Path

import pytest

from eval.fit_readings import f_measure
from eval.followups.conversations import OWN, pairs_of, read_conversations, thinned
from eval.followups.follow_up import FollowUp

CONVERSATIONS = """Q who leads the search
A Ruda Velling leads it.
Q since when?
F since when does Ruda Velling lead the search?

Q What is in Ostrel?
"""


def test_conversations_are_read_turn_by_turn(tmp_path: Path) -> None:
    path = tmp_path / "conversations.txt"
    path.write_text(CONVERSATIONS, encoding="utf-8")
    first, second = read_conversations(path)
    assert [set(turn) for turn in first] == [{"Q", "A"}, {"Q", "F"}]
    assert first[1]["F"] == "since when does Ruda Velling lead the search?"
    assert second == [{"Q": "What is in Ostrel?"}]


def test_gold_is_what_is_meant_and_was_said_and_not_in_the_question() -> None:
    one = FollowUp(
        "How old is she?",
        (("Who leads the search?", "Ruda Velling leads it."),),
        "How old is Ruda Velling of Ostrel?",
        "own",
        "own 1",
    )
    assert one.gold == {"ruda", "velling"}


def test_the_conversations_that_were_written_are_whole() -> None:
    """Each turn has a question, all but the last an answer, and no first question leans back."""
    conversations = list(read_conversations(OWN))
    assert len(conversations) > 1000
    for turns in conversations:
        assert all("Q" in turn for turn in turns)
        assert all(turn.get("A") for turn in turns[:-1]), turns
        assert "F" not in turns[0], turns
    later = [turn for turns in conversations for turn in turns[1:]]
    assert 0.6 < sum("F" in turn for turn in later) / len(later) < 0.9


def test_questions_are_paired_with_their_answers() -> None:
    user = [{"role": "user", "content": text} for text in ("Who?", "When?")]
    history = [user[0], user[1], {"role": "assistant", "content": "In May."}]
    assert list(pairs_of(history)) == [("Who?", ""), ("When?", "In May.")]


def test_f_measure_of_words() -> None:
    assert f_measure(frozenset(), frozenset()) == 1
    assert f_measure(frozenset({"tram"}), frozenset()) == 0
    assert f_measure(frozenset({"tram"}), frozenset({"tram", "harbour"})) == pytest.approx(2 / 3)
    assert f_measure(frozenset({"tram"}), frozenset({"tram", "harbour"}), 0.5) > 2 / 3


def test_examples_have_a_label_for_each_word_and_the_loss_falls_with_them() -> None:
    torch = pytest.importorskip("torch")
    from eval.followups.train import _losses, examples_of
    from qa.cross_encoder.layout import whole_tokenizer

    exchange = ("Who leads the search?", "Ruda Velling leads it.")
    one = FollowUp("How old is she?", (exchange,), "How old is Ruda Velling?", "own", "own 1")
    alone = FollowUp("How old is she?", (), "How old is she?", "own", "own 1")
    (example,) = examples_of([one, alone], whole_tokenizer())
    labelled = dict(zip((word for word, _ in example.input.words), example.labels, strict=True))
    assert labelled == {"lead": False, "search": False, "ruda": True, "velling": True}

    def told(right: bool):
        def network(ids, segments, mask):
            logits = torch.full(ids.shape, -9.0)
            for (_, place), label in zip(example.input.words, example.labels, strict=True):
                logits[0, place] = 9.0 if label == right else -9.0
            return logits

        return float(_losses(network, [example])["loss"])

    assert told(right=True) < 0.01 < 1 < told(right=False)


def test_so_many_are_learned_of_a_source_and_all_that_measure_stay() -> None:
    def follow_up(source: str, number: int) -> FollowUp:
        return FollowUp("why?", (("Who?", "Ruda."),), "why Ruda?", source, f"{source} {number}")

    given = [follow_up(source, number) for source in ("natural", "own") for number in range(60)]
    kept = thinned(given, 5, whole={"natural"})
    assert {one for one in kept if one.source == "natural"} == set(given[:60])
    assert {one for one in kept if one.is_held_out} == {one for one in given if one.is_held_out}
    assert sum(one.source == "own" and not one.is_held_out for one in kept) == 5
    assert sum(not one.is_held_out for one in thinned(given, 5)) == 10
