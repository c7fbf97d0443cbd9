"""Exports the trained tagger as an int8 ONNX graph, with its size, hash and quality."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from eval.followups.conversations import FollowUp
from eval.followups.network import TaggerNetwork
from eval.followups.train import evaluate, examples_of
from eval.graphs import quantise, write_graph
from index.models import sha256_of
from qa.cross_encoder.layout import whole_tokenizer
from qa.query.conversation.tagger.network import ABOUT, GRAPH, INPUTS

PACKAGE = Path("qa/query/conversation/tagger")


def export(model: TaggerNetwork, own: Path, follow_ups: Sequence[FollowUp], *, ship: bool) -> None:
    """Writes graph and description to `own`; where `ship`, copies both into the package."""
    exact, path = own / "tagger-float32.onnx", own / GRAPH
    held_out = examples_of([one for one in follow_ups if one.is_held_out], whole_tokenizer())
    measured = evaluate(model.eval(), held_out)
    model.body.set_attn_implementation("eager")  # in steps, without guards against masked rows
    axes = {0: "inputs", 1: "tokens"}
    write_graph(model, exact, dict.fromkeys(INPUTS, axes), {"meant": axes})
    quantise(exact, path)
    about = {
        "file": GRAPH,
        "size": path.stat().st_size,
        "sha256": sha256_of(path),
        "held_out": measured,
    }
    (own / ABOUT).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(about, indent=1) + "\n")
    if ship:
        for name in (GRAPH, ABOUT):
            shutil.copyfile(own / name, PACKAGE / name)
