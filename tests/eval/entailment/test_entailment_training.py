"""A body learns which sentence answers; the network learns it again, with claims beside it."""

import random
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from eval.claims import Claim
from eval.entailment import examples
from eval.entailment.examples import (
    PUBLIC,
    SNLI,
    buried,
    learned_claims,
    lesson_of_list,
    measured_claims,
    pairs_of,
)
from eval.entailment.judge import Judge, JudgeRecipe, loss_of, share_first, train
from eval.entailment.lists import Candidate, SentenceList
from eval.entailment.network import EntailmentNetwork, started
from eval.entailment.train import Recipe, Step, log_odds_of_support, losses_of, steps_of
from index.models import MINILM
from qa.cross_encoder.layout import CLS, whole_tokenizer

ANSWERED = SentenceList(
    "Who resigned?",
    (Candidate("Post", "", "Mayor Orla Quist resigned."), Candidate("Post", "", "Rain fell.")),
    True,
)
MISSED = SentenceList("Who stayed?", ANSWERED.candidates, False)
SMALL = {
    "vocab_size": 30600, "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
    "intermediate_size": 16, "hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0,
}  # fmt: skip


@pytest.fixture(scope="module")
def tokenizer():
    """Pads, as a published encoder's tokenizer does, which MPNet's differs from in its marks."""
    file = str(MINILM.directory() / "tokenizer.json")
    return transformers.PreTrainedTokenizerFast(tokenizer_file=file, pad_token="[PAD]")


def body():
    torch.manual_seed(1)
    return transformers.MPNetModel(transformers.MPNetConfig(**SMALL), add_pooling_layer=False)


def judge() -> Judge:
    return Judge(body())


def test_a_right_judge_loses_nothing_and_a_wrong_one_much() -> None:
    right, wrong = torch.tensor([9.0, -9.0]), torch.tensor([-9.0, 9.0])
    good = loss_of([right, torch.tensor([-9.0, -9.0])], [ANSWERED, MISSED], 0.5)
    bad = loss_of([wrong, right], [ANSWERED, MISSED], 0.5)
    assert all(float(part) < 0.01 for part in good.values())
    assert all(float(bad[name]) > 2 for name in good)


def test_a_judge_learns_and_its_lower_layers_stay(tmp_path: Path, tokenizer) -> None:
    recipe = JudgeRecipe(
        steps=20, epochs=20, learning_rate=1e-2, head_learning_rate=1e-2, averaging=0.5
    )
    torch.manual_seed(recipe.seed)
    before = judge().state_dict()
    found = train(judge, tokenizer, [ANSWERED, MISSED], [ANSWERED], tmp_path, recipe)
    after = found.state_dict()
    lower = [name for name in before if "embeddings" in name or ".layer.0." in name]
    upper = [name for name in before if ".layer.1." in name]
    assert lower and all(torch.equal(before[name], after[name]) for name in lower)
    assert upper and any(not torch.equal(before[name], after[name]) for name in upper)
    assert '"first": 1.0' in (tmp_path / "log.jsonl").read_text()


def test_the_share_that_comes_first_is_of_those_that_are_answered() -> None:
    right, wrong, alike = [3.0, -3.0], [-1.0, 1.0], [1.0, 1.0]
    assert share_first([right, wrong, right], [ANSWERED, ANSWERED, MISSED]) == 0.5
    assert share_first([right, alike], [ANSWERED, ANSWERED]) == 0.5
    assert share_first([[-1.0]], [ANSWERED]) == 1.0  # alone


def test_a_lesson_reads_each_sentence_behind_the_one_before_it() -> None:
    tokenizer = whole_tokenizer()
    long = Candidate("Post", "", "Rain fell on Port Aldry. " * 200)
    after = Candidate("Post", "Rain fell.", "It stopped.")
    lesson = lesson_of_list(SentenceList("Did it rain?", (long, after), True), tokenizer)
    assert [window.passage for window in lesson.windows] == [0, 1]  # one window of each
    said = tokenizer.decode(list(lesson.windows[1].ids))
    assert said == "did it rain? post rain fell. it stopped."
    assert lesson.windows[1].ids[0] == CLS


def network() -> EntailmentNetwork:
    return started(body())


def test_what_the_network_starts_with_is_a_copy_whose_lower_half_stays() -> None:
    begun = body()
    model = started(begun)
    learning = {name for name, one in model.named_parameters() if one.requires_grad}
    assert {name for name in learning if "embeddings" in name or "bias.weight" in name} == set()
    assert {name.split(".layer.")[1][0] for name in learning if ".layer." in name} == {"1"}
    torch.nn.init.zeros_(model.body.body.encoder.layer[1].output.dense.weight)
    assert begun.encoder.layer[1].output.dense.weight.abs().sum() > 0


