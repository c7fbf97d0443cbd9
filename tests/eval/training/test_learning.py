"""The parts of the reader's training that can be checked without training."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from eval.training import rules
from eval.training.collections import LabelledQuestion
from eval.training.examples import example_of, tokens_of
from eval.training.groups import SHORT, Group, GroupPassage, shortened
from eval.training.loop import CHECKPOINT, PROCESSOR
from eval.training.losses import loss_of, sentence_logits
from eval.training.network import Output
from eval.training.train import Recipe, _start, batches, read_group
from eval.training.unpack import unpacked
from index import Article
from index.sentences import sentence_spans
from qa.cross_encoder.layout import whole_tokenizer
from qa.ranking.reader.network import GRAPH, packaged_file

TEXT = "Rain fell on Port Aldry. Mayor Orla Quist resigned on Friday. A vote follows in May."
AT = TEXT.index("Orla Quist")
GROUP = Group(
    "squad",
    "Who resigned?",
    (
        GroupPassage("Post", TEXT, True, ((AT, AT + 10),), (sentence_spans(TEXT)[1],)),
        GroupPassage("Post", "The ferry to Orsay runs again. It is late.", False),
    ),
)


@pytest.fixture(scope="module")
def example():
    return example_of(GROUP, whole_tokenizer())


def test_targets_stand_on_the_answer_and_its_sentence(example) -> None:
    first, second = example.targets
    window = example.inputs[0]
    ((start, end),) = first.spans
    places = window.places[start - window.first : end - window.first + 1]
    assert TEXT[places[0][0] : places[-1][1]] == "Orla Quist"
    assert first.gold == (False, True, False)
    assert not second.relevant
    assert not any(second.gold)


def test_tokens_of_a_place_that_is_cut_off_are_none(example) -> None:
    assert tokens_of(example.inputs[0], (900, 910)) is None


def output_of(example, *, right: bool) -> Output:
    length = max(len(one.ids) for one in example.inputs)
    relevance = torch.tensor([9.0, -9.0])
    tokens = torch.full((2, length, 3), -9.0)
    ((start, end),) = example.targets[0].spans
    tokens[0, start, 0] = tokens[0, end, 1] = 9.0
    first, last = example.targets[0].sentences[1]
    tokens[0, first:last, 2] = 9.0
    tokens[1, 0, :2] = 9.0
    return Output(relevance, tokens) if right else Output(-relevance, -tokens)


def test_a_right_network_loses_nothing_and_a_wrong_one_much(example) -> None:
    length = max(len(one.ids) for one in example.inputs)
    mask = torch.ones(2, length, dtype=torch.long)
    good = loss_of(output_of(example, right=True), [example], mask)
    bad = loss_of(output_of(example, right=False), [example], mask)
    assert set(good) == {"answers", "ranking", "span", "sentence"}
    assert all(float(part) < 0.01 for part in good.values())
    assert all(float(bad[name]) > 1 for name in good)


def test_sentences_of_different_passages_are_held_against_each_other(example) -> None:
    length = max(len(one.ids) for one in example.inputs)
    mask = torch.ones(2, length, dtype=torch.long)
    output = output_of(example, right=True)
    first, last = example.targets[1].sentences[0]
    output.tokens[1, first:last, 2] = 12.0  # surer than the right sentence of the other passage
    assert float(loss_of(output, [example], mask)["sentence"]) > 2


def test_where_no_passage_answers_no_sentence_does() -> None:
    without = Group("near miss", "Who stayed?", GROUP.passages[1:])
    example = example_of(without, whole_tokenizer())
    shape = (1, len(example.inputs[0].ids), 3)
    mask = torch.ones(shape[:2], dtype=torch.long)
    low, high = (
        float(
            loss_of(Output(torch.tensor([-9.0]), torch.full(shape, by)), [example], mask)[
                "sentence"
            ]
        )
        for by in (-9.0, 9.0)
    )
    assert low < 0.01
    assert high > 5


def test_a_sentences_logit_is_the_mean_over_its_tokens(example) -> None:
    length = max(len(one.ids) for one in example.inputs)
    inside = torch.arange(2 * length, dtype=torch.float32).reshape(2, length)
    spans = [(row, *span) for row, one in enumerate(example.targets) for span in one.sentences]
    means = torch.stack([inside[row, first:last].mean() for row, first, last in spans])
    assert torch.allclose(sentence_logits(inside, example.targets), means)


def test_batches_hold_every_group_once() -> None:
    many = [replace(GROUP, question=f"Who resigned in {number}?") for number in range(500)]
    made = list(batches(many, random.Random(1)))
    assert {group.question for batch in made for group in batch} == {g.question for g in many}
    assert sum(len(batch) for batch in made) == 500
    assert len(made) > 1


def test_a_shortened_passage_keeps_its_answer() -> None:
    text = " ".join(f"Sentence number {i} says little of anything at all." for i in range(40))
    spans = sentence_spans(text)
    gold = spans[20]
    shown = GroupPassage("", text, True, ((gold[0], gold[0] + 8),), (gold,))
    for seed in range(20):
        (short,) = shortened(Group("x", "q", (shown,)), random.Random(seed)).passages
        assert len(short.text) <= SHORT + 60
        assert short.text[slice(*short.spans[0])] == "Sentence"
        assert short.text[slice(*short.sentences[0])] == text[slice(*gold)]


def test_questions_made_of_news_are_answered_where_they_say() -> None:
    text = (
        "The Harbour Council approved a tunnel under the river on Tuesday. "
        "More than 40 residents spoke against it at the meeting in Port Aldry last week."
    )
    made = list(rules.questions_on(Article("a", text, "Tunnel approved"), random.Random(2)))
    assert {one.kind for one in made} == {"news", "headline"}
    for one in made:
        if one.is_short:
            ((_, (start, end)),) = one.places
            assert text[start:end] == one.answers[0]
            assert one.answers[0] not in one.text


def test_a_near_miss_differs_in_a_name_or_figure_and_has_no_answer() -> None:
    asked = LabelledQuestion(
        "squad", "When did Orla Quist leave the council in 2019?", (("a", (3, 9)),)
    )
    for seed in range(10):
        miss = rules.near_miss(asked, ["Ana Delgado", "Port Aldry"], random.Random(seed))
        assert miss is not None
        assert miss.text != asked.text
        assert not miss.places
        assert miss.near == asked.places[0]


def test_a_run_starts_from_a_graph_or_from_an_earlier_run(tmp_path: Path) -> None:
    shipped = packaged_file().directory() / GRAPH
    wanted = unpacked(shipped).state_dict()
    torch.save({"average": wanted}, tmp_path / CHECKPOINT)
    for start in (shipped, tmp_path):
        model = _start(Recipe(start=str(start)), PROCESSOR)
        assert all(torch.equal(weights, wanted[name]) for name, weights in model.named_parameters())
        assert model.body.config.hidden_dropout_prob == 0
    readings = read_group(model.eval(), whole_tokenizer(), GROUP, half=False)
    assert readings[0].relevance > readings[1].relevance
