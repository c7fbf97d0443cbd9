"""Short answers that cannot answer, by the form of the question."""

import pytest
from builders import evidence_of, hit_of, plan_of, scored

from qa.resolution.short_answer import fit_short_answer


class Words:
    """A store that takes words for their stems."""

    def terms(self, text: str) -> set[str]:
        return set(text.lower().split())


@pytest.mark.parametrize(
    ("asked", "short", "may"),
    [
        ("What did Dr. Marlock say of the wall?", "Port Aldry", False),
        ("What has the minister done about it?", "Brandle", False),
        ("What did the tram cost?", "547 million crowns", True),
        ("What did the tram cost?", "Saturday", False),
        ("Who said so?", "Marlock", True),
        ("Is the tram open?", "Saturday", False),
    ],
)
def test_a_name_does_not_tell_what_somebody_said(asked: str, short: str, may: bool) -> None:
    sentence = scored(hit_of(f"It was {short} then."), 0.9, short=short)
    found = fit_short_answer(plan_of(asked, store=Words()), evidence_of(sentence))
    assert found.short == (short if may else "")
