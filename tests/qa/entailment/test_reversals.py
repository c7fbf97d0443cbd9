"""What a claim turns round of what a text says with the same words."""

import pytest

from qa.entailment.reversals import reversals


@pytest.mark.parametrize(
    ("claim", "text", "words"),
    [
        ("More than 600 came.", "Almost 600 people came.", ("More than",)),
        ("Nearly $20 was paid.", "They paid more than $20.", ("Nearly",)),
        ("It fell from $20 to $10.", "It rose from $10 to $20.", ("from $20 to $10",)),
        ("He left before the goal.", "He left following a disallowed goal.", ("before",)),
        (
            "She spoke after one of her matches.",
            "She spoke before one of Venn's matches.",
            ("after",),
        ),
        ("The channel thanked Venn.", "Venn thanked the cable channel.", ("thank",)),
        (
            "Chapek thanked Susan Arnold for it.",
            "Board chair Susan Arnold thanked Chapek for it.",
            ("thank",),
        ),
        ("The Reds had 99 wins and the Blues 67.", "The Blues won 99 games, the Reds 67.", ("99",)),
    ],
)
def test_what_is_turned_round_is_named(claim: str, text: str, words: tuple[str, ...]) -> None:
    assert reversals(claim, text) == words


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("More than 600 came.", "Over 600 people came."),
        ("More than 600 came.", "612 people came."),
        ("No fewer than 300 homes fell.", "At least 300 homes fell."),
        ("No more than 100 euros were paid.", "Up to 100 euros were paid."),
        (
            "Almost 600 came, more than 600 were asked.",
            "Almost 600 came; more than 600 were asked.",
        ),
        ("It rose from $10 to $20.", "It rose from $10 to $20."),
        ("He left before the goal.", "He left before the goal and spoke after the goal."),
        ("He left after the match.", "He left after the goal, before the interview."),
        ("The channel was thanked by Venn.", "Venn thanked the cable channel."),
        ("Venn thanked the channel.", "Venn thanked the channel, and it thanked her."),
        ("Venn met Fenn, and Fenn met Venn.", "Fenn met Venn."),
        ("The Reds had 99 wins and the Blues 67.", "The Reds won 99 games, the Blues 67."),
        ("The Reds had 99 wins.", "The Blues won 99 games, the Reds 67."),
        ("", ""),
    ],
)
def test_what_says_the_same_is_not_turned_round(claim: str, text: str) -> None:
    assert reversals(claim, text) == ()


def test_a_long_text_is_read_in_time() -> None:
    claim = "Venn thanked Fenn before 20 more than 10 from 5 to 6 " * 40
    assert isinstance(reversals(claim, claim), tuple)
