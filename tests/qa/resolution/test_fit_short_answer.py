"""Short answers that cannot answer, by the form of the question."""

import pytest
from builders import evidence_of, plan_of

from qa.resolution.short_answer import fit_short_answer


@pytest.mark.parametrize(
    ("asked", "short", "may"),
    [
        ("What did Dr. Marlock say of the wall?", "Port Aldry", False),
        ("What did Dr. Marlock say of the wall?", "it stands on bad ground", True),
        ("What has the minister done about it?", "Brandle", False),
        ("What did the tram cost?", "547 million", True),
        ("Who said so?", "Marlock", True),
        ("Is the tram open?", "Saturday", False),
    ],
)
def test_a_name_does_not_tell_what_somebody_said(asked: str, short: str, may: bool) -> None:
    found = fit_short_answer(plan_of(asked), evidence_of(short=short))
    assert found.short == (short if may else "")
