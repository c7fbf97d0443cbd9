"""Reads openly licensed question sets as articles and labelled questions.

    labelled      what they are read into      encyclopedia  SQuAD, Natural Questions, QED, TyDi
    claims        WiCE, SciFact                news          Wikinews, QAMR, TORQUE
    stories       FairytaleQA                  sections      SelQA, TimeQA

SQuAD 1.1 and 2.0 (CC BY-SA 4.0), Natural Questions and QED (CC BY-SA 3.0), TyDi (Apache-2.0, its
texts CC BY-SA 3.0), WiCE (ODC-BY), SciFact (CC BY 4.0 and ODC-BY), Wikinews of 2019 and 2020
(CC BY 2.5), QAMR (MIT, its texts CC BY-SA 3.0 and CC BY 2.5), TORQUE (Apache-2.0), FairytaleQA
(Apache-2.0, its texts in the public domain), SelQA (Apache-2.0, its texts CC BY-SA 3.0), TimeQA
(BSD 3-Clause, its texts CC BY-SA 3.0). The sets that the reader is tested on are never read here.
"""

from __future__ import annotations

import random
from pathlib import Path

from eval.training.collections.claims import scifact, wice
from eval.training.collections.encyclopedia import (
    natural_questions,
    searched,
    squad,
    squad_sentences,
)
from eval.training.collections.labelled import Collection, LabelledQuestion
from eval.training.collections.news import qamr, torque, wikinews
from eval.training.collections.sections import selqa, timeqa
from eval.training.collections.stories import fairytales

__all__ = ["Collection", "LabelledQuestion", "read_collections"]


def read_collections(data: Path, seed: int) -> list[Collection]:
    """All collections in `data`, in a fixed order."""
    rng = random.Random(seed)
    return [
        squad(data),
        natural_questions(data),
        wice(data),
        scifact(data, rng),
        wikinews(data),
        *searched(data),
        squad_sentences(data),
        fairytales(data),
        selqa(data),
        timeqa(data),
        qamr(data),
        torque(data),
    ]
