"""Claims with a sentence that bears each out, and one in nearly the same words that denies it.

They were written for this (`denials.txt`), about invented events, one a line: CLAIM | BEARS OUT |
DENIES. A "not" that is about something else stands in many that bear out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from eval.claims import Claim

OWN = Path(__file__).with_name("denials.txt")
BORNE_OUT, DENIED = "denial borne out", "denial denied"


def denials() -> Iterator[Claim]:
    """Each claim twice: supported by the one sentence, contradicted by the other.

    Raises:
        ValueError: a line has not three parts.
    """
    for line in OWN.read_text(encoding="utf-8").splitlines():
        try:
            claim, true, false = line.split(" | ")
        except ValueError as error:
            raise ValueError(f"{OWN.name}: {line}: not three parts") from error
        yield Claim(BORNE_OUT, claim, claim, true, supported=True)
        yield Claim(DENIED, claim, claim, false, supported=False, contradicted=True)
