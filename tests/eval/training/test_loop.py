"""The training loop on a network of a few numbers."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
from torch import Tensor, nn

from eval.training import loop
from eval.training.loop import CHECKPOINT, LOG, Hyperparameters, fit


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


def test_a_run_that_ends_early_is_the_beginning_of_the_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "LOG_STEPS", 1)
    whole, short = (tmp_path / name / LOG for name in ("whole", "short"))
    trained(whole.parent, epochs=2)
    trained(short.parent, epochs=2, until=3)
    losses = [
        [
            entry["loss"]
            for entry in map(json.loads, log.read_text().splitlines())
            if "loss" in entry
        ]
        for log in (whole, short)
    ]
    assert losses[1] == losses[0][:3]
    trained(short.parent, epochs=2, until=3)  # nothing is left to do
    assert steps(short.parent)[-1] == 3


def test_a_checkpoint_of_other_hyperparameters_is_refused(tmp_path: Path) -> None:
    trained(tmp_path, steps=1)
    assert (tmp_path / CHECKPOINT).exists()
    with pytest.raises(SystemExit, match="other hyperparameters"):
        trained(tmp_path, steps=2)


def test_a_checkpoint_of_a_version_that_ended_none_early_is_gone_on_with(tmp_path: Path) -> None:
    trained(tmp_path, steps=1)
    kept = torch.load(tmp_path / CHECKPOINT, weights_only=True)
    del kept["hyperparameters"]["until"]
    torch.save(kept, tmp_path / CHECKPOINT)
    trained(tmp_path, steps=1)


def other_data(rng: random.Random) -> Iterator[Tensor]:
    yield from (torch.tensor([[2 + rng.random()]]) for _ in range(4))


def other_start() -> Tiny:
    network = Tiny()
    nn.init.ones_(network.body["layer"].weight)
    return network


@pytest.mark.parametrize(("start", "data"), [(other_start, one_epoch), (Tiny, other_data)])
def test_a_checkpoint_of_another_start_or_other_data_is_refused(
    tmp_path: Path,
    start: Callable[[], Tiny],
    data: Callable[[random.Random], Iterator[Tensor]],
) -> None:
    trained(tmp_path)
    with pytest.raises(SystemExit, match="another network or other data; name another --out"):
        fit(start, data, losses, lambda _: {}, tmp_path, Hyperparameters())


def test_a_checkpoint_that_does_not_say_what_it_was_begun_with_is_gone_on_with(
    tmp_path: Path,
) -> None:
    first = trained(tmp_path)
    kept = torch.load(tmp_path / CHECKPOINT, weights_only=True)
    del kept["begun_with"]
    torch.save(kept, tmp_path / CHECKPOINT)
    again = trained(tmp_path)
    assert all(torch.equal(first[name], again[name]) for name in first)


def test_what_is_done_again_after_an_interruption_is_logged_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "LOG_STEPS", 1)
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    trained(whole, epochs=2, checkpoint_steps=3)

    def breaking(network: Tiny, batch: Tensor) -> Mapping[str, Tensor]:
        if (broken / LOG).exists() and len((broken / LOG).read_text().splitlines()) == 5:
            raise KeyboardInterrupt
        return losses(network, batch)

    given = Hyperparameters(epochs=2, checkpoint_steps=3)
    with pytest.raises(KeyboardInterrupt):
        fit(Tiny, one_epoch, breaking, lambda _: {}, broken, given)
    with (broken / LOG).open("a") as log:
        log.write('{"step": 6, "sec')
    trained(broken, epochs=2, checkpoint_steps=3)
    assert steps(broken) == steps(whole) == [*range(1, 9), 8]


def steps(folder: Path) -> list[int]:
    return [json.loads(line)["step"] for line in (folder / LOG).read_text().splitlines()]
