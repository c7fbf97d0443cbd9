"""The mean of several networks' weights."""

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from eval.entailment.network import EntailmentNetwork
from eval.training.averaging import mean_of


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


@pytest.mark.parametrize(
    "shares", [[0.3], [0.3, 0.3, 0.4], [0.0, 0.0], [-1.0, 3.0], [float("nan"), 1.0]]
)
def test_others_than_one_for_each_are_refused(shares: list[float]) -> None:
    with pytest.raises(ValueError, match="a share for each"):
        mean_of([network(0.0), network(10.0)], shares)
