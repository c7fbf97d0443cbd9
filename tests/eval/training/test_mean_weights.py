"""The mean of several networks' weights."""

import pytest
import typer

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from eval.entailment.network import EntailmentNetwork
from eval.training.weights import mean_of, shares_of


def network(weight: float) -> EntailmentNetwork:
    config = transformers.BertConfig(
        vocab_size=8, hidden_size=4, num_hidden_layers=1, num_attention_heads=1, intermediate_size=4
    )
    made = EntailmentNetwork(transformers.BertModel(config, add_pooling_layer=False))
    for parameter in made.parameters():
        torch.nn.init.constant_(parameter, weight)
    return made


def test_every_weight_is_the_mean() -> None:
    networks = [network(weight) for weight in (0.0, 1.0, 5.0)]
    mean = mean_of(networks)
    assert all((parameter == 2.0).all() for parameter in mean.parameters())
    assert all((parameter == 0.0).all() for parameter in networks[0].parameters())  # untouched


def test_one_can_count_more_than_another() -> None:
    mean = mean_of([network(0.0), network(10.0)], [0.3, 0.7])
    assert all(torch.allclose(one, torch.tensor(7.0)) for one in mean.parameters())


def test_shares_are_alike_unless_they_are_given() -> None:
    assert shares_of("", ["one", "other"]) == [1.0, 1.0]
    assert shares_of(".3,.7", ["one", "other"]) == [0.3, 0.7]


@pytest.mark.parametrize("given", [".3", ".3,.3,.4", "half,half", "0,0"])
def test_others_than_one_for_each_are_refused(given: str) -> None:
    with pytest.raises(typer.BadParameter):
        shares_of(given, ["one", "other"])
