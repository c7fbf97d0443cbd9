"""Exports the trained tagger as an int8 ONNX graph, with its size, hash and quality."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.followups.follow_up import FollowUp
from eval.followups.network import TaggerNetwork
from eval.followups.train import evaluate, examples_of
from eval.graphs import AXES, copy_with_description, describe, quantise, write_cross_encoder
from qa.cross_encoder.layout import whole_tokenizer
from qa.query.conversation.tagger.network import GRAPH

PACKAGE = Path("qa/query/conversation/tagger")


def export(model: TaggerNetwork, own: Path, follow_ups: Sequence[FollowUp], *, ship: bool) -> None:
    """Writes graph and description to `own`; where `ship`, copies both into the package."""
    exact, path = own / "tagger-float32.onnx", own / GRAPH
    held_out = examples_of([one for one in follow_ups if one.is_held_out], whole_tokenizer())
    measured = evaluate(model.eval(), held_out)
    write_cross_encoder(model, exact, {"meant": AXES})
    quantise(exact, path)
    describe(path, {"held_out_unquantised": measured})
    if ship:
        copy_with_description(path, PACKAGE)
