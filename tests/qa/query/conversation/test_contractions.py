"""A verb that is one word with what is before it stands apart, and is the one that is meant."""

import pytest

from qa.query.conversation.contractions import uncontracted


@pytest.mark.parametrize(
    ("typed", "apart"),
    [
        ("what's her salary", "what is her salary"),
        ("When’s the vote?", "When is the vote?"),
        ("and what's a ticket cost?", "and what does a ticket cost?"),
        ("what's the average cost", "what is the average cost"),
        ("What's she do for a living?", "What does she do for a living?"),
        ("what's the council say about it", "what does the council say about it"),
        ("why'd it go up", "why did it go up"),
        ("how'd Ada Venn win?", "how did Ada Venn win?"),
        ("who'd replace him", "who would replace him"),
        ("what's the fine if i do it", "what is the fine if i do it"),
        ("Who's won?", "Who has won?"),
        ("who's left the club", "who has left the club"),
        ("who's left in the race", "who is left in the race"),
        ("it's been how long", "it has been how long"),
        ("she's from where?", "she is from where?"),
        ("they're out, you've seen it", "they are out, you have seen it"),
        *(
            (unchanged, unchanged)
            for unchanged in (
                "What are the US's exports?",
                "And the WHO's budget?",
                "he'd said so",
                "whose boat is it",
                "somewhat's",
                "isn't it open?",
            )
        ),
    ],
)
def test_the_verb_stands_apart(typed: str, apart: str) -> None:
    assert uncontracted(typed) == apart
