"""The loss of the reader."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from eval.training.examples import Example, Target
from eval.training.network import Output

POINTWISE = 0.4
"""Weight of the loss `answers`."""
NO_SPAN = 0.3
"""Weight in `span` of passages that do not answer; those that do have 1."""


def loss_of(output: Output, examples: Sequence[Example], mask: Tensor) -> dict[str, Tensor]:
    """The parts of the loss, each a weighted mean over the inputs or groups that it applies to.

    `answers`: binary cross-entropy of each passage's relevance. `ranking`: cross-entropy over
    the passages of a group. `span`: cross-entropy of the first and the last token of the
    answer over all tokens; the input's first token stands for no answer. `sentence`:
    cross-entropy over the sentences of all passages of a group and "none of them", so that the
    sentences of different passages can be compared; see `sentence_logits`.
    Where several items are right, the loss is of the sum of their probabilities.

    Args:
        output: In float32.
        mask: Attention mask: shape (inputs, tokens).
    """
    relevance = output.relevance
    tokens = output.tokens.masked_fill(mask.unsqueeze(-1) == 0, -1e4)
    targets = [target for one in examples for target in one.targets]
    labels = torch.tensor([float(target.relevant) for target in targets])
    parts = {"answers": POINTWISE * functional.binary_cross_entropy_with_logits(relevance, labels)}
    ranking = []
    at = 0
    for one in examples:
        own = slice(at, at + len(one.inputs))
        at = own.stop
        if 0 < labels[own].sum() < len(one.inputs):
            ranking.append(cross_entropy(relevance[own], labels[own] > 0))
    if ranking:
        parts["ranking"] = torch.stack(ranking).mean()
    spans = []
    for row, target in enumerate(targets):
        if target.spans:
            first = torch.zeros(tokens.shape[1], dtype=torch.bool)
            last = torch.zeros_like(first)
            first[[s for s, _ in target.spans]] = True
            last[[e for _, e in target.spans]] = True
            spans.append(
                cross_entropy(tokens[row, :, 0], first) + cross_entropy(tokens[row, :, 1], last)
            )
        elif not target.relevant:
            nothing = functional.log_softmax(tokens[row, :, :2], dim=0)[0]
            spans.append(-NO_SPAN * nothing.sum())
    if spans:
        parts["span"] = 0.5 * torch.stack(spans).mean()
    if sentences := _of_sentences(sentence_logits(tokens[:, :, 2], targets), examples):
        parts["sentence"] = torch.stack(sentences).mean()
    return parts


def sentence_logits(inside: Tensor, targets: Sequence[Target]) -> Tensor:
    """The mean of the logits of a sentence's tokens, for each sentence of all inputs, in order.

    Args:
        inside: Shape (inputs, tokens).

    Returns:
        Shape (sentences,).
    """
    width = inside.shape[1]
    spans = [
        (row * width + first, row * width + last)
        for row, target in enumerate(targets)
        for first, last in target.sentences
    ]
    places = torch.cat([torch.arange(first, last) for first, last in spans])
    sizes = torch.tensor([last - first for first, last in spans])
    owner = torch.repeat_interleave(torch.arange(len(spans)), sizes)
    sums = torch.zeros(len(spans)).index_add(0, owner, inside.reshape(-1)[places])
    return sums / sizes


def _of_sentences(logits: Tensor, examples: Sequence[Example]) -> list[Tensor]:
    """The loss of each group over its sentences.

    "None of them" has the logit 0; it is right where no passage answers. A group whose answer
    stands in no sentence that was read has no loss.
    """
    losses = []
    at = 0
    for one in examples:
        gold = [right for target in one.targets for right in target.gold]
        own = logits[at : at + len(gold)]
        at += len(gold)
        is_none = not any(target.relevant for target in one.targets)
        if is_none or any(gold):
            right = torch.tensor([*gold, is_none])
            losses.append(cross_entropy(torch.cat([own, logits.new_zeros(1)]), right))
    return losses


def cross_entropy(logits: Tensor, right: Tensor) -> Tensor:
    """Minus the logarithm of the probability of all right ones; both of shape (items,)."""
    return torch.logsumexp(logits, 0) - torch.logsumexp(logits[right], 0)