def test_the_encoder_is_fed_the_words_that_the_packaged_tokenizer_means() -> None:
    """In MPNet's vocabulary four marks stand before BERT's words, and its marks for the beginning,
    for nothing and for the end are 0, 1 and 2."""
    numbers = network().body.numbers
    tokenizer = whole_tokenizer()
    marks = [tokenizer.token_to_id(mark) for mark in ("[CLS]", "[PAD]", "[SEP]")]
    assert numbers[marks].tolist() == [0, 1, 2]
    assert numbers[tokenizer.token_to_id("ferry")] == tokenizer.token_to_id("ferry") + 4


def test_the_network_comes_to_say_what_the_lists_say() -> None:
    tokenizer, model = whole_tokenizer(), network()
    step = Step((lesson_of_list(ANSWERED, tokenizer), lesson_of_list(MISSED, tokenizer)), ())
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-2)
    lost = []
    for _ in range(30):
        parts = losses_of(model, step)
        assert set(parts) == {"which", "each"}
        loss = sum(parts.values())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        lost.append(float(loss.detach()))
    assert lost[-1] < lost[0] / 3


def test_claims_are_learned_beside_the_lists() -> None:
    tokenizer = whole_tokenizer()
    claim = Claim("written", "t1", "It rained.", "Rain fell.", True, False, "Post")
    step = Step((lesson_of_list(ANSWERED, tokenizer),), tuple(pairs_of([claim], tokenizer)))
    assert set(losses_of(network(), step)) == {"which", "each", "claims"}


def test_of_a_list_that_nothing_answers_only_each_sentence_counts() -> None:
    step = Step((lesson_of_list(MISSED, whole_tokenizer()),), ())
    parts = losses_of(network(), step)
    assert parts["which"].item() == 0 and parts["each"].item() > 0


def test_of_the_claims_denials_stand_several_times_and_public_ones_are_limited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    denied, kept, written = (
        Claim(source, group, "It rained.", "Rain fell.", True)
        for source, group in (("denial", "learned"), ("denial", "held"), ("written", "learned"))
    )
    monkeypatch.setattr(examples, "written_pairs", lambda data, seed: [written])
    monkeypatch.setattr(examples, "yes_no_claims", lambda data: [])
    monkeypatch.setattr(examples, "denials", lambda: [denied, kept])
    monkeypatch.setattr(examples, "is_held_out", lambda name: name == "held")
    public = [Claim("snli", f"p{n}", "A dog.", "A dog runs.", True) for n in range(SNLI + 5)]
    public += [Claim("fm2", f"f{n}", "It rained.", "Rain.", True) for n in range(PUBLIC + 5)]
    monkeypatch.setattr(examples, "training_claims", lambda data, seed: public)
    monkeypatch.setattr(examples, "more_claims", lambda data, seed: [])
    learned = learned_claims(Path(), 2, 3, 1, random.Random(1))
    assert learned[:4] == [written, *[denied] * 3] and learned[-1] == written
    assert [one.source for one in learned[4:-1]] == ["fm2"] * PUBLIC + ["snli"] * SNLI
    assert measured_claims(Path(), 1) == [kept]


def test_what_bears_a_claim_out_stands_before_other_sentences_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claims = [Claim("denial denied", str(n), "It ran.", f"Line {n}.", False) for n in range(40)]
    written = Claim("written", "t1", "It rained.", "Rain fell.", True)
    monkeypatch.setattr(examples, "buried_pairs", lambda data, rng: [written])
    *denied, last = buried(Path(), [written, *claims], random.Random(1))[1:]
    assert last == written
    longer = [one for one in denied if one.evidence.count("Line") > 1]
    assert 10 < len(longer) < 30
    for one, before in zip(denied, claims, strict=True):
        assert one.evidence.startswith(before.evidence)


def test_an_epoch_holds_every_list_once() -> None:
    recipe = Recipe(lists=3, claims=2)
    tokenizer = whole_tokenizer()
    claim = Claim("written", "t1", "It rained.", "Rain fell.", True, False, "Post")
    all_lists = [lesson_of_list(ANSWERED, tokenizer), lesson_of_list(MISSED, tokenizer)] * 4
    steps = list(steps_of(all_lists, pairs_of([claim] * 5, tokenizer), recipe, random.Random(1)))
    assert [len(one.lessons) for one in steps] == [3, 3, 2]
    assert [len(one.pairs) for one in steps] == [2, 2, 1]


def test_log_odds_of_support_are_those_of_the_probabilities() -> None:
    logits = torch.tensor([[2.0, -1.0, 0.5]])
    share = logits.softmax(-1)[0, 0]
    assert torch.allclose(log_odds_of_support(logits)[0], torch.log(share / (1 - share)))
