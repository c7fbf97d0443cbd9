"""A teacher learns which sentence answers, and a smaller network learns it from the teacher."""

import random
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from eval.claims import Claim
from eval.entailment import lessons
from eval.entailment.lessons import (
    DENIALS,
    LessonRecipe,
    Step,
    kept_claims,
    lesson_of_list,
    log_odds_of_support,
    losses_of,
    steps_of,
)
from eval.entailment.network import EntailmentNetwork
from eval.entailment.train import pairs_of
from eval.teacher.__main__ import note_scorer
from eval.teacher.lists import Candidate, SentenceList
from eval.teacher.network import Teacher
from eval.teacher.train import Recipe, loss_of, share_first, train
from index.models import MINILM
from qa.cross_encoder.layout import CLS, whole_tokenizer

ANSWERED = SentenceList(
    "Who resigned?",
    (Candidate("Post", "", "Mayor Orla Quist resigned."), Candidate("Post", "", "Rain fell.")),
    True,
    (3.0, -3.0),
)
MISSED = SentenceList("Who stayed?", ANSWERED.candidates, False, (-3.0, -3.0))
SMALL = {
    "vocab_size": 30600, "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
    "intermediate_size": 16, "hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0,
}  # fmt: skip


@pytest.fixture(scope="module")
def tokenizer():
    """Pads, as a published encoder's tokenizer does, which MPNet's differs from in its marks."""
    file = str(MINILM.directory() / "tokenizer.json")
    return transformers.PreTrainedTokenizerFast(tokenizer_file=file, pad_token="[PAD]")


def teacher() -> Teacher:
    body = transformers.MPNetModel(transformers.MPNetConfig(**SMALL), add_pooling_layer=False)
    return Teacher(body)


def test_a_right_teacher_loses_nothing_and_a_wrong_one_much() -> None:
    right, wrong = torch.tensor([9.0, -9.0]), torch.tensor([-9.0, 9.0])
    good = loss_of([right, torch.tensor([-9.0, -9.0])], [ANSWERED, MISSED], 0.5)
    bad = loss_of([wrong, right], [ANSWERED, MISSED], 0.5)
    assert all(float(part) < 0.01 for part in good.values())
    assert all(float(bad[name]) > 2 for name in good)


def test_a_teacher_learns_and_its_lower_layers_stay(tmp_path: Path, tokenizer) -> None:
    recipe = Recipe(steps=20, epochs=20, learning_rate=1e-2, head_learning_rate=1e-2, averaging=0.5)
    torch.manual_seed(recipe.seed)
    before = teacher().state_dict()
    found = train(teacher, tokenizer, [ANSWERED, MISSED], [ANSWERED], tmp_path, recipe)
    after = found.state_dict()
    lower = [name for name in before if "embeddings" in name or ".layer.0." in name]
    upper = [name for name in before if ".layer.1." in name]
    assert lower and all(torch.equal(before[name], after[name]) for name in lower)
    assert upper and any(not torch.equal(before[name], after[name]) for name in upper)
    assert '"first": 1.0' in (tmp_path / "log.jsonl").read_text()


def test_the_share_that_comes_first_is_of_those_that_are_answered() -> None:
    wrong = SentenceList(ANSWERED.question, ANSWERED.candidates, True, (-1.0, 1.0))
    alike = SentenceList(ANSWERED.question, ANSWERED.candidates, True, (1.0, 1.0))
    assert share_first([ANSWERED, wrong, MISSED]) == 0.5
    assert share_first([ANSWERED, alike]) == 0.5
    alone = SentenceList(ANSWERED.question, ANSWERED.candidates[:1], True, (-1.0,))
    assert share_first([alone]) == 1.0


def test_what_another_teacher_scored_is_not_mixed_in(tmp_path: Path) -> None:
    (tmp_path / "000000.jsonl.gz").touch()  # of an earlier version, which noted no teacher
    note_scorer(tmp_path, "one")
    note_scorer(tmp_path, "one")
    with pytest.raises(SystemExit, match="Another teacher scored"):
        note_scorer(tmp_path, "other")


def test_a_lesson_reads_each_sentence_behind_the_one_before_it() -> None:
    tokenizer = whole_tokenizer()
    long = Candidate("Post", "", "Rain fell on Port Aldry. " * 200)
    after = Candidate("Post", "Rain fell.", "It stopped.")
    lesson = lesson_of_list(
        SentenceList("Did it rain?", (long, after), True, (1.0, 0.0)), tokenizer
    )
    assert [window.passage for window in lesson.windows] == [0, 1]  # one window of each
    said = tokenizer.decode(list(lesson.windows[1].ids))
    assert said == "did it rain? post rain fell. it stopped."
    assert lesson.windows[1].ids[0] == CLS


def student() -> EntailmentNetwork:
    torch.manual_seed(1)
    body = transformers.BertModel(transformers.BertConfig(**SMALL), add_pooling_layer=False)
    return EntailmentNetwork(body)


def test_a_student_comes_to_say_what_the_teacher_says() -> None:
    tokenizer, network = whole_tokenizer(), student()
    step = Step((lesson_of_list(ANSWERED, tokenizer), lesson_of_list(MISSED, tokenizer)), ())
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-2)
    lost = []
    for _ in range(30):
        parts = losses_of(network, step)
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
    assert set(losses_of(student(), step)) == {"which", "each", "loss"}


def test_of_a_list_that_nothing_answers_only_each_sentence_counts() -> None:
    step = Step((lesson_of_list(MISSED, whole_tokenizer()),), ())
    parts = losses_of(student(), step)
    assert parts["which"].item() == 0 and parts["each"].item() > 0


def test_denials_stand_several_times_among_the_claims_and_once_among_the_held_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    denied, kept, written = (
        Claim(source, group, "It rained.", "Rain fell.", True)
        for source, group in (("denial", "learned"), ("denial", "held"), ("written", "learned"))
    )
    monkeypatch.setattr(lessons, "written_pairs", lambda data, seed: [written])
    monkeypatch.setattr(lessons, "near_miss_claims", lambda data: [])
    monkeypatch.setattr(lessons, "denials", lambda: [denied, kept])
    monkeypatch.setattr(lessons, "is_held_out", lambda name: name == "held")
    assert kept_claims(Path(), 1) == ([written, *[denied] * DENIALS], [kept])


def test_an_epoch_holds_every_list_once() -> None:
    recipe = LessonRecipe(lists=3, claims=2)
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
