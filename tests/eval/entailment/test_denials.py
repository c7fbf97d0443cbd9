"""Claims with a sentence that bears them out and one that denies them."""

import re
from pathlib import Path
from statistics import mean

import pytest

from eval.claims import Claim
from eval.entailment import denials as module
from eval.entailment.denials import BORNE_OUT, DENIED, denials

NOT = re.compile(r"\b(?:not|no|never|none|cannot|nobody|neither)\b|n['’]t\b", re.IGNORECASE)


def test_each_claim_is_borne_out_once_and_denied_once() -> None:
    found = list(denials())
    assert len(found) == 2 * len({one.text for one in found})
    for true, false in zip(found[::2], found[1::2], strict=True):
        assert (true.source, false.source) == (BORNE_OUT, DENIED)
        assert true.text == false.text == true.group == false.group
        assert (true.supported, true.contradicted) == (True, False)
        assert (false.supported, false.contradicted) == (False, True)
        assert true.evidence != false.evidence


@pytest.mark.parametrize("is_negative", [False, True])
def test_a_not_alone_tells_little(is_negative: bool) -> None:
    """Else the network would learn by it what is denied, of claims with and without one."""
    own = [one for one in denials() if bool(NOT.search(one.text)) == is_negative]
    true, false = (
        [bool(NOT.search(one.evidence)) for one in own if one.source == source]
        for source in (BORNE_OUT, DENIED)
    )
    assert mean(true) == pytest.approx(mean(false), abs=0.1)


def test_a_line_without_three_parts_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "OWN", tmp_path / "denials.txt")
    (tmp_path / "denials.txt").write_text("Rain fell | It rained. | It was dry.\nSnow fell\n")
    found = denials()
    assert next(found) == Claim(BORNE_OUT, "Rain fell", "Rain fell", "It rained.", True)
    with pytest.raises(ValueError, match=r"denials\.txt: Snow fell: not three parts"):
        list(found)
