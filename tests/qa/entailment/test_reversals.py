"""What a claim turns round of what a text says with the same words."""

import pytest

from qa.entailment.reversals import reversals


@pytest.mark.parametrize(
    ("claim", "text", "words"),
    [
        ("More than 600 people came.", "Almost 600 people came.", ("More than",)),
        ("Nearly $20 was paid.", "They paid more than $20.", ("Nearly",)),
        ("Pay fell from $20 to $10.", "Their pay rose from $10 to $20.", ("from $20 to $10",)),
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
        ("Pay rose from $10 to $20.", "Their pay rose from $10 to $20."),
        ("The shop is open from 9 to 5.", "The night shift works from 5 to 9."),
        ("He left before the goal.", "He left before the goal and spoke after the goal."),
        ("He left after the match.", "He left after the goal, before the interview."),
        ("The channel was thanked by Venn.", "Venn thanked the cable channel."),
        ("Venn thanked the channel.", "Venn thanked the channel, and it thanked her."),
        ("Venn met Fenn, and Fenn met Venn.", "Fenn met Venn."),
        ("The Reds had 99 wins and the Blues 67.", "The Reds won 99 games, the Blues 67."),
        ("The Reds had 99 wins.", "The Blues won 99 games, the Reds 67."),
        ("The blast killed 12 people.", "The people killed in the blast were 12."),
        ("The wildfire destroyed dozens of homes.", "Dozens of homes destroyed in the wildfire."),
        ("The factory closed because of rising costs.", "Rising costs closed the factory."),
        ("Ada Fenn said the bridge is safe.", "“The bridge is safe,” said Ada Fenn."),
        ("Prices would rise in May, said the firm.", "The firm said prices would rise in May."),
        ("A bus collided with a truck.", "A truck collided with a bus."),
        (
            "He was charged after a judge ordered his arrest.",
            "A judge ordered his arrest. He was charged and will appear before a judge.",
        ),
        ("He was released after the hearing.", "He spoke before the hearing and was released."),
        ("Shares rose after the announcement.", "Shares fell before the announcement, then rose."),
        ("The museum closes after 9 p.m.", "It closes before 5 p.m. in winter."),
        ("The town was named after Fenn.", "The town was named before Fenn came."),
        ("Children under 12 travel free.", "Those over 12 pay full fare."),
        ("The trial over 34 charges began.", "He could face up to 34 charges."),
        ("More than 100 people died.", "The toll stood at nearly 100 people, and rose to 112."),
        ("The lake is up to 30 metres deep.", "It is more than 30 miles from Orsay."),
        (
            "Apple lost 3% while Tesla lost 5%.",
            "Tesla shares dropped by 5%, Apple shares dropped by 3%, Tesla said.",
        ),
        ("", ""),
    ],
)
def test_what_says_the_same_is_not_turned_round(claim: str, text: str) -> None:
    assert reversals(claim, text) == ()


def test_many_figures_are_no_burden() -> None:
    claim = " ".join(
        f"Venn led Fenn {n} before {n} more than {n} from {n} to 5." for n in range(99)
    )
    assert isinstance(reversals(claim, claim), tuple)
