"""Fits the weights of `qa.query.kind`.

    python -m eval.fit_kind DATA

DATA is the folder of the data sets. Fitted on questions made of forms, on questions of the sets,
on those of conversations whose kind was judged, and on written ones (`eval.kinds`). Prints how many
are right when forms, questions of the sets, conversations and authors are held out in turn, from
the choice of cues as well, and writes `qa/query/kind.json`. Ten minutes.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from eval.kinds.made import made_questions
from eval.kinds.real import Asked, Pieces, judged_questions, real_questions
from eval.kinds.written import written_questions
from index.embedding import load_packaged
from index.files import write_text
from qa.query.cues import cues_of
from qa.query.kind import UNKNOWN, with_unknown
from qa.question import QuestionKind

SEED = 7
MADE = 2500
"""Questions of each kind that are made."""
REAL = 250
"""Facts, explanations and claims of each set."""
WEIGHT = {"made": 1.0, "real": 1.0, "judged": 8.0, "written": 10.0}
"""How much a question of each origin counts."""
INVERSE_PENALTY = 0.3
VECTOR_SCALE = 3.0
"""By this the vectors are longer than 1 in the fit, so that their weights cost less."""
LEAST_FORMS = 3
"""Groups of questions in which a cue stands, at least."""
CUES = 500
"""Cues that are kept: those whose weights do most."""
OFTEN = 500
"""Questions with a cue beyond which it counts no more in that choice."""
FOLDS = 3
WEIGHTS_FILE = Path("qa/query/kind.json")
KINDS = [kind.value for kind in QuestionKind]

Table = NDArray[np.float64]


def main() -> None:
    """Gathers the questions, fits, prints the quality and writes the weights."""
    data, rng = Path(sys.argv[1]), Random(SEED)
    asked = {
        "made": made_questions(Pieces.of(data), MADE, rng),
        "real": real_questions(data, REAL, rng),
        "judged": judged_questions(data),
        "written": written_questions(),
    }
    found = [one for own in asked.values() for one in own]
    origins = [origin for origin, own in asked.items() for _ in own]
    cues = [cues_of(one.text) for one in found]
    vectors = load_packaged().embed([one.text for one in found]) * VECTOR_SCALE
    weights = np.array([WEIGHT[origin] for origin in origins])
    labels = np.array([one.kind.value for one in found])

    predicted = np.empty_like(labels)
    groups = [one.group for one in found]
    for fitted, held_out in GroupKFold(FOLDS, shuffle=True, random_state=SEED).split(
        cues, groups=groups
    ):
        known = [found[row] for row in fitted], [cues[row] for row in fitted]
        names, model = _chosen(*known, vectors[fitted], labels[fitted], weights[fitted])
        rest = _table([cues[row] for row in held_out], names, vectors[held_out])
        predicted[held_out] = model.predict(rest)
    _report(predicted == labels, origins)
    names, model = _chosen(found, cues, vectors, labels, weights)
    content = _content(model, names)
    write_text(WEIGHTS_FILE, json.dumps(content, separators=(",", ":")) + "\n")


def _chosen(
    found: Sequence[Asked],
    cues: Sequence[frozenset[str]],
    vectors: NDArray[Any],
    labels: NDArray[Any],
    weights: Table,
) -> tuple[list[str], LogisticRegression]:
    """The cues that are kept, by what they do in a fit of all, and the fit of these."""
    names = _common(found, cues)
    model = _fit(_table(cues, names, vectors), labels, weights)
    names = [*_heaviest(model.coef_, names, cues), *UNKNOWN]
    return names, _fit(_table(cues, names, vectors), labels, weights)


def _common(found: Sequence[Asked], cues: Sequence[frozenset[str]]) -> list[str]:
    """The cues that stand in several forms, so that they belong to no topic."""
    groups = defaultdict(set)
    for one, own in zip(found, cues, strict=True):
        for name in own:
            groups[name].add(one.group)
    return sorted(name for name, own in groups.items() if len(own) >= LEAST_FORMS)


def _heaviest(weights: Table, names: Sequence[str], cues: Sequence[frozenset[str]]) -> list[str]:
    often = Counter(name for own in cues for name in own)
    size = {
        name: float(np.square(weights[:, place]).sum()) * min(often[name], OFTEN)
        for place, name in enumerate(names)
    }
    return sorted(sorted(names, key=size.__getitem__)[-CUES:])


def _table(cues: Sequence[frozenset[str]], names: Sequence[str], vectors: Any) -> Table:
    """Shape (questions, cues and dimensions)."""
    place = {name: number for number, name in enumerate(names)}
    if set(UNKNOWN) <= place.keys():
        cues = [with_unknown(own, place) for own in cues]
    table = np.zeros((len(cues), len(names)))
    for row, own in enumerate(cues):
        table[row, [place[name] for name in own if name in place]] = 1
    return np.hstack([table, vectors])


def _fit(table: Table, labels: NDArray[Any], weights: Table) -> LogisticRegression:
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=400)
    return model.fit(table, labels, sample_weight=weights)


def _content(model: LogisticRegression, names: Sequence[str]) -> dict[str, Any]:
    order = [model.classes_.tolist().index(kind) for kind in KINDS]
    weights = model.coef_[order]
    return {
        "kinds": KINDS,
        "bias": np.round(model.intercept_[order], 3).tolist(),
        "cues": {name: np.round(weights[:, place], 3).tolist() for place, name in enumerate(names)},
        "vector": np.round(weights[:, len(names) :].T * VECTOR_SCALE, 3).tolist(),
    }


def _report(right: NDArray[np.bool_], origins: Sequence[str]) -> None:
    """Prints the share that is right, by origin."""
    for origin in WEIGHT:
        own = np.array(origins) == origin
        sys.stdout.write(f"{origin}: {right[own].mean():.3f} of {own.sum()} held out are right\n")


if __name__ == "__main__":
    main()
