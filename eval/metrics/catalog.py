"""What each score is: its group, its title in words, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Group = Literal["retrieval", "answers", "citations", "abstention", "cost"]
Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class Described:
    """A kind of score."""

    group: Group
    title: str
    better: Better = "higher"


def _of_ranking(what: str, gold: str) -> dict[str, Described]:
    titles = {
        **{f"recall@{k}": f"share of the {gold} in the first {k}" for k in (1, 5, 10)},
        "mrr@10": f"reciprocal rank of the first of the {gold}",
        "map@10": f"average precision of the {gold} in the first 10",
        "ndcg@10": f"discounted gain of the {gold} in the first 10",
        **{f"hits@{k}": f"any of the {gold} in the first {k}" for k in (1, 4, 10)},
    }
    return {
        f"{what} {name}": Described("retrieval", f"{what}s: {title}")
        for name, title in titles.items()
    }


CATALOG: dict[str, Described] = {
    **_of_ranking("passage", "gold quotations"),
    **_of_ranking("article", "gold articles"),
    "all evidence@10": Described("retrieval", "every gold article among the first 10 passages"),
    "exact match": Described("answers", "the short answer is a gold answer (SQuAD)"),
    "token f1": Described("answers", "words shared by short and gold answer (SQuAD)"),
    "holds gold answer": Described("answers", "a gold answer stands in the text"),
    "yes/no": Described("answers", "yes or no, rightly"),
    "choice": Described("answers", "the right one of the choices"),
    "verbatim": Described("citations", "quotations that stand letter by letter in the article"),
    "gold cited": Described("citations", "a citation meets a gold quotation"),
    "first citation gold": Described("citations", "the first citation meets a gold quotation"),
    "citations": Described("citations", "citations a sentence", "lower"),
    "supported": Described("citations", "sentences supported by their citations (judge)"),
    "needed": Described("citations", "citations that their sentence needs (judge)"),
    "answered of answerable": Described("abstention", "answerable questions that were answered"),
    "refused of unanswerable": Described("abstention", "unanswerable questions that were refused"),
    "auroc": Described("abstention", "an answerable question has the higher confidence (AUROC)"),
    "refused at 90 %": Described(
        "abstention", "unanswerable refused where 90 % of the answerable are answered"
    ),
    "aurc": Described("abstention", "share of wrong answers, over all thresholds (AURC)", "lower"),
    "calibration error": Described(
        "abstention", "distance of confidence from what is answerable (ECE)", "lower"
    ),
    "first evidence ms": Described("cost", "milliseconds to the first evidence", "lower"),
    "first token ms": Described("cost", "milliseconds to the first word", "lower"),
    "total ms": Described("cost", "milliseconds to the whole answer", "lower"),
    "tokens read": Described("cost", "tokens a model read", "lower"),
    "tokens written": Described("cost", "tokens a model wrote", "lower"),
}
"""In the order of reports."""
