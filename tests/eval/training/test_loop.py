"""The training loop on a network of a few numbers."""

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
from torch import Tensor, nn

from eval.training.loop import CHECKPOINT, Hyperparameters, fit


class Tiny(nn.Module):
    """Three layers of one number each, by the names that the loop knows."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.ModuleDict({"embeddings": nn.Linear(1, 1), "layer": nn.Linear(1, 1)})
        self.head = nn.Linear(1, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.body["layer"](self.body["embeddings"](x)))


def one_epoch(rng: random.Random) -> Iterator[Tensor]:
    yield from (torch.tensor([[rng.random()]]) for _ in range(4))


def losses(network: Tiny, batch: Tensor) -> Mapping[str, Tensor]:
    return {"loss": (network(batch) - 3 * batch).square().mean()}


def trained(folder: Path, **given: int) -> dict[str, Tensor]:
    network = fit(Tiny, one_epoch, losses, lambda _: {}, folder, Hyperparameters(**given))
    return dict(network.state_dict())


def test_a_single_step(tmp_path: Path) -> None:
    assert trained(tmp_path, steps=1).keys() == Tiny().state_dict().keys()


def test_the_end_of_a_run_is_kept_and_its_embeddings_are_as_at_the_start(tmp_path: Path) -> None:
    first = trained(tmp_path, epochs=2, checkpoint_steps=3)
    again = trained(tmp_path, epochs=2, checkpoint_steps=3)  # nothing is left to do
    assert all(torch.equal(first[name], again[name]) for name in first)
    torch.manual_seed(7)
    start = Tiny().state_dict()
    frozen = [name for name in start if name.startswith("body.embeddings.")]
    assert frozen and all(torch.equal(first[name], start[name]) for name in frozen)
    assert not torch.equal(first["head.weight"], start["head.weight"])


def test_a_checkpoint_of_other_hyperparameters_is_refused(tmp_path: Path) -> None:
    trained(tmp_path, steps=1)
    assert (tmp_path / CHECKPOINT).exists()
    with pytest.raises(SystemExit, match="other hyperparameters"):
        trained(tmp_path, steps=2)
