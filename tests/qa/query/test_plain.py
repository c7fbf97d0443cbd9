"""Courtesy, capitals and stories around a question are taken off; what is asked stays."""

import pytest

from qa.query.plain import plain_question, plain_text, split_story
from qa.question import Question, Turn


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("WHO IS THE MAYOR OF LOWMARSH???", "who is the mayor of Lowmarsh?"),
        ("how many died?!?!", "how many died?"),
        ("Who won 🏆🏆 ?", "Who won?"),
        ("who won :)", "who won"),
        ("Is it true!!", "Is it true!"),
        ("NASA?", "NASA?"),
        ("Who runs NATO?", "Who runs NATO?"),
        ("🙂", "🙂"),
    ],
)
def test_capitals_marks_and_emoji(written: str, plain: str) -> None:
    assert plain_text(written) == plain


@pytest.mark.parametrize(
    ("asked", "question"),
    [
        ("Could you please tell me who won?", "who won?"),
        ("Hi there! Do you happen to know when the tram opens?", "when the tram opens?"),
        ("I was wondering whether you know how old it is, thanks in advance", "how old it is"),
        ("Can you tell me, if it's not too much trouble, what it costs?", "what it costs?"),
        ("What I would really like to know is why it sank.", "why it sank."),
        ("Do you know if the tram has opened?", "Has the tram opened?"),
        ("What can you tell me about the flood?", "Tell me about the flood?"),
        ("I'd love to know more about the flood, please", "Tell me about the flood"),
        ("Can you please summarise the report?", "summarise the report?"),
        ("Which company won, please?", "Which company won?"),
        ("great, and when does it open?", "and when does it open?"),
        ("I see. Who pays for it?", "Who pays for it?"),
        ("that makes sense, but why was it closed?", "but why was it closed?"),
        *(
            (unchanged, unchanged)
            for unchanged in (
                "Who won? I mean the cup",
                "What did the ferry cost? I need the price in May 2024",
                "What happened in Paris, Nice, and Berlin?",
                "Nice, how many people died?",
                "Was the vote free, fair and clear?",
                "And the water, is it clear?",
                "The tram was delayed. Is that right?",
                "Right now, who is the mayor?",
                "Just one thing: is it enough?",
            )
        ),
        ("Great Yarmouth, who leads its council?", "Great Yarmouth, who leads its council?"),
        ("um so like what did it cost", "what did it cost"),
        ("ok sum up the flood for me", "sum up the flood for me"),
        ("Thank you! And who paid?", "And who paid?"),
        ("Don't you know who paid for it, and when? Thanks a lot!", "who paid for it, and when?"),
    ],
)
def test_courtesy_is_taken_off(asked: str, question: str) -> None:
    assert split_story(asked) == ("", question, "")


@pytest.mark.parametrize(
    "asked",
    [
        "Who won?",
        "And who paid for it?",
        "Tell me about the flood",
        "What do you know?",
        "Thanks, that helped!",
        "Hello!",
        "How are you?",
        "If I sell at a loss, what do I pay?",
        "What did the U.S. say to Mr. Brandle at 10:30 a.m. on Quay St.?",
        "Would you say that it is expensive?",
        "The tram was late. Why?",  # not told of oneself
        "If my ferry is cancelled, can I get my money back?",
        "In the US, which state has the highest tower?",
        "I read that it moved, is that still true?",
        "ok and the new boss, no i mean Iger, what does he earn?",
        "Who won? I wanted the women's race",
        "NASA launched its Artemis I mission on Wednesday. Where is it headed?",
        "Was it in 2024? Or what did we hear of it?",
        "Who wrote “The Star-Spangled Banner?”",
    ],
)
def test_what_belongs_to_a_question_stays(asked: str) -> None:
    assert split_story(asked) == ("", asked, "")


@pytest.mark.parametrize(
    ("written", "told", "question"),
    [
        (
            "my sister works on the boats, how much did the fares go up",
            "my sister works on the boats",
            "how much did the fares go up",
        ),
        (
            "We moved here in May and love it - who runs the harbour?",
            "We moved here in May and love it",
            "who runs the harbour?",
        ),
        (
            "Only heard half of it in the car, and then I lost the signal. Did the wall hold?",
            "Only heard half of it in the car, and then I lost the signal.",
            "Did the wall hold?",
        ),
        (
            "How old is the tower? My class asked me and I had no idea",
            "My class asked me and I had no idea",
            "How old is the tower?",
        ),
        (
            "How old is the tower? (for my quiz tonight)",
            "for my quiz tonight",
            "How old is the tower?",
        ),
        (
            "our cat ran off, which we never thought it would. Who pays for the damage?",
            "our cat ran off, which we never thought it would.",
            "Who pays for the damage?",
        ),
        (
            "my aunt is there and frightened, lowmarsh flood how many houses",
            "my aunt is there and frightened",
            "lowmarsh flood how many houses",
        ),
        (
            "Is it safe? I'm flying to Tel Aviv on Friday",
            "I'm flying to Tel Aviv on Friday",
            "Is it safe?",
        ),
    ],
)
def test_what_one_tells_of_oneself_is_no_part_of_the_question(
    written: str, told: str, question: str
) -> None:
    before, asked, behind = split_story(written)
    assert (f"{before}{behind}".strip(" ,;–—-()"), asked) == (told, question)


def test_a_story_is_what_was_said_before() -> None:
    told = "We visited the lighthouse at Skarrow Point last summer."
    asked = Question(f"Hi! {told} Do you know when it was built?", (Turn("assistant", "Hello!"),))
    plain = plain_question(asked)
    assert plain.text == "when it was built?"
    assert plain.history == (Turn("assistant", "Hello!"), Turn("user", told))


def test_a_plain_question_is_left_as_it_is() -> None:
    asked = Question("Who won?")
    assert plain_question(asked) is asked
