"""The measures by key: group, the field's name, its meaning in plain words, direction.

The keys are those of `metrics.json`. Where the field has no name for a measure, the key says what
is counted. How each one is computed, with its source, stands in the module that computes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Group = Literal["retrieval", "answers", "citations", "abstention", "cost"]
Better = Literal["higher", "lower", "neither"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as reports show it."""

    group: Group
    label: str
    """The field's name: nDCG@10, EM, AUROC."""
    title: str
    """What it is, in plain words."""
    better: Better = "higher"


def _ranking(key: str, label: str, gold: str, ranked: str) -> dict[str, Measure]:
    """The measures of one ranking.

    Args:
        key: Stands before each key.
        label: Stands behind each label.
        gold: What counts as relevant, in the plural.
        ranked: What is ranked, in the singular.
    """

    def first(k: int) -> str:
        among = f"among the first {k} {ranked}s" if k > 1 else f"in the first {ranked}"
        return f"of the {gold} {among}"

    described = {
        **{f"recall@{k}": (f"Recall@{k}", f"share {first(k)}") for k in (1, 5, 10)},
        "mrr@10": ("MRR@10", f"mean reciprocal rank of the first of the {gold}"),
        "map@10": ("MAP@10", f"mean average precision of the {gold} in the first 10 {ranked}s"),
        "ndcg@10": (
            "nDCG@10",
            f"normalised discounted cumulative gain of the {gold} in the first 10 {ranked}s",
        ),
        **{f"hit@{k}": (f"Hit@{k}", f"at least one {first(k)}") for k in (1, 4, 10)},
    }
    return {
        f"{key}{name}": Measure("retrieval", f"{short}{label}", title)
        for name, (short, title) in described.items()
    }


CATALOG: dict[str, Measure] = {
    **_ranking("", "", "gold quotations", "passage"),
    **_ranking("article_", ", articles", "gold articles", "article"),
    "article_recall_all@10": Measure(
        "retrieval",
        "Recall-all@10, articles",
        "every gold article among the first 10 passages, where there are several",
    ),
    "em": Measure("answers", "EM", "exact match: the short answer is a gold answer (SQuAD)"),
    "f1": Measure("answers", "F1", "words shared by the short and the gold answer (SQuAD)"),
    "cover_em": Measure("answers", "Cover-EM", "a gold answer stands in the text of the answer"),
    "yes_no_accuracy": Measure("answers", "Yes/no accuracy", "the right one of yes and no"),
    "choice_accuracy": Measure("answers", "Choice accuracy", "the right one of the choices"),
    "verbatim": Measure(
        "citations", "Verbatim", "quotations that stand letter by letter in the article"
    ),
    "citation_hit": Measure(
        "citations", "Citation hit", "at least one citation overlaps a gold quotation"
    ),
    "citation_hit@1": Measure(
        "citations", "Citation hit@1", "the first citation overlaps a gold quotation"
    ),
    "citations_per_sentence": Measure(
        "citations", "Citations per sentence", "mean number of citations of a sentence", "lower"
    ),
    "citation_recall": Measure(
        "citations", "Citation recall", "sentences that their citations support (ALCE)"
    ),
    "citation_precision": Measure(
        "citations", "Citation precision", "citations that their sentence needs (ALCE)"
    ),
    "right": Measure(
        "abstention", "Right", "share of all questions that were answered or refused rightly"
    ),
    "coverage": Measure(
        "abstention", "Coverage", "share of all questions that were answered", "neither"
    ),
    "selective_accuracy": Measure(
        "abstention", "Selective accuracy", "share of the answers given that are right"
    ),
    "selective_accuracy@.85": Measure(
        "abstention",
        "Selective accuracy at .85",
        "share of the answers with a confidence of .85 or more that are right",
    ),
    "coverage_answerable": Measure(
        "abstention", "Coverage, answerable", "share of the answerable questions that were answered"
    ),
    "abstention_recall": Measure(
        "abstention",
        "Abstention recall",
        "share of the unanswerable questions that were not answered",
    ),
    "auroc": Measure(
        "abstention",
        "AUROC",
        "probability that an answerable question has higher confidence than an unanswerable one",
    ),
    "auroc_right": Measure(
        "abstention",
        "AUROC, right",
        "probability that a right answer has higher confidence than a wrong one",
    ),
    "tnr@tpr90": Measure(
        "abstention",
        "TNR at 90 % TPR",
        "share of the unanswerable refused by the threshold that lets 90 % of the answerable pass",
    ),
    "aurc": Measure(
        "abstention",
        "AURC",
        "area under the risk-coverage curve: share of wrong answers, averaged over thresholds",
        "lower",
    ),
    "ece": Measure(
        "abstention",
        "ECE",
        "expected calibration error of confidence as the probability that an answer is right",
        "lower",
    ),
    "first_evidence_ms": Measure(
        "cost", "First evidence, ms", "milliseconds until the first evidence is shown", "lower"
    ),
    "first_token_ms": Measure(
        "cost", "Time to first token, ms", "milliseconds until the first word", "lower"
    ),
    "total_ms": Measure(
        "cost", "Latency, ms", "milliseconds until the whole answer is there", "lower"
    ),
    "prompt_tokens": Measure("cost", "Prompt tokens", "tokens the language model read", "lower"),
    "completion_tokens": Measure(
        "cost", "Completion tokens", "tokens the language model wrote", "lower"
    ),
}
"""In the order of reports."""

USES_ATTRIBUTION = frozenset({"citation_recall", "citation_precision"})
"""Measures that rest on the attribution classifier, which is not always right."""
