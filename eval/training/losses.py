"""The loss of the reader."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from eval.training.examples import Example
from eval.training.network import Output

POINTWISE = 0.6
"""Weight of the loss `answers`."""
NO_SPAN = 0.3
"""Weight in `span` of passages that do not answer; those that do have 1."""
SENTENCE = 0.5
"""Weight of the loss `sentence`."""


def loss_of(output: Output, examples: Sequence[Example], mask: Tensor) -> dict[str, Tensor]:
    """The parts of the loss, each a weighted mean over the inputs that it applies to.

    `answers`: binary cross-entropy of each passage's relevance. `ranking`: cross-entropy over
    the passages of a question. `span`: cross-entropy of the first and the last token of the
    answer over all tokens; the input's first token stands for no answer. `sentence`:
    cross-entropy over the sentences of a passage, whose logit is the mean over their tokens.
    Where several items are right, the loss is of the sum of their probabilities.

    Args:
        mask: Attention mask: shape (inputs, tokens).
    """
    relevance = output.relevance.float()
    tokens = output.tokens.float().masked_fill(mask.unsqueeze(-1) == 0, -1e4)
    targets = [target for one in examples for target in one.targets]
    labels = torch.tensor([float(target.relevant) for target in targets])
    parts = {"answers": POINTWISE * functional.binary_cross_entropy_with_logits(relevance, labels)}
    ranking = []
    at = 0
    for one in examples:
        own = slice(at, at + len(one.inputs))
        at = own.stop
        if 0 < labels[own].sum() < len(one.inputs):
            ranking.append(_cross_entropy(relevance[own], labels[own] > 0))
    if ranking:
        parts["ranking"] = torch.stack(ranking).mean()
    spans, sentences = [], []
    for row, target in enumerate(targets):
        if target.spans:
            first = torch.zeros(tokens.shape[1], dtype=torch.bool)
            last = torch.zeros_like(first)
            first[[s for s, _ in target.spans]] = True
            last[[e for _, e in target.spans]] = True
            spans.append(
                _cross_entropy(tokens[row, :, 0], first) + _cross_entropy(tokens[row, :, 1], last)
            )
        elif not target.relevant:
            nothing = functional.log_softmax(tokens[row, :, :2], dim=0)[0]
            spans.append(-NO_SPAN * nothing.sum())
        if any(target.gold) and not all(target.gold):
            means = torch.stack([tokens[row, s:e, 2].mean() for s, e in target.sentences])
            sentences.append(_cross_entropy(means, torch.tensor(target.gold)))
    if spans:
        parts["span"] = 0.5 * torch.stack(spans).mean()
    if sentences:
        parts["sentence"] = SENTENCE * torch.stack(sentences).mean()
    return parts


def _cross_entropy(logits: Tensor, right: Tensor) -> Tensor:
    """Minus the logarithm of the probability of all right ones; both of shape (items,)."""
    return torch.logsumexp(logits, 0) - torch.logsumexp(logits[right], 0)
