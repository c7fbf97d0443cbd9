"""The entailment network that ships: the right file, what it gives in PyTorch, and sense."""

import json
from pathlib import Path

import numpy as np
import pytest

from eval.entailment.denials import denials
from eval.held_out import is_held_out
from index.models import sha256_of
from qa.cross_encoder.layout import inputs_of, whole_tokenizer, windows
from qa.entailment import load_entailment_model
from qa.entailment.network import ABOUT, GRAPH, OnnxEntailmentModel, packaged_file, softmax

FOLDER = Path(__file__).parents[3] / "qa" / "entailment"
MOST_BYTES = 90_000_000
MEAN_GAP = 0.08
"""Of probabilities; int8 rounds what passes between the layers."""
ABOVE = "Harbour Post, 4 March 2019, Ferry runs again"
FERRY = (
    "The ferry to Orsay runs again from Monday, the council said. It had been out of service "
    "since a fire in its engine room on 12 January. Tickets stay at 3 crowns."
)
CLAIMS = (
    "The ferry runs again from Monday.",
    "The ferry sank.",
    "Tickets cost 9 crowns.",
    "The council said that the ferry to Orsay runs again.",
    "There was a fire on 12 January.",
    "The ferry never stopped running.",
    "It was out of service for weeks.",
    "Nobody was hurt.",
    "A ticket costs 3 crowns.",
    "The ferry may run again in summer.",
    "Its engine failed because of the cold.",
    "Orsay lost its ferry for good.",
)


@pytest.fixture(scope="module")
def model():
    return load_entailment_model()


def test_the_file_is_the_one_that_was_packed() -> None:
    about = json.loads((FOLDER / ABOUT).read_text(encoding="utf-8"))
    assert sha256_of(FOLDER / GRAPH) == about["sha256"]
    assert (FOLDER / GRAPH).stat().st_size == about["size"] < MOST_BYTES
    assert packaged_file().verify()


def test_it_gives_the_probabilities_of_the_network_in_pytorch(model) -> None:
    torch = pytest.importorskip("torch")
    from eval.entailment.network import EntailmentNetwork
    from eval.published import unlearned
    from eval.training.unpack import filled

    network = filled(FOLDER / GRAPH, EntailmentNetwork, unlearned)
    gaps = []
    for claim in CLAIMS:
        made = windows(whole_tokenizer(), claim, [ABOVE], [FERRY])
        with torch.inference_mode():
            exact = softmax(network(*map(torch.from_numpy, inputs_of(made).values())).numpy())[0]
        (packed,) = model.predict(claim, [ABOVE], [FERRY])
        told = (packed.supported, packed.contradicted, packed.unstated)
        gaps.append(np.abs(np.array(told) - exact))
        assert sum(told) == pytest.approx(1, abs=1e-5)
    assert np.mean(gaps) < MEAN_GAP


@pytest.mark.parametrize(
    ("true", "false"),
    [
        (
            "The ferry to Orsay runs again from Monday.",
            "The ferry to Orsay does not run from Monday.",
        ),
        ("Tickets stay at 3 crowns.", "Tickets stay at 9 crowns."),
        pytest.param(
            "There was a fire in the engine room of the ferry.",
            "The mayor of Orsay resigned.",
            marks=pytest.mark.xfail(
                strict=True, reason="a known limit: what is told in passing, of an 'it'"
            ),
        ),
    ],
)
def test_what_stands_there_is_told_from_what_does_not(model, true: str, false: str) -> None:
    (right,) = model.predict(true, [ABOVE], [FERRY])
    (wrong,) = model.predict(false, [ABOVE], [FERRY])
    assert right.supported > 0.5 > wrong.supported


def test_what_bears_a_claim_out_is_told_from_what_denies_it(model) -> None:
    measured = [one for one in denials() if is_held_out(one.group)]
    right = 0
    for one in measured:
        (found,) = model.predict(one.text, [one.heading], [one.evidence])
        right += (found.supported > found.contradicted) == one.supported
    assert right / len(measured) > 0.95


def test_a_claim_is_found_at_the_end_of_a_long_text(model) -> None:
    before = "Rain fell on Port Aldry, and the market stayed shut. " * 80
    (found,) = model.predict("Tickets stay at 3 crowns.", [ABOVE], [before + FERRY])
    assert found.supported > 0.5


@pytest.mark.parametrize("claim", ["", "x", "word " * 400, "信号失灵了几次", "<b>?!</b>"])
@pytest.mark.parametrize("text", ["", "🙂", "汉字" * 900, FERRY])
def test_odd_input_is_read(model, claim: str, text: str) -> None:
    (read,) = model.predict(claim, [ABOVE], [text])
    assert np.isfinite([read.supported, read.contradicted, read.unstated]).all()


def test_nothing_to_read(model: OnnxEntailmentModel) -> None:
    assert model.predict("The ferry sank.", [], []) == []
