"""A network that is smoothed says the same, and is rounded less."""

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from eval.smoothing import SmoothLinear, smooth, with_smooth_layers

SMALL = {
    "vocab_size": 50, "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
    "intermediate_size": 16, "hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0,
}  # fmt: skip


def test_layers_that_scale_change_nothing_at_first() -> None:
    body = transformers.MPNetModel(transformers.MPNetConfig(**SMALL), add_pooling_layer=False)
    ids = torch.arange(2, 12)[None]
    with torch.inference_mode():
        before = body.eval()(ids).last_hidden_state
        after = with_smooth_layers(body)(ids).last_hidden_state
    assert torch.equal(before, after)
    assert sum(isinstance(one, SmoothLinear) for one in body.modules()) == 2


def test_a_large_input_becomes_smaller_and_the_output_stays() -> None:
    torch.manual_seed(1)
    layer = SmoothLinear(8, 4)
    fed = torch.randn(3, 5, 8)
    fed[..., 2] *= 80
    with torch.inference_mode():
        before = layer(fed)
        smooth(layer, [(one[None],) for one in fed])
        after = layer(fed)
    assert torch.allclose(before, after, atol=1e-4)

    def spread(values: torch.Tensor) -> float:
        sizes = values.abs().flatten(0, -2).amax(0)
        return float(sizes.max() / sizes.median())

    assert spread(fed) > 20
    assert spread(fed * layer.scale) < spread(fed) / 3
