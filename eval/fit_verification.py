"""Fits the weights by which a sentence counts as supported: `qa/verification/support.json`.

    python -m eval.fit_verification CLAIMS DATA [--ship]

CLAIMS is a folder with `topics.jsonl` (numbered evidence) and `claims.jsonl` (sentences with their
citations and a label), DATA that of `python -m eval.entailment`: the written sentences from which
the network did not learn are fitted on, too. Prints, for sentences of topics that were left out of
the fit, AUROC, balanced accuracy, and by kind of change and of need the share that is judged
rightly.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.entailment.written import CitedClaim, read_written
from eval.held_out import is_held_out
from eval.json_lines import rows
from eval.linear import unscaled
from index.files import write_text
from qa.entailment import load_entailment_model
from qa.verification.absence import is_absence
from qa.verification.grounds import Grounds, Line
from qa.verification.measures import measure

PACKAGED = Path("qa/verification/support.json")
FOLDS = 10
STRENGTH = 0.3
"""Inverse strength of the regularisation."""
GIVEN = 0.006
"""What of the best balanced accuracy may be given for a threshold that lets less through."""
DELETED = 0.01
"""Share of true sentences that may be called contradicted, at most."""
console = Console()


def main(
    claims: Annotated[Path, typer.Argument(help="Folder with topics.jsonl and claims.jsonl.")],
    data: Annotated[Path, typer.Argument(help="Folder with the openly licensed sets.")],
    ship: Annotated[bool, typer.Option(help="Write the weights into the package.")] = False,
) -> None:
    """Measures every sentence, fits the weights and prints how well they tell."""
    written = (one for one in read_written(data) if is_held_out(one.topic))
    chosen = [one for one in (*_labelled(claims), *written) if not is_absence(one.text)]
    network = load_entailment_model()
    measured = [
        measure(one.text, one.grounds, "", network)
        for one in track(chosen, "Measuring", console=console, transient=True)
    ]
    names = list(measured[0].values)
    table = np.array([[one.values[name] for name in names] for one in measured])
    labels = np.array([not one.change for one in chosen])
    groups = [one.topic for one in chosen]
    apart = cross_val_predict(
        _model(), table, labels, groups=groups, cv=GroupKFold(FOLDS), method="predict_proba"
    )[:, 1]
    thresholds = np.round(np.arange(0.3, 0.71, 0.01), 2)
    found = [balanced_accuracy_score(labels, apart >= one) for one in thresholds]
    verified = float(max(thresholds[np.array(found) >= max(found) - GIVEN]))
    contrary = np.array([one.contradicted for one in measured])
    doubted = np.where(apart < verified, contrary, 0.0)
    contradicted = float(np.quantile(doubted[labels], 1 - DELETED)) + 1e-3
    _print(chosen, apart >= verified, labels)
    console.print(
        f"AUROC {roc_auc_score(labels, apart):.3f}, balanced accuracy "
        f"{balanced_accuracy_score(labels, apart >= verified):.3f} from {verified}, at best "
        f"{max(found):.3f}; contradicted from {contradicted:.3f}: "
        f"{(doubted[labels] >= contradicted).mean():.3f} of the true, "
        f"{(doubted[~labels] >= contradicted).mean():.3f} of the false"
    )
    if ship:
        about = _weights(_model().fit(table, labels), names)
        about |= {"verified": verified, "contradicted": round(contradicted, 3)}
        write_text(PACKAGED, json.dumps(about, indent=1) + "\n")


def _labelled(folder: Path) -> Iterator[CitedClaim]:
    topics = {row["topic"]: row for row in rows(folder / "topics.jsonl")}
    lines = {name: tuple(map(Line.read, row["evidence"])) for name, row in topics.items()}
    for row in rows(folder / "claims.jsonl"):
        change = "" if row["label"] == "supported" else row["change"]
        grounds = Grounds.of(row["cites"], lines[row["topic"]])
        yield CitedClaim(row["topic"], row["sentence"], grounds, row["needs"], change)


def _model() -> Pipeline:
    fitted = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=1000)
    return make_pipeline(StandardScaler(), fitted)


def _weights(model: Pipeline, names: Sequence[str]) -> dict[str, Any]:
    """The fitted weights of the measures as they are, not scaled."""
    (weights,), (intercept,) = unscaled(model)
    rounded = {name: round(float(one), 4) for name, one in zip(names, weights, strict=True)}
    return {"intercept": round(float(intercept), 4), "weights": rounded}


def _print(
    claims: Sequence[CitedClaim], verified: NDArray[np.bool_], labels: NDArray[np.bool_]
) -> None:
    right: dict[str, list[bool]] = defaultdict(list)
    for one, holds, label in zip(claims, verified, labels, strict=True):
        right[one.change or f"true, {one.need}"].append(bool(holds == label))
    for kind, outcomes in sorted(right.items()):
        console.print(f"{kind:20} {len(outcomes):4} {np.mean(outcomes):.2f}")


if __name__ == "__main__":
    typer.run(main)
