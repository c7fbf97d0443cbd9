"""What a sentence says of a claim's verb."""

import re

import pytest

from qa.entailment.assertion import Assertion, assertion_of


def terms(text: str) -> set[str]:
    return {word.lower()[:5] for word in re.findall(r"\w+", text)}


CLAIM = "The minister resign over the bridge."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The minister resigned on Friday.", Assertion.ASSERTED),
        ("The minister was forced to resign on Friday.", Assertion.ASSERTED),
        ("The minister did not wait; he resigned.", Assertion.ASSERTED),
        ("The minister has not resigned.", Assertion.DENIED),
        ("The minister refused to resign.", Assertion.DENIED),
        ("No minister resigned over it.", Assertion.DENIED),
        ("There is no doubt that the minister resigned.", Assertion.ASSERTED),
        ("No fewer than four ministers resigned.", Assertion.ASSERTED),
        ("Not until Tuesday the minister resigned.", Assertion.ASSERTED),
        ("Without its majority the minister resigned.", Assertion.ASSERTED),
        ("They could not agree before the minister resigned.", Assertion.ASSERTED),
        ("Members asked the minister to resign.", Assertion.OPEN),
        ("The minister may soon resign.", Assertion.OPEN),
        ("The minister stepped down.", Assertion.ABSENT),
        ("The minister spoke of his resignation.", Assertion.ABSENT),
        ("The minister opened the play Resign Now.", Assertion.ABSENT),
    ],
)
def test_what_is_said_of_the_verb(text: str, said: Assertion) -> None:
    assert assertion_of(CLAIM, text, terms) is said


def test_irregular_forms_are_the_same_verb() -> None:
    claim = "The plane catch fire."
    assert assertion_of(claim, "The plane caught fire.", terms) is Assertion.ASSERTED
    assert assertion_of(claim, "It was never caught.", terms) is Assertion.DENIED


def test_a_verb_that_ends_like_a_noun_is_one_behind_not() -> None:
    claim = "The paper mention the bridge."
    assert assertion_of(claim, "The paper did not mention it.", terms) is Assertion.DENIED


def test_a_claim_without_a_verb_says_nothing_of_one() -> None:
    assert assertion_of("The lighthouse of Skarrow.", "It is open.", terms) is Assertion.ABSENT
